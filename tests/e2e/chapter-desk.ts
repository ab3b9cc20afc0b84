import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  type WebSocketRoute,
} from '@playwright/test'
import { startServer, type TestServer } from '@/tests/support/server'
import { invite, setUp, type Writer } from './screen-data'

/** A server with three people on one manuscript: Mara writes, Tomas writes with her, Ines is a critic. */
export interface ChapterDesk {
  server: TestServer
  mara: Writer
  tomas: Writer
  ines: Writer
  workshopId: string
  manuscriptId: string
  /** A new chapter with this text (Markdown). */
  chapter(markdown: string, title?: string): Promise<string>
  /** The chapter's text as the server has it on disk, without its title. */
  saved(chapterId: string): Promise<string>
  stop(): Promise<void>
}

/** Starts it. `TEST_SERVER=dev` takes `next dev`, which needs no build; then there is no service worker. */
export async function openChapterDesk(): Promise<ChapterDesk> {
  const server = await startServer({ production: process.env['TEST_SERVER'] !== 'dev' })
  const link = await server.setupLink()
  const mara = await setUp(server.url, link)
  const tomas = await invite(server.url, mara, mara.workshopId, 'Tomas Oyelaran')
  const ines = await invite(server.url, mara, mara.workshopId, 'Ines Rautio')
  const manuscriptId = await mara.api.made(`/api/v1/workshops/${mara.workshopId}/manuscripts`, {
    title: 'The Last Ferry',
    language: 'en-GB',
  })
  const share = (userId: string, role: string) =>
    mara.api.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, { role })
  await share(tomas.userId, 'coauthor')
  await share(ines.userId, 'critic')
  return {
    server,
    mara,
    tomas,
    ines,
    workshopId: mara.workshopId,
    manuscriptId,
    chapter: (markdown, title = 'What the Tide Kept') =>
      mara.api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, { title, markdown }),
    async saved(chapterId) {
      const response = await fetch(`${server.url}/api/v1/chapters/${chapterId}/export?format=txt`, {
        headers: { cookie: mara.cookie },
      })
      return (await response.text()).split('\n').slice(2).join('\n').trim()
    },
    async stop() {
      for (const context of contexts.splice(0)) await context.close()
      await server.stop()
    },
  }
}

/** Browsers that were opened here. Left open, their pages would go on looking for their server in the tests that follow. */
const contexts: BrowserContext[] = []

/** A browser of its own in which `writer` is signed in. */
export async function browserOf(
  browser: Browser,
  desk: ChapterDesk,
  writer: Writer,
  more: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...more })
  contexts.push(context)
  const { hostname } = new URL(desk.server.url)
  await context.addCookies(
    writer.cookie.split('; ').map((cookie) => {
      const [name = '', ...value] = cookie.split('=')
      return { name, value: value.join('='), domain: hostname, path: '/' }
    }),
  )
  return context
}

/** Opens the chapter and waits until its text is there and the connection stands. */
export async function openChapter(
  context: BrowserContext,
  desk: ChapterDesk,
  chapterId: string,
): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${desk.server.url}/chapters/${chapterId}`)
  await textOf(page).waitFor()
  await expect(page.locator('[data-saving]')).toHaveAttribute('data-saving', /^(?:saved|read_only)$/)
  return page
}

/** The text in the editor. */
export const textOf = (page: Page) => page.locator('.chapter-text')

/**
 * Puts the cursor behind these words.
 * @param busyMs how long the page has no time for anything else from then on, so that what comes over the network
 *   meanwhile is there before the browser tells of the cursor
 */
export async function putCaretAfter(page: Page, words: string, busyMs: number): Promise<void> {
  await textOf(page).evaluate(
    (text, [wanted, ms]) => {
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const at = node.nodeValue?.indexOf(wanted) ?? -1
        if (at < 0) continue
        ;(text as HTMLElement).focus()
        getSelection()?.collapse(node, at + wanted.length)
        for (const end = performance.now() + ms; performance.now() < end;);
        return
      }
      throw new Error(`“${wanted}” is not in the text.`)
    },
    [words, busyMs] as const,
  )
}

type State = { selection: { head: number } }
type View = { posAtDOM(node: Node, offset: number): number }

/** Puts the cursor behind these words and waits until the editor knows. */
export async function caretAfter(page: Page, words: string): Promise<void> {
  await expect(async () => {
    await putCaretAfter(page, words, 0)
    // ProseMirror reads the selection from the page in a later turn; Tiptap hangs its editor on the element.
    const known = await textOf(page).evaluate(
      (text) =>
        new Promise<boolean>((resolve) =>
          requestAnimationFrame(() =>
            requestAnimationFrame(() => {
              const { editor } = text as unknown as { editor: { state: State; view: View } }
              const { anchorNode, anchorOffset } = getSelection() ?? { anchorNode: null, anchorOffset: 0 }
              const at = anchorNode && editor.view.posAtDOM(anchorNode, anchorOffset)
              resolve(at === editor.state.selection.head)
            }),
          ),
        ),
    )
    expect(known).toBe(true)
    const before = await page.evaluate(() => {
      const { anchorNode, anchorOffset } = getSelection() ?? { anchorNode: null, anchorOffset: 0 }
      return anchorNode?.nodeValue?.slice(0, anchorOffset) ?? ''
    })
    expect(before).toMatch(new RegExp(`${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
  }).toPass()
}

/** Waits until the indicator says that all is on the server's disk. */
export async function untilSaved(page: Page): Promise<void> {
  await expect(page.locator('[data-saving="saved"]')).toBeVisible({ timeout: 15_000 })
}

/** Pastes as a browser does: both kinds of content on the clipboard. */
export async function paste(page: Page, content: { html?: string; text: string }): Promise<void> {
  await textOf(page).evaluate((element, { html, text }) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    if (html !== undefined) data.setData('text/html', html)
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, content)
}

/** The way to the server's API and sync endpoint, which a test can cut and mend. Pages still load. */
export interface Network {
  cut(): void
  mend(): void
}

/** Puts the network of a browser into the test's hands; call it before its pages open. */
export async function networkOf(context: BrowserContext): Promise<Network> {
  let isCut = false
  const sockets = new Set<WebSocketRoute>()
  await context.route(/\/api\/v1\//, (route) =>
    isCut ? route.abort('internetdisconnected') : route.continue(),
  )
  await context.routeWebSocket(/\/sync\//, async (socket) => {
    if (isCut) return socket.close({ code: 1011 })
    sockets.add(socket)
    socket.connectToServer()
  })
  return {
    cut() {
      isCut = true
      for (const socket of sockets) void socket.close({ code: 1011 })
      sockets.clear()
    },
    mend() {
      isCut = false
    },
  }
}
