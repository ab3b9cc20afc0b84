import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'
import { selectWords } from './margin-acts'

/** The second and third chapter of the sample story in one: about 3,900 words. */
function longChapter(): string {
  const read = (name: string) =>
    readFileSync(join(import.meta.dirname, '../../prisma/sample', name), 'utf8').replace(/^# .*\n/, '')
  return `${read('2-forty-steps.md')}\n---\n\n${read('3-what-the-tide-kept.md')}`
}

/** The text as the page shows it, without the labels of cursors. */
function shown(page: Page): Promise<string> {
  return textOf(page).evaluate((text) => {
    const copy = text.cloneNode(true) as HTMLElement
    copy.querySelectorAll('[class*="caret"], [class*="cursor"]').forEach((caret) => caret.remove())
    return Array.from(copy.querySelectorAll('p, h1, h2, h3, hr'), (block) => block.textContent).join('\n')
  })
}

/** A card in the margin that holds these words. */
const card = (page: Page, words: string) => page.locator('[data-slot]').filter({ hasText: words })

/** The words in the text that a note with this label's id stands on. */
async function wordsUnder(page: Page, said: string): Promise<string> {
  const id = await card(page, said).getAttribute('data-slot')
  return (await page.locator(`[data-thread="${id}"]`).allTextContents()).join('')
}

test.describe('a chapter that three people have open', () => {
  let desk: ChapterDesk
  let chapterId: string
  let mara: Page
  let tomas: Page
  let ines: Page

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    chapterId = await desk.chapter(longChapter())
    mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
    tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
  })
  test.afterAll(async () => {
    await desk.stop()
  })

  async function allRead(words: string): Promise<void> {
    for (const page of [mara, tomas, ines]) await expect(textOf(page)).toContainText(words)
  }

  test('has at least 3,000 words, and its critic cannot write in it', async () => {
    expect((await shown(mara)).split(/\s+/).length).toBeGreaterThan(3_000)
    await expect(textOf(mara)).toHaveAttribute('contenteditable', 'true')
    await expect(textOf(ines)).toHaveAttribute('contenteditable', 'false')
  })

  test('is written by two at once, in different paragraphs and in the same', async () => {
    await caretAfter(mara, 'There are forty-three.')
    await caretAfter(tomas, 'They’ve spelled it right.')
    await Promise.all([
      mara.keyboard.type(' I have counted them again since.', { delay: 20 }),
      tomas.keyboard.type(' It was the kindest thing he could find.', { delay: 20 }),
    ])
    await allRead('There are forty-three. I have counted them again since.')
    await allRead('right. It was the kindest thing he could find.')

    await caretAfter(mara, 'I have counted them again since.')
    await caretAfter(tomas, 'something to deliver')
    await Promise.all([
      mara.keyboard.type(' Twice, in the dark.', { delay: 20 }),
      tomas.keyboard.type(', and nobody to deliver it for me,', { delay: 20 }),
    ])
    await allRead('I have counted them again since. Twice, in the dark.')
    await allRead('something to deliver, and nobody to deliver it for me,')
    await Promise.all([untilSaved(mara), untilSaved(tomas)])
  })

  test('takes a note from its critic, an answer and a resolution, live for everyone', async () => {
    await selectWords(ines, 'Piet read the letter standing')
    await ines
      .getByRole('button', { name: /^Comment/ })
      .first()
      .click()
    await ines.getByRole('textbox', { name: 'Comment' }).fill('I can see his hand on the door.')
    await ines.keyboard.press('Control+Enter')
    for (const page of [mara, tomas, ines]) {
      await expect(card(page, 'I can see his hand on the door.')).toBeVisible()
      await expect.poll(() => wordsUnder(page, 'I can see his hand')).toBe('Piet read the letter standing')
    }
    const words = await mara.locator('[data-thread]').first().boundingBox()
    const note = await card(mara, 'I can see his hand').boundingBox()
    expect(Math.abs((words?.y ?? 0) - (note?.y ?? 1_000))).toBeLessThan(40)

    await card(mara, 'I can see his hand').click()
    await card(mara, 'I can see his hand').getByRole('button', { name: 'Reply…' }).click()
    await mara.getByRole('textbox', { name: 'Reply…' }).fill('He never let go of it.')
    await mara.keyboard.press('Control+Enter')
    for (const page of [mara, tomas, ines]) await expect(card(page, 'He never let go of it.')).toBeVisible()

    // The press takes the focus away from the answer that was begun, and the button must not move from under it.
    await card(mara, 'I can see his hand').getByRole('button', { name: 'Reply…' }).click()
    await expect(mara.getByRole('textbox', { name: 'Reply…' })).toBeFocused()
    await card(mara, 'I can see his hand').getByRole('button', { name: 'Resolve' }).click()
    for (const page of [mara, tomas, ines])
      await expect(page.locator('[data-slot]').filter({ hasText: 'I can see his hand' })).toHaveCount(0)
  })

  test('takes a note from a phone: the tool says what it does, and is gone once the note is begun', async ({
    browser,
  }) => {
    const viewport = { width: 390, height: 844 }
    const context = await browserOf(browser, desk, desk.ines, { viewport, hasTouch: true })
    const phone = await openChapter(context, desk, chapterId)
    await selectWords(phone, 'Piet read the letter standing')
    const tools = phone.getByRole('toolbar')
    await expect(tools.getByText('Comment')).toBeVisible()
    await tools.getByRole('button', { name: /^Comment/ }).click()
    await expect(tools).toHaveCount(0)
    await phone.getByRole('textbox', { name: 'Comment' }).fill('Still on his feet, at his age.')
    await phone.keyboard.press('Control+Enter')
    await expect(card(mara, 'Still on his feet, at his age.')).toBeVisible()
    await expect(tools).toHaveCount(0)
    await phone.getByRole('button', { name: '1 open note' }).click()
    await expect(phone.getByRole('dialog').getByText('Still on his feet, at his age.')).toBeVisible()
    await context.close()
  })

  test('loses nothing when the server is killed while both type, and all come back by themselves', async () => {
    test.setTimeout(150_000)
    await selectWords(ines, 'His moustache was white with salt')
    await ines
      .getByRole('button', { name: /^Comment/ })
      .first()
      .click()
    await ines.getByRole('textbox', { name: 'Comment' }).fill('Salt is doing a lot of work here.')
    await ines.keyboard.press('Control+Enter')
    await expect(card(mara, 'Salt is doing a lot of work here.')).toBeVisible()

    await caretAfter(mara, 'It would have been taking a side.')
    await caretAfter(tomas, 'Nobody laughed.')
    const numbers = Array.from({ length: 60 }, (_, i) => i + 1)
    const typing = Promise.all([
      mara.keyboard.type(numbers.map((n) => ` mara${n}`).join(''), { delay: 25 }),
      tomas.keyboard.type(numbers.map((n) => ` tomas${n}`).join(''), { delay: 25 }),
    ])
    await expect(textOf(ines)).toContainText('mara5 ')
    await expect(textOf(ines)).toContainText('tomas5 ')
    const seen = ((await shown(ines)).match(/(?:mara|tomas)\d+(?= )/g) ?? []).sort()
    expect(seen.length).toBeGreaterThan(8)
    await desk.server.kill('SIGKILL')
    await typing
    await expect(mara.locator('[data-saving="saved"]')).toHaveCount(0)
    await desk.server.restart()

    for (const page of [mara, tomas])
      await expect(page.locator('[data-saving="saved"]')).toBeVisible({ timeout: 60_000 })
    await allRead('mara60')
    await allRead('tomas60')
    const texts = await Promise.all([mara, tomas, ines].map(shown))
    expect(texts[1]).toBe(texts[0])
    expect(texts[2]).toBe(texts[0])
    for (const word of [...seen, ...numbers.flatMap((n) => [`mara${n}`, `tomas${n}`])])
      expect(texts[0]?.match(new RegExp(`\\b${word}\\b`, 'g')), word).toHaveLength(1)
    const onDisk = await desk.saved(chapterId)
    for (const n of numbers) expect(onDisk).toContain(`mara${n}`)
    for (const page of [mara, tomas, ines])
      await expect.poll(() => wordsUnder(page, 'Salt is doing')).toBe('His moustache was white with salt')
  })
})
