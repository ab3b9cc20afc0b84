import { expect, test, type Page } from '@playwright/test'
import { keepPicture, looksRight } from './looks-right'
import { browserOf, openChapter, openChapterDesk, textOf, type ChapterDesk } from './chapter-desk'
import { cardOf as card, selectWords } from './margin-acts'

const CHAPTER = [
  'The ferry came **very** late, and nobody on the quay said a word about it.',
  'Odile counted the forty steps down to the water, and then she counted them again.',
  'Tomas had promised to bring the lamp, but the lamp stood in the kitchen where he had left it.',
].join('\n\n')

/** Where these words end on the screen: what somebody clicks or taps who means the place behind them. */
function endOf(page: Page, words: string): Promise<{ x: number; y: number }> {
  return textOf(page).evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.nodeValue?.indexOf(wanted) ?? -1
      if (at < 0) continue
      node.parentElement?.scrollIntoView({ block: 'center' })
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      const { right, top, bottom } = range.getBoundingClientRect()
      return { x: right, y: (top + bottom) / 2 }
    }
    throw new Error(`“${wanted}” is not in the text.`)
  }, words)
}

/** The text that is the chapter's, without what is only drawn beside it. */
function written(page: Page): Promise<string> {
  return textOf(page).evaluate((text) => {
    const copy = text.cloneNode(true) as HTMLElement
    copy
      .querySelectorAll('[data-suggested], [class*="caret"], [class*="cursor"]')
      .forEach((one) => one.remove())
    return copy.textContent
  })
}

async function suggest(page: Page, words: string, instead: string, remark = ''): Promise<void> {
  await selectWords(page, words)
  await page.getByRole('button', { name: 'Suggest', exact: true }).first().click()
  const field = page.getByRole('textbox', { name: 'The new words' })
  await expect(field).toHaveValue(words)
  if (instead === '') await page.getByRole('button', { name: 'Cut these words' }).click()
  else await field.fill(instead)
  if (remark !== '') await page.getByRole('textbox', { name: 'Why? (optional)' }).fill(remark)
  const remarked = page.getByRole('textbox', { name: 'Why? (optional)' })
  await (instead === '' ? remarked : field).press('Control+Enter')
  await expect(remarked).toHaveCount(0)
}

