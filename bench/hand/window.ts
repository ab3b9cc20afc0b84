import { gzipSync } from 'node:zlib'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test'
import type { Opened } from './side'

const VIEWPORT = { width: 1440, height: 900 }
const POLL_MS = 250
const ANSWER_MS = 60_000

/** A browser window with a chapter in it, watched from its first moment on. */
export interface Window {
  page: Page
  devtools: CDPSession
  /** From the start of the navigation to a painted window full of editable text, ms. */
  navigationMs: number
  /** All scripts that the page loaded, each gzipped, in bytes. */
  scriptBytes: number
  close(): Promise<void>
}

/**
 * Opens a chapter in a browser context of its own: nothing is cached.
 * @param watch the bundled `page-watch.ts`
 * @throws {Error} when the text cannot be written within a minute
 */
export async function openWindow(browser: Browser, opened: Opened, watch: string): Promise<Window> {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB' })
  try {
    await context.addCookies(opened.cookies)
    await context.addInitScript({ content: watch })
    return await navigate(context, opened)
  } catch (error) {
    await context.close()
    throw error
  }
}

async function navigate(context: BrowserContext, { url, threads }: Opened): Promise<Window> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  const scripts: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return
    scripts.push(response.body().then((body) => gzipSync(body).byteLength))
  })
  await page.goto(url)
  const navigationMs = await until(() => ask<number | null>(page, 'navigated()'))
  if (navigationMs === null) throw new Error('The chapter could not be written within a minute.')
  const hasAll = async () => ((await ask<number>(page, 'highlights()')) === threads.length ? true : null)
  if (!(await until(hasAll))) throw new Error('The page does not show every thread before anybody types.')
  page.removeAllListeners('response')
  const sizes = await Promise.all(scripts)
  await devtools.send('Performance.enable', { timeDomain: 'timeTicks' })
  const scriptBytes = sizes.reduce((sum, size) => sum + size, 0)
  return { page, devtools, navigationMs, scriptBytes, close: () => context.close() }
}

/** Asks the watch in the page; see `Hand` in `page-watch.ts`. */
export function ask<T>(page: Page, call: string): Promise<T> {
  return page.evaluate<T>(`hand.${call}`)
}

/** The first answer that is not null, or null when there is none within `ms`. */
export async function until<T>(look: () => Promise<T | null>, ms = ANSWER_MS): Promise<T | null> {
  const deadline = performance.now() + ms
  while (performance.now() < deadline) {
    const late = pause(deadline - performance.now(), null, { ref: false })
    const answer = await Promise.race([look(), late])
    if (answer !== null) return answer
    await pause(POLL_MS)
  }
  return null
}

/** Time of the main thread at work and of the wall so far, in s. */
export async function work({ devtools }: Window): Promise<{ task: number; wall: number }> {
  const { metrics } = await devtools.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0
  return { task: of('TaskDuration'), wall: of('Timestamp') }
}
