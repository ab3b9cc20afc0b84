import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { browserOf, caretAfter, openChapter, textOf, untilSaved, type ChapterDesk } from './chapter-desk'
import { FERRY, LINES, test } from './ferry-desk'
import { keepPicture, looksRight } from './looks-right'

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
}

/** Mara's chapter, into which Tomas pressed Enter and typed, and from which he cut a paragraph. */
async function cutChapter(browser: Browser, desk: ChapterDesk) {
  const chapterId = await desk.chapter(FERRY)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)
  await caretAfter(tomas, 'The ferry left at six,')
  await tomas.keyboard.press('Enter')
  await tomas.keyboard.type('Late, ')
  await textOf(tomas).locator('p').nth(2).click({ clickCount: 3 })
  await tomas.keyboard.press('Backspace')
  await tomas.keyboard.press('Backspace')
  await expect(textOf(tomas)).not.toContainText('smuggler')
  await untilSaved(tomas)
  return { chapterId, tomas }
}

test('a cut passage is found by its words, copied, and comes back for everybody who has the chapter open', async ({
  browser,
  desk,
}) => {
  test.setTimeout(120_000)
  const { chapterId, tomas } = await cutChapter(browser, desk)
  const context = await browserOf(browser, desk, desk.mara, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const mara = await context.newPage()
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions`)
  await mara.getByRole('link', { name: 'Cut passages' }).click()
  await expect(mara.getByRole('heading', { name: 'Cut passages' })).toBeVisible()
  await mara.getByLabel('Search the cut words').fill('nothing like this')
  await expect(mara.getByText('No cut passage has these words')).toBeVisible()
  await mara.getByLabel('Search the cut words').fill('SMUGGLER mate')
  const passage = mara.getByRole('article', { name: /Cut by Tomas Oyelaran/ })
  await expect(passage).toContainText('You count like a smuggler')
  expect(await seriousFaults(mara)).toEqual([])
  await passage.getByRole('button', { name: 'Copy' }).click()
  await expect(passage.getByText('Copied')).toBeVisible()
  expect(await mara.evaluate(() => navigator.clipboard.readText())).toContain(
    'said the mate, and went below.',
  )
  await passage.getByRole('button', { name: 'Bring back' }).click()
  await expect(mara.getByText('The passage is back in the chapter.').first()).toBeVisible()
  await expect(textOf(tomas)).toContainText('You count like a smuggler')
  await expect(passage.getByText('In the text again')).toBeVisible()
  const divided = ['The ferry left at six,', 'Late,  as it had every evening since the bridge went.']
  await expect.poll(() => desk.saved(chapterId)).toBe([...divided, LINES[1], LINES[2]].join('\n\n'))
})

test('a passage that came back goes out again with Undo, but not when somebody has changed it', async ({
  browser,
  desk,
}) => {
  test.setTimeout(120_000)
  const { chapterId, tomas } = await cutChapter(browser, desk)
  const before = await desk.saved(chapterId)
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const mara = await (await browserOf(browser, desk, desk.mara, phone)).newPage()
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions/cuts`)
  const passage = mara.getByRole('article', { name: /Cut by Tomas Oyelaran/ })
  await passage.getByRole('button', { name: 'Bring back' }).click()
  await expect(textOf(tomas)).toContainText('You count like a smuggler')
  await expect(passage.getByText('In the text again')).toBeVisible()
  await keepPicture(mara, 'brought-back-390')
  await mara.getByRole('button', { name: 'Undo' }).click()
  await expect(textOf(tomas)).not.toContainText('smuggler')
  await expect(passage.getByText('In the text again')).toHaveCount(0)
  await expect.poll(() => desk.saved(chapterId)).toBe(before)

  await passage.getByRole('button', { name: 'Bring back' }).click()
  await expect(textOf(tomas)).toContainText('You count like a smuggler')
  await mara.getByRole('button', { name: 'Undo' }).focus()
  await caretAfter(tomas, '“You count like a')
  await tomas.keyboard.type(' born')
  await untilSaved(tomas)
  await mara.getByRole('button', { name: 'Undo' }).click()
  await expect(mara.getByText(/Somebody changed this passage since it came back/).first()).toBeVisible()
  await looksRight(mara, 'not-taken-out')
  await expect(textOf(tomas)).toContainText('You count like a born smuggler')
})

test('each passage says who wrote it, also after somebody else divided it', async ({ browser, desk }) => {
  test.setTimeout(120_000)
  const { chapterId } = await cutChapter(browser, desk)
  const mara = await (await browserOf(browser, desk, desk.mara)).newPage()
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions/authors`)
  const people = mara.getByRole('complementary', { name: 'People' })
  await expect(people.getByRole('button')).toHaveCount(2)
  const of = (name: string) => mara.locator(`.written-piece[title="${name}"]`)
  await expect(of('Tomas Oyelaran')).toHaveText(['Late, '])
  await expect(of('Mara Voss').first()).toHaveText('The ferry left at six,')
  await expect(of('Mara Voss').nth(1)).toContainText('as it had every evening')
  await people.getByRole('button', { name: /Tomas Oyelaran/ }).click()
  await expect(of('Mara Voss').first()).toHaveAttribute('data-dim', 'true')
  await expect(of('Tomas Oyelaran')).toHaveAttribute('data-dim', 'false')
  expect(await seriousFaults(mara)).toEqual([])
})

test('playback shows a chapter as it stood, with mouse and keyboard, at 360 px too', async ({
  browser,
  desk,
}) => {
  test.setTimeout(120_000)
  const { chapterId } = await cutChapter(browser, desk)
  const context = await browserOf(browser, desk, desk.mara, {
    viewport: { width: 360, height: 740 },
    reducedMotion: 'reduce',
  })
  const mara = await context.newPage()
  await mara.goto(`${desk.server.url}/chapters/${chapterId}/versions/playback`)
  const text = mara.locator('.compared')
  await expect(text.locator('del').filter({ hasText: 'smuggler' })).toBeVisible()
  const slider = mara.getByRole('slider', { name: 'Moment' })
  await expect(slider).toHaveAttribute('aria-valuetext', /Moment (\d) of \1, .*Tomas Oyelaran/)
  expect(
    await mara.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0)
  expect(await seriousFaults(mara)).toEqual([])
  await slider.focus()
  await mara.keyboard.press('Home')
  await expect(mara.getByText(/This is what the chapter began with/)).toBeVisible()
  await expect(text).toContainText('You count like a smuggler')
  await expect(text.locator('del, ins')).toHaveCount(0)
  await mara.getByRole('button', { name: 'Next moment' }).click()
  await expect(text.locator('del, ins').first()).toBeVisible()
  await slider.focus()
  await mara.keyboard.press('Home')
  await mara.getByLabel('Speed').selectOption('8')
  await mara.getByRole('button', { name: 'Play', exact: true }).click()
  // It plays to the end and stops there.
  await expect(slider).toHaveAttribute('aria-valuetext', /Moment (\d) of \1,/)
  await expect(mara.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})

test('critics see neither what was cut nor how it was written', async ({ browser, desk }) => {
  const chapterId = await desk.chapter(FERRY)
  const page = await (await browserOf(browser, desk, desk.ines)).newPage()
  for (const view of ['authors', 'cuts', 'playback']) {
    const response = await page.goto(`${desk.server.url}/chapters/${chapterId}/versions/${view}`)
    expect(response?.status()).toBe(404)
  }
})