test.describe('words that a critic suggests', () => {
  test.describe.configure({ mode: 'serial' })
  let desk: ChapterDesk
  let chapterId: string
  let mara: Page
  let ines: Page

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(180_000)
    desk = await openChapterDesk()
    chapterId = await desk.chapter(CHAPTER)
    mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, chapterId)
    ines = await openChapter(await browserOf(browser, desk, desk.ines), desk, chapterId)
  })
  test.afterAll(async () => {
    await desk.stop()
  })

  test('are proposed without the right to edit, and stand in both browsers as old and new', async () => {
    await expect(textOf(ines)).toHaveAttribute('contenteditable', 'false')
    await suggest(ines, 'nobody on the quay', 'no one on the quay', 'Softer.')
    await suggest(ines, 'then she counted', 'then slowly she counted')
    await suggest(ines, 'about it', '')
    for (const page of [mara, ines]) {
      await expect(page.locator('[data-suggested]').filter({ hasText: 'no one' })).toBeVisible()
      await expect(page.locator('[data-suggested]').filter({ hasText: 'slowly' })).toBeVisible()
      await expect(page.locator('.suggest-out').filter({ hasText: 'about it' })).toBeVisible()
      await expect(card(page, 'Softer.')).toBeVisible()
    }
    expect(await written(mara)).toContain('and nobody on the quay said a word about it.')
    await expect(ines.getByRole('button', { name: 'Accept' })).toHaveCount(0)
    await looksRight(mara, 'suggestions')
  })

  test('survive a reload while they are being written', async () => {
    await selectWords(ines, 'the kitchen')
    await ines.getByRole('button', { name: 'Suggest', exact: true }).first().click()
    await ines.getByRole('textbox', { name: 'The new words' }).fill('the cold kitchen')
    await ines.reload()
    await expect(ines.getByRole('textbox', { name: 'The new words' })).toHaveValue('the cold kitchen')
    await ines.getByRole('textbox', { name: 'The new words' }).press('Control+Enter')
    await expect(mara.locator('[data-suggested]').filter({ hasText: 'cold' })).toBeVisible()
  })

  test('are accepted one by one, live for everyone, and taken back', async () => {
    await card(mara, 'Softer.').click()
    await card(mara, 'Softer.').getByRole('button', { name: 'Accept' }).click()
    for (const page of [mara, ines])
      await expect.poll(() => written(page)).toContain('and no one on the quay')
    await expect(card(mara, 'Softer.')).toHaveCount(0)
    await mara.getByRole('button', { name: 'Undo' }).first().click()
    for (const page of [mara, ines])
      await expect.poll(() => written(page)).toContain('and nobody on the quay')
    await expect(card(mara, 'Softer.')).toBeVisible()
  })

  test('are rejected, and the text stays', async () => {
    await card(mara, 'slowly').click()
    await card(mara, 'slowly').getByRole('button', { name: 'Reject' }).click()
    for (const page of [mara, ines])
      await expect(page.locator('[data-suggested]').filter({ hasText: 'slowly' })).toHaveCount(0)
    expect(await written(mara)).toContain('and then she counted them again.')
  })

  test('show then, now and proposed when the words have changed, and cannot be accepted', async () => {
    await selectWords(mara, 'nobody')
    await mara.keyboard.type('not a soul')
    const changed = card(mara, 'Softer.')
    await expect(changed).toContainText('The words have changed since. Compare')
    await expect(changed).toContainText('not a soul on the quay')
    await changed.click()
    await expect(changed.getByRole('button', { name: 'Accept' })).toBeDisabled()
  })

  test('are proposed from a phone with a thumb', async ({ browser }) => {
    const viewport = { width: 390, height: 844 }
    const context = await browserOf(browser, desk, desk.ines, { viewport, hasTouch: true })
    const phone = await openChapter(context, desk, chapterId)
    await selectWords(phone, 'had promised')
    await phone.getByRole('toolbar').getByRole('button', { name: 'Suggest' }).tap()
    await phone.getByRole('textbox', { name: 'The new words' }).fill('had sworn')
    await keepPicture(phone, 'suggestion-phone')
    await phone.getByRole('dialog').getByRole('button', { name: 'Suggest it' }).tap()
    await expect(mara.locator('[data-suggested]').filter({ hasText: 'sworn' })).toBeVisible()
    await context.close()
  })

  test('are accepted all of one critic, but for those that no longer fit', async () => {
    const one = card(mara, 'sworn')
    await one.click()
    await one.getByRole('button', { name: 'More' }).last().click()
    await mara.getByRole('menuitem', { name: 'Accept all of Ines Rautio' }).click()
    await expect(
      mara.getByText('3 decided; the words of 1 have changed, so it stays open.', { exact: true }),
    ).toBeVisible()
    for (const page of [mara, ines]) {
      await expect.poll(() => written(page)).toContain('Tomas had sworn to bring the lamp')
      await expect.poll(() => written(page)).toContain('said a word.')
      await expect.poll(() => written(page)).toContain('the cold kitchen')
    }
    await expect(card(mara, 'Softer.')).toBeVisible()
    await expect.poll(() => desk.saved(chapterId)).toContain('Tomas had sworn to bring the lamp')
  })

  test('are put in where a critic clicks, and nothing of what stands there is struck', async () => {
    const { x, y } = await endOf(ines, 'the forty')
    await ines.mouse.click(x, y)
    const here = ines.getByRole('toolbar').getByRole('button', { name: 'Suggest words here' })
    await expect(here).toBeVisible()
    await keepPicture(ines, 'suggestion-put-bar')
    await here.click()
    const field = ines.getByRole('textbox', { name: 'Words to put in here' })
    await expect(field).toBeFocused()
    await expect(ines.getByText('“forty‸ steps”')).toBeVisible()
    await field.fill('wet')
    await keepPicture(ines, 'suggestion-put')
    await ines.reload()
    await expect(field).toHaveValue('wet')
    await field.press('Control+Enter')
    for (const page of [mara, ines])
      await expect(page.locator('[data-suggested]').filter({ hasText: 'wet' })).toBeVisible()
    await card(mara, 'forty wet steps').click()
    await expect(mara.locator('.note-active .suggest-out, .note-active.suggest-out')).toHaveCount(0)
    await card(mara, 'forty wet steps').getByRole('button', { name: 'Accept' }).click()
    await expect.poll(() => written(ines)).toContain('counted the forty wet steps down')
    await expect(ines.locator('[data-suggested]').filter({ hasText: 'wet' })).toHaveCount(0)
  })

  test('are put in with a key where the caret stands, which goes away with Esc', async () => {
    const { x, y } = await endOf(ines, 'down to the water')
    await ines.mouse.click(x, y)
    const here = ines.getByRole('button', { name: 'Suggest words here' })
    await expect(here).toBeVisible()
    await ines.keyboard.press('Escape')
    await expect(here).toHaveCount(0)
    await ines.keyboard.press('i')
    await expect(ines.getByRole('textbox', { name: 'Words to put in here' })).toHaveCount(0)
    await ines.mouse.click(x, y)
    await ines.keyboard.press('i')
    await ines.getByRole('textbox', { name: 'Words to put in here' }).fill('by lamplight')
    await ines.getByRole('button', { name: 'Suggest it' }).click()
    await expect(card(mara, 'by lamplight')).toContainText('water by lamplight,')
  })

  test('are put in from a phone where a thumb taps', async ({ browser }) => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
    const page = await openChapter(await browserOf(browser, desk, desk.ines, phone), desk, chapterId)
    const { x, y } = await endOf(page, 'Tomas had')
    await page.touchscreen.tap(x, y)
    const here = page.getByRole('toolbar').getByRole('button', { name: 'Suggest words here' })
    await expect(here).toBeVisible()
    await keepPicture(page, 'suggestion-put-phone-bar')
    await here.tap()
    await page.getByRole('textbox', { name: 'Words to put in here' }).fill('once')
    await keepPicture(page, 'suggestion-put-phone')
    await page.getByRole('dialog').getByRole('button', { name: 'Suggest it' }).tap()
    await expect(card(mara, 'Tomas')).toHaveCount(0)
    await expect(card(mara, 'had once')).toBeVisible()
  })
})
