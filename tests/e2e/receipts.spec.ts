import { expect, test, type Page } from '@playwright/test'
import { keepPicture, looksRight } from './looks-right'
import { browserOf, openChapter, openChapterDesk, textOf, untilSaved, type ChapterDesk } from './chapter-desk'
import { cardOf as card, selectWords } from './margin-acts'

const CHAPTER = [
  'The ferry came very late, and nobody on the quay said a word about it.',
  'Odile counted the forty steps down to the water, and then she counted them again.',
  'Tomas had promised to bring the lamp, but the lamp stood in the kitchen where he had left it.',
].join('\n\n')

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** Takes back what this message says was done. */
const undo = (page: Page, said: RegExp) =>
  page.getByRole('listitem').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).click()

/** Opens the place on a card where its note is marked. */
async function beginMark(page: Page, words: string) {
  await card(page, words).getByText(words).click()
  await card(page, words).getByRole('button', { name: 'What became of it' }).click()
  return card(page, words).getByRole('form', { name: 'What became of it' })
}

test.describe('what became of notes', () => {
  test.describe.configure({ mode: 'serial' })
  let desk: ChapterDesk
  let chapterId: string
  let mara: Page
  let ines: Page

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    chapterId = await desk.chapter(CHAPTER)
    const notes = [
      ['nobody on the quay', 'Can this be softer?'],
      ['the forty steps', 'Why forty?'],
      ['promised to bring the lamp', 'Lovely, the lamp.'],
    ]
    for (const [exact, body] of notes)
      await desk.ines.api.made(`/api/v1/chapters/${chapterId}/threads`, {
        ...{ kind: 'comment', body, quote: { exact } },
      })
    await desk.ines.api.done('POST', '/api/v1/me/notices/read', { until: new Date().toISOString() })
    mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
  })
  test.afterAll(async () => {
    await desk.stop()
  })

  test('are marked in the margin with the change that answered them, and resolved in one act with one undo', async () => {
    await selectWords(mara, 'nobody')
    await mara.keyboard.type('not a soul')
    await untilSaved(mara)
    const panel = await beginMark(mara, 'softer')
    await expect(panel.getByRole('radio', { name: 'Used', exact: true })).toBeChecked()
    await expect(panel.getByRole('checkbox', { name: 'Show what changed' })).toBeChecked()
    await expect(panel.locator('del')).toHaveText('nobody')
    await expect(panel.locator('ins')).toHaveText('not a soul')
    await mara.waitForFunction(() => document.getAnimations().length === 0)
    await keepPicture(mara, 'receipts-panel')
    await panel.getByRole('button', { name: 'Mark it' }).click()
    await expect(card(mara, 'softer')).toHaveCount(0)
    await expect(mara.getByText('1 note marked')).toBeVisible()
    await undo(mara, /Marked: used/)
    await expect(card(mara, 'softer')).toBeVisible()
    await expect(mara.getByText('1 note marked')).toHaveCount(0)
    await (await beginMark(mara, 'softer')).getByRole('button', { name: 'Mark it' }).click()
    await expect(card(mara, 'softer')).toHaveCount(0)
  })

  test('are marked with the keyboard alone, with a line, and the mark is taken back', async () => {
    await card(mara, 'forty').click()
    const button = card(mara, 'forty').getByRole('button', { name: 'What became of it' })
    await button.press('Enter')
    const panel = card(mara, 'forty').getByRole('form', { name: 'What became of it' })
    await expect(panel).toBeFocused()
    await expect(panel.getByRole('button', { name: 'Mark it' })).toBeDisabled()
    await mara.keyboard.press('Escape')
    await expect(button).toBeFocused()
    await mara.keyboard.press('Enter')
    await panel.getByRole('radio', { name: 'Used', exact: true }).focus()
    await mara.keyboard.press('ArrowRight')
    await mara.keyboard.press('ArrowRight')
    await expect(panel.getByRole('radio', { name: 'Kept as it is' })).toBeChecked()
    await expect(panel.getByRole('checkbox', { name: 'Show what changed' })).toHaveCount(0)
    await panel.getByRole('checkbox', { name: 'Resolve the note' }).press('Space')
    await panel.getByRole('textbox').fill('It is a real stair.')
    await mara.keyboard.press('Enter')
    const line = card(mara, 'forty').locator('[data-receipt="kept"]')
    await expect(line).toContainText('not told yet')
    await expect(line).toContainText('It is a real stair.')
    await line.getByRole('button', { name: 'Take the mark back' }).click()
    await expect(line).toHaveCount(0)
    await undo(mara, /The mark is taken back/)
    await expect(line).toContainText('It is a real stair.')
    await looksRight(mara, 'receipts-marked')
  })

  test('reach no critic before, and each in one message when they are told', async () => {
    await expect(ines.locator('[data-receipt]')).toHaveCount(0)
    await expect(card(ines, 'forty').getByRole('button', { name: 'What became of it' })).toHaveCount(0)
    await mara.getByRole('button', { name: 'Tell the critics' }).click()
    const dialog = mara.getByRole('dialog', { name: 'Tell what became of their notes?' })
    await expect(dialog).toContainText('Ines Rautio: 1 used, 1 kept as it is')
    await expect(dialog).toContainText('One note has no mark; it is not mentioned.')
    await looksRight(mara, 'receipts-tell')
    await dialog.getByRole('button', { name: 'Tell them' }).click()
    await expect(mara.getByText('Ines Rautio is told.', { exact: true })).toBeVisible()
    await expect(mara.getByRole('button', { name: 'Tell the critics' })).toHaveCount(0)
    const line = card(ines, 'forty').locator('[data-receipt="kept"]')
    await expect(line).toContainText('It is a real stair.')
    await expect(line).not.toContainText('not told')
  })

  test('are read by a critic on a phone, from the notice to the change and to its place', async ({
    browser,
  }) => {
    const phone = await (await browserOf(browser, desk, desk.ines, PHONE)).newPage()
    await phone.goto(desk.server.url)
    await phone.getByRole('button', { name: 'Notices, 1 unread', exact: true }).tap()
    const notice = phone.getByRole('link', {
      name: /told you what became of 2 of your notes: 1 used, 1 kept as it is/,
    })
    await keepPicture(phone, 'receipts-notice-phone')
    await notice.tap()
    await expect(phone.getByText('1 of your 2 notes was used, 1 kept as it is.')).toBeVisible()
    const used = phone.getByRole('article').filter({ hasText: 'softer' })
    await expect(used.locator('del')).toHaveText('nobody')
    await expect(used.locator('ins')).toHaveText('not a soul')
    await expect(phone.getByRole('article')).toHaveCount(2)
    await looksRight(phone, 'receipts-mine')
    await phone.setViewportSize(PHONE.viewport)
    await used.getByRole('link', { name: /Note by Ines Rautio/ }).tap()
    await expect(phone).toHaveURL(/thread=/)
    await expect(phone.getByRole('dialog').locator('[data-receipt="used"]')).toBeVisible()
    await keepPicture(phone, 'receipts-note-phone')
  })

  test('are marked and told by an author on a phone', async ({ browser }) => {
    const phone = await openChapter(await browserOf(browser, desk, desk.tomas, PHONE), desk, chapterId)
    await textOf(phone).locator('.note').filter({ hasText: 'promised to bring' }).tap()
    const sheet = phone.getByRole('dialog')
    await sheet.getByRole('button', { name: 'What became of it' }).tap()
    await sheet.getByRole('radio', { name: 'Later' }).tap()
    await expect(sheet.getByRole('checkbox', { name: 'Resolve the note' })).not.toBeChecked()
    await keepPicture(phone, 'receipts-panel-phone')
    await sheet.getByRole('button', { name: 'Mark it' }).tap()
    await expect(sheet.locator('[data-receipt="later"]')).toContainText('not told yet')
    await keepPicture(phone, 'receipts-marked-phone')
    await sheet.getByRole('button', { name: 'Tell the critics' }).tap()
    const dialog = phone.getByRole('dialog', { name: 'Tell what became of their notes?' })
    await expect(dialog).toContainText('Ines Rautio: 1 for later')
    await keepPicture(phone, 'receipts-tell-phone')
    await dialog.getByRole('button', { name: 'Tell them' }).tap()
    await expect(card(ines, 'Lovely').locator('[data-receipt="later"]')).toBeVisible()
  })

  test('are found again by the filter, in the margin and in the list of all notes', async () => {
    await mara.getByRole('button', { name: 'Filter notes' }).click()
    await mara.getByRole('combobox', { name: 'What became of it' }).selectOption('kept')
    await expect(card(mara, 'forty')).toBeVisible()
    await expect(card(mara, 'Lovely')).toHaveCount(0)
    await looksRight(mara, 'receipts-filter')
    await mara.goto(`${desk.server.url}/manuscripts/${desk.manuscriptId}/notes?receipt=later`)
    await expect(mara.getByRole('article')).toHaveCount(1)
    await expect(mara.getByRole('article').locator('[data-receipt="later"]')).toBeVisible()
    await expect(mara.getByRole('combobox', { name: 'What became of it' })).toHaveValue('later')
  })
})
