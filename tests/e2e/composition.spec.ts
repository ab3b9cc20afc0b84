import { expect, test, type CDPSession, type Page } from '@playwright/test'
import {
  browserOf,
  caretAfter,
  openChapter,
  openChapterDesk,
  textOf,
  untilSaved,
  type ChapterDesk,
} from './chapter-desk'

let desk: ChapterDesk

test.beforeAll(async () => {
  desk = await openChapterDesk()
})

test.afterAll(() => desk.stop())

async function keyboardOf(page: Page): Promise<CDPSession> {
  return page.context().newCDPSession(page)
}

/** One step of an input method: the word so far, underlined, with the cursor behind it. */
function compose(keyboard: CDPSession, word: string): Promise<unknown> {
  return keyboard.send('Input.imeSetComposition', {
    text: word,
    selectionStart: word.length,
    selectionEnd: word.length,
  })
}

test('a word composed while another writes in the same paragraph is not broken, and neither loses a word', async ({
  browser,
}) => {
  const id = await desk.chapter('The ferry stopped running in October.')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, id)
  const keyboard = await keyboardOf(mara)
  await caretAfter(mara, 'The ')
  for (const word of ['そ', 'そら', 'そらの']) await compose(keyboard, word)
  await caretAfter(tomas, 'running')
  await tomas.keyboard.type(' for ever')
  await expect(textOf(tomas)).toContainText('running for ever in October')
  await untilSaved(tomas)
  for (const word of ['そらのi', 'そらのいろ']) await compose(keyboard, word)
  // While composing, the other's words wait: drawing them would end the composition.
  await expect(textOf(mara)).not.toContainText('for ever')
  await keyboard.send('Input.insertText', { text: '空の色' })
  await expect(textOf(mara)).toHaveText('The 空の色ferry stopped running for ever in October.')
  await expect(textOf(tomas)).toHaveText('The 空の色ferry stopped running for ever in October.')
  await untilSaved(mara)
  expect(await desk.saved(id)).toBe('The 空の色ferry stopped running for ever in October.')
})

test('a telephone keyboard that composes every word loses nothing beside another who types', async ({
  browser,
}) => {
  const id = await desk.chapter('Start. End.')
  const mara = await openChapter(await browserOf(browser, desk, desk.mara), desk, id)
  const tomas = await openChapter(await browserOf(browser, desk, desk.tomas), desk, id)
  const keyboard = await keyboardOf(mara)
  await caretAfter(mara, 'Start.')
  await caretAfter(tomas, 'End.')
  const mine = ['every', 'morning', 'somebody', 'would', 'come', 'in']
  const theirs = ['and', 'look', 'at', 'the', 'clock', 'twice']
  for (const [i, word] of mine.entries()) {
    await keyboard.send('Input.insertText', { text: ' ' })
    for (let length = 1; length <= word.length; length += 1) await compose(keyboard, word.slice(0, length))
    await tomas.keyboard.type(` ${theirs[i] ?? ''}`)
    await keyboard.send('Input.insertText', { text: word })
  }
  const whole = `Start. ${mine.join(' ')} End. ${theirs.join(' ')}`
  await expect(textOf(mara)).toHaveText(whole)
  await expect(textOf(tomas)).toHaveText(whole)
  await untilSaved(mara)
  await untilSaved(tomas)
  expect(await desk.saved(id)).toBe(whole)
})
