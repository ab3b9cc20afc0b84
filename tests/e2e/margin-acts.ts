import type { Page } from '@playwright/test'
import { textOf } from './chapter-desk'

/** Selects these words in the text as a mouse would. */
export async function selectWords(page: Page, words: string): Promise<void> {
  await textOf(page).evaluate((text, wanted) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.nodeValue?.indexOf(wanted) ?? -1
      if (at < 0) continue
      ;(text as HTMLElement).focus()
      node.parentElement?.scrollIntoView({ block: 'center' })
      getSelection()?.setBaseAndExtent(node, at, node, at + wanted.length)
      return
    }
    throw new Error(`“${wanted}” is not in the text.`)
  }, words)
}

/** Begins a note on these words; the answer is the field it is written in. */
export async function beginNote(page: Page, words: string) {
  await selectWords(page, words)
  await page
    .getByRole('button', { name: /^Comment/ })
    .first()
    .click()
  return page.getByRole('textbox', { name: 'Comment' })
}

/** A card in the margin that holds these words. */
export const cardOf = (page: Page, words: string) => page.locator('[data-slot]').filter({ hasText: words })

/** The words in the text that are marked as a note's, note by note. */
export function markedWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const words = new Map<string, string>()
    for (const mark of document.querySelectorAll<HTMLElement>('.note[data-thread]')) {
      const id = mark.dataset['thread'] ?? ''
      words.set(id, (words.get(id) ?? '') + (mark.textContent ?? ''))
    }
    return [...words.values()]
  })
}
