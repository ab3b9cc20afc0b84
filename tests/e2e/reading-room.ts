import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { startServer, type TestServer } from '@/tests/support/server'
import { setUp, type Writer } from './screen-data'

/** An edition of a session, as far as readers' tests name it. */
export interface RoomEdition {
  id: string
  title: string
  chapterId: string
  paragraphs: number
}

/** A beta session that Mara set up. */
export interface RoomSession {
  id: string
  editions: [RoomEdition, ...RoomEdition[]]
  questions: { id: string; prompt: string }[]
}

/** A link into a session. */
export interface RoomLink {
  token: string
  url: string
}

/** A server with Mara's manuscript, which she gives to readers. */
export interface ReadingDesk {
  server: TestServer
  mara: Writer & { workshopId: string }
  manuscriptId: string
  /** A new chapter with this text (Markdown). */
  chapter(title: string, markdown: string): Promise<string>
  session(chapters: readonly string[], more?: object): Promise<RoomSession>
  invite(session: RoomSession, more?: object): Promise<RoomLink>
  /** A browser of somebody who is nobody here yet. */
  device(browser: Browser, more?: BrowserContextOptions): Promise<BrowserContext>
  /** A script that joined as this reader, on a device of its own. */
  script(session: RoomSession, link: RoomLink, name?: string): Promise<ApiClient>
  stop(): Promise<void>
}

/** A phone that is touched. */
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}

/** Starts it. `TEST_SERVER=dev` takes `next dev`, which needs no build; then there is no service worker. */
export async function openReadingDesk(): Promise<ReadingDesk> {
  const server = await startServer({ production: process.env['TEST_SERVER'] !== 'dev' })
  const mara = await setUp(server.url, await server.setupLink())
  const manuscriptId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/manuscripts`, {
    ...{ title: 'The Last Ferry', language: 'en-GB' },
  })
  const contexts: BrowserContext[] = []
  const path = (session: RoomSession, rest: string) => `/api/v1/beta-sessions/${session.id}${rest}`
  return {
    server,
    mara,
    manuscriptId,
    chapter: (title, markdown) =>
      mara.api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, { title, markdown }),
    session: async (chapters, more = {}) =>
      (await mara.api.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
        ...{ title: 'First readers', chapters, ...more },
      })) as unknown as RoomSession,
    invite: async (session, more = {}) =>
      (await mara.api.done('POST', path(session, '/invitations'), more)) as unknown as RoomLink,
    async device(browser, more = PHONE) {
      const context = await browser.newContext(more)
      contexts.push(context)
      return context
    },
    async script(session, { token }, name) {
      const joined = await apiClient(server.url, null).done('POST', path(session, '/join'), {
        ...{ token, ...(name && { name }) },
      })
      return apiClient(server.url, String(joined.token))
    },
    async stop() {
      for (const context of contexts.splice(0)) await context.close()
      await server.stop()
    },
  }
}

/** Joins through the page of the link. @returns the page, which shows the contents */
export async function joinBy(context: BrowserContext, link: RoomLink, name: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(link.url)
  await page.getByLabel('What shall the author call you?').fill(name)
  await page.getByRole('button', { name: 'Start reading' }).click()
  await page.waitForURL(/\/read\//)
  return page
}

/** Waits until scripts have taken a chapter's page over. */
export const untilAwake = (page: Page) => page.locator('.room-page[data-awake]').waitFor()

/** What opens where a passage is tapped. */
export const sheet = (page: Page) => page.getByRole('dialog', { name: 'What did you feel here?' })

/** The words of a note in it. */
export const field = (page: Page) => sheet(page).getByRole('textbox', { name: 'Your note' })

/** The paragraph with this number. */
export const paragraph = (page: Page, number: number) => page.locator(`[data-p="${number}"]`)

/** Opens a chapter and waits until scripts have taken it over. */
export async function openPage(
  page: Page,
  desk: ReadingDesk,
  session: RoomSession,
  index = 0,
): Promise<void> {
  await page.goto(`${desk.server.url}/read/${session.id}/${session.editions[index]?.id}`)
  await untilAwake(page)
}

/** Selects these words in the text, as a long press and its handles do. */
export async function selectIn(page: Page, words: string): Promise<void> {
  await page.locator('.room-prose').evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.nodeValue?.indexOf(wanted) ?? -1
      if (at < 0) continue
      node.parentElement?.scrollIntoView({ block: 'center' })
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
      return
    }
    throw new Error(`“${wanted}” is not in the text.`)
  }, words)
}

/** Signs a person with an account in on this device. */
export async function signedIn(
  context: BrowserContext,
  desk: ReadingDesk,
  { cookie }: Writer,
): Promise<void> {
  const { hostname } = new URL(desk.server.url)
  await context.addCookies(
    cookie.split('; ').map((one) => {
      const [name = '', ...value] = one.split('=')
      return { name, value: value.join('='), domain: hostname, path: '/' }
    }),
  )
}
