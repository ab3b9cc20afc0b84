import { expect, test, type BrowserContext, type Page } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'
import { looksRight } from './looks-right'
import { markedWords } from './margin-acts'

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

test('a second draft comes in over its chapter while somebody else types, and notes stay on their words', async ({
  browser,
}) => {
  const desk = await openChapterDesk()
  try {
    const lines = [
      'Agnes read the needle.',
      'It had stood at nine since the war.',
      'The clock in the hall was still going.',
    ]
    const chapterId = await desk.chapter(lines.join('\n\n'), 'The Weighbridge')
    await desk.ines.api.made(`/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'comment', body: 'Which war?', quote: { exact: 'since the war' } },
    })
    const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
    const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)
    await mara.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}`)
    await mara.getByRole('button', { name: 'More for “The Weighbridge”' }).click()
    await mara.getByRole('menuitem', { name: 'Import over it' }).click()
    const dialog = mara.getByRole('dialog', { name: 'Import over “The Weighbridge”' })
    await looksRight(mara, 'import-over')
    const chapterFile = (text: string) => ({
      ...{ name: 'second-draft.md', mimeType: 'text/markdown', buffer: Buffer.from(text) },
    })
    await mara
      .getByLabel('File to bring in')
      .setInputFiles(chapterFile('# One\n\nA bell.\n\n# Two\n\nA clock.\n'))
    await expect(dialog.getByText('The file holds 2 chapters.', { exact: false })).toBeVisible()
    expect(await desk.saved(chapterId)).toBe(lines.join('\n\n'))

    await caretAfter(tomas, 'read the needle.')
    const draft = [
      lines[0],
      'It had stood at nine since the war, and nobody had asked it why.',
      'Snow came in.',
    ]
    await mara.getByLabel('File to bring in').setInputFiles(chapterFile(draft.join('\n\n')))
    await expect(textOf(tomas)).toContainText('Snow came in.')
    // The import is still waiting for words on their way; Tomas goes on where his cursor was.
    const typing = tomas.keyboard.type(' Nobody else could.', { delay: 30 })
    await expect(mara.getByText('“The Weighbridge” says what the file says.').first()).toBeVisible()
    await typing
    await untilSaved(tomas)
    await expect
      .poll(() => desk.saved(chapterId))
      .toBe([`${lines[0]} Nobody else could.`, ...draft.slice(1)].join('\n\n'))
    await expect.poll(() => markedWords(tomas)).toEqual(['since the war'])
    await mara.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => desk.saved(chapterId)).toContain('The clock in the hall was still going.')
  } finally {
    await desk.stop()
  }
})
