'use client'

import { ApiError } from '@/components/api'
import { text } from '@/components/text/en'

/** Sent before signing out; a listener that holds unsaved words calls `preventDefault()` and asks first. */
export const BEFORE_SIGN_OUT = 'scriptorium:before-sign-out'

/** Sent when the login has ended and before the device is wiped: whatever writes to the device stops now. */
export const SIGNED_OUT = 'scriptorium:signed-out'

/** The event `SIGNED_OUT`; the device is wiped after everything given to `waitUntil`. */
export class SignedOutEvent extends Event {
  readonly #waits: Promise<void>[] = []

  constructor() {
    super(SIGNED_OUT)
  }

  /** Call it while the event is delivered, with what resolves when nothing is written any more. */
  waitUntil(work: Promise<void>): void {
    this.#waits.push(work)
  }

  /** Resolves when all that was waited for is done; rejects when something of it failed. */
  async done(): Promise<void> {
    await Promise.all(this.#waits)
  }
}

async function csrfToken(): Promise<string> {
  const response = await fetch('/api/auth/csrf')
  const { csrfToken: token } = (await response.json()) as { csrfToken: string }
  return token
}

/** Posts a form to NextAuth as it expects it: with its CSRF token and an answer in JSON. */
export async function postToAuth(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: 'true' })
  return fetch(`/api/auth/${path}`, { method: 'POST', body, redirect: 'manual' })
}

/**
 * Ends the login of this browser and stays on the page.
 * @throws {ApiError} when the server did not end it: the browser is signed in as before
 */
export async function endLogin(): Promise<void> {
  let response: Response
  try {
    response = await postToAuth('signout', { callbackUrl: '/sign-in' })
  } catch (error) {
    // No network, or a proxy that answers in the server's place with something else than JSON.
    if (error instanceof TypeError || error instanceof SyntaxError)
      throw new ApiError('unavailable', 0, text.offline)
    throw error
  }
  const { url } = (await response.json().catch(() => ({}))) as { url?: string }
  // NextAuth answers 200 with this address when it did not know its own token.
  if (!response.ok || url === undefined || url.includes('csrf=true'))
    throw new ApiError('unavailable', response.status, text.offline)
}

/** Tells the page that the login has ended, and waits until nothing writes to the device any more. */
export async function stopKeeping(): Promise<void> {
  const event = new SignedOutEvent()
  window.dispatchEvent(event)
  await event.done()
}

/** Leaves for the sign-in page, by a full load: nothing of this person stays in the memory of the page. */
export function goToSignIn(): void {
  window.location.assign('/sign-in')
}

/**
 * Ends the login of this browser and goes to the sign-in page, unless a listener of `BEFORE_SIGN_OUT` takes it over.
 * @throws {ApiError} when the server did not end the login
 */
export async function signOut(): Promise<void> {
  const agreed = window.dispatchEvent(new Event(BEFORE_SIGN_OUT, { cancelable: true }))
  if (!agreed) return
  await endLogin()
  goToSignIn()
}
