import { expect, type Page } from '@playwright/test'
import { compactNow, thinInAMonth } from '@/tests/support/thinned'
import { browserOf, caretAfter, openChapter, textOf, untilSaved } from './chapter-desk'
import { FERRY, LINES, test } from './ferry-desk'
import { looksRight } from './looks-right'
import { SOUND, SPOILT, spoilableChapter } from './spoilt-chapter'

// Servers start twice and commands run beside them.
test.describe.configure({ timeout: 240_000 })

const IN_BETWEEN = 'What was written between the moment before and this one is not kept.'
const NEWEST = ' It rang for an hour.'

const sheet = (page: Page) => page.locator('.compared')
const marked = (page: Page) => page.locator('.compared ins, .compared del')
const slider = (page: Page) => page.getByRole('slider', { name: 'Moment' })

/** Goes to the first moment with the slider. */
async function goToFirst(page: Page): Promise<void> {
  await slider(page).focus()
  await page.keyboard.press('Home')
}

test('playback steps over what a repair could not save, says so, and never shows words from there', async ({
  browser,
  desk,
}) => {
  const chapter = await spoilableChapter(browser, desk)
  await chapter.tomas.context().close()
  await chapter.spoil()
  const mara = await chapter.open('mara')
  await expect(textOf(mara)).toHaveAttribute('contenteditable', 'false')
  await chapter.repair()
  await expect(textOf(mara)).toHaveAttribute('contenteditable', 'true')
  await caretAfter(mara, SOUND)
  await mara.keyboard.type(NEWEST)
  await untilSaved(mara)

  await mara.goto(`${desk.server.url}/chapters/${chapter.chapterId}/versions/playback`)
  await expect(mara.getByText(IN_BETWEEN)).toBeVisible()
  await expect(slider(mara)).toHaveAttribute('max', '2')
  await expect(slider(mara)).toHaveAttribute('aria-valuetext', /Moment (\d) of \1, .*Mara Voss.*not kept/)
  await expect(sheet(mara)).toContainText(LINES[2] + SOUND + NEWEST)
  await expect(marked(mara)).toHaveText([NEWEST])
  await looksRight(mara, 'playback-gap')

  await mara.getByRole('button', { name: 'Previous moment' }).click()
  await expect(mara.getByText(IN_BETWEEN)).toHaveCount(0)
  await expect(sheet(mara)).not.toContainText(NEWEST)
  await expect(sheet(mara)).toContainText(LINES[2] + SOUND)
  await expect(sheet(mara)).not.toContainText(SPOILT)
  await expect(marked(mara)).toHaveText([SOUND])

  await goToFirst(mara)
  await expect(mara.getByText(/This is what the chapter began with/)).toBeVisible()
  await expect(marked(mara)).toHaveCount(0)
  await expect(sheet(mara)).toHaveText(LINES.join(''))
  await mara.getByLabel('Speed').selectOption('8')
  await mara.getByRole('button', { name: 'Play', exact: true }).click()
  await expect(mara.getByText(IN_BETWEEN)).toBeVisible()
  await expect(marked(mara)).toHaveText([NEWEST])
  await expect(sheet(mara)).not.toContainText(SPOILT)
})

test('playback begins where the history begins once what is older than 30 days is gone', async ({
  browser,
  desk,
}) => {
  const chapterId = await desk.chapter(FERRY)
  const { docId } = await desk.mara.api.done('GET', `/api/v1/chapters/${chapterId}`)
  const { dataDir } = desk.server
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)
  await caretAfter(tomas, LINES[2])
  await tomas.keyboard.type(SOUND)
  await untilSaved(tomas)
  await compactNow(dataDir, String(docId))
  await tomas.keyboard.type(NEWEST)
  await untilSaved(tomas)
  await compactNow(dataDir, String(docId))
  expect(await thinInAMonth(dataDir, String(docId))).toBe(1)
  await tomas.keyboard.type(' Then it stopped.')
  await untilSaved(tomas)

  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions/playback`)
  await expect(sheet(mara)).toContainText(LINES[2] + SOUND + NEWEST + ' Then it stopped.')
  await goToFirst(mara)
  await expect(mara.getByText(/What was written before .* 20\d\d is not kept\./)).toBeVisible()
  await expect(mara.getByText(/This is what the chapter began with/)).toHaveCount(0)
  await expect(sheet(mara)).toContainText(LINES[2] + SOUND + NEWEST)
  await expect(marked(mara).first()).toContainText(NEWEST)
  for (const words of [...LINES, SOUND]) await expect(marked(mara).filter({ hasText: words })).toHaveCount(0)
})
