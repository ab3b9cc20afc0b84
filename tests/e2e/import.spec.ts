import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import { browserOf, openChapterDesk, type ChapterDesk } from './chapter-desk'

const STORY = {
  name: 'the-weighbridge.md',
  mimeType: 'text/markdown',
  buffer: Buffer.from('# The Weighbridge\n\nAgnes read the needle.\n\n# The Clock\n\nIt was still going.\n'),
}

test.describe('bringing in a file', () => {
  let desk: ChapterDesk
  let context: BrowserContext
  let page: Page

  let manuscriptId: string

  test.beforeAll(async () => {
    desk = await openChapterDesk()
  })
  test.afterAll(async () => {
    await desk.stop()
  })
  test.beforeEach(async ({ browser }) => {
    const path = `/api/v1/workshops/${desk.workshopId}/manuscripts`
    manuscriptId = await desk.mara.api.made(path, { title: 'The Weighbridge' })
    context = await browserOf(browser, desk, desk.mara)
    page = await context.newPage()
    await page.goto(`${desk.server.url}/manuscripts/${manuscriptId}`)
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('i')
    await expect(page.getByRole('button', { name: 'Choose a file' })).toBeFocused()
  })
  test.afterEach(async () => {
    await context.close()
  })

  const dialog = () => page.getByRole('dialog', { name: 'Bring in a file' })
  const choose = () => page.getByLabel('File to bring in').setInputFiles(STORY)

  async function stored(): Promise<string[]> {
    const view = await desk.mara.api.done('GET', `/api/v1/manuscripts/${manuscriptId}`)
    return (view.chapters as { title: string }[]).map(({ title }) => title)
  }

  async function bringIn(): Promise<void> {
    await choose()
    await expect(dialog().getByText('Two chapters came in', { exact: false })).toBeVisible()
    await dialog().getByRole('button', { name: 'Show them' }).click()
    await expect(page.getByRole('link', { name: /The Clock/ }).first()).toBeVisible()
    expect(await stored()).toEqual(['The Weighbridge', 'The Clock'])
  }

  test('can be cancelled while it is sent: nothing is there, the dialog says so, and again it works', async () => {
    let held = 0
    await page.route('**/import', () => void (held += 1))
    await choose()
    await expect.poll(() => held).toBe(1)
    await expect(dialog().getByRole('progressbar')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog().getByRole('progressbar')).toBeVisible()
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog().getByRole('status')).toHaveText('Cancelled. Nothing was brought in.')
    await expect(dialog().getByRole('alert')).toBeEmpty()
    expect(await stored()).toEqual([])
    await page.unroute('**/import')
    await bringIn()
  })

  test('that was cancelled after its chapters were made says that they are there', async () => {
    let answered = false
    await page.route('**/import', async (route) => {
      await route.fetch()
      answered = true
    })
    await choose()
    await expect.poll(() => answered).toBe(true)
    await dialog().getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog().getByRole('status')).toHaveText(/too late: 2 new chapters came into the manuscript/)
    await expect(page.getByRole('link', { name: /The Clock/, includeHidden: true }).first()).toBeVisible()
    expect(await stored()).toEqual(['The Weighbridge', 'The Clock'])
  })

  test('fails with a sentence while the server is away, and works when it is back', async () => {
    await desk.server.kill()
    await choose()
    await expect(dialog().getByRole('alert')).toContainText('The server cannot be reached.')
    await expect(dialog().getByRole('alert')).toContainText('What was saved before is safe')
    await desk.server.restart()
    expect(await stored()).toEqual([])
    await bringIn()
  })
})
