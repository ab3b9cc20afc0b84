'use client'

/** Sent before signing out; a listener that holds unsaved words calls `preventDefault()` and asks first. */
export const BEFORE_SIGN_OUT = 'scriptorium:before-sign-out'

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

/** Ends the login of this browser and goes to the sign-in page, unless a listener objects. */
export async function signOut(): Promise<void> {
  const agreed = window.dispatchEvent(new Event(BEFORE_SIGN_OUT, { cancelable: true }))
  if (!agreed) return
  await postToAuth('signout', { callbackUrl: '/sign-in' })
  window.location.assign('/sign-in')
}
