import { describe, expect, it } from 'vitest'
import { marked, type MarkedPage } from '@/tests/support/page'
import { RECEIPT_LIMITS } from './contract.receipts'
import { changeOfSuggestion, changeSince } from './receipt-change'

const changeOn = (page: MarkedPage) => changeSince(page.thread.quote, page.thread, page.plain)

describe('[CR23] the change of a note’s words', () => {
  it('is none while they and what stands beside them read as they did', () => {
    const page = marked('The ferry left <at six>, and nobody waved.', 'Aurel counted the gulls.')
    expect(changeOn(page)).toBe('same')
    page.insertAfter('counted the gulls', ' twice')
    expect(changeOn(page)).toBe('same')
  })

  it('is what they were and what they are, with the words beside them', () => {
    const page = marked('The ferry left <at six>, and nobody waved.')
    page.replace('six', 'seven')
    expect(changeOn(page)).toEqual({
      before: 'The ferry left at six, and nobody waved.',
      after: 'The ferry left at seven, and nobody waved.',
    })
  })

  it('holds what came in right before or behind them', () => {
    const page = marked('The ferry left <at six>, and nobody waved.', 'Aurel counted the gulls.')
    page.insertAfter('at six', ' sharp')
    page.insertBefore('at six', 'once more ')
    expect(changeOn(page)).toMatchObject({
      after: expect.stringContaining('The ferry left once more at six sharp, and nobody') as string,
    })
  })

  it('holds a sentence that came in behind the paragraph, and of the next one nothing', () => {
    const page = marked('The ferry left <at six>.', 'Aurel counted the gulls.')
    page.insertAfter('at six.', ' Nobody waved.')
    expect(changeOn(page)).toEqual({
      before: 'The ferry left at six.',
      after: 'The ferry left at six. Nobody waved.',
    })
  })

  it('is their new wording when all of them were rewritten', () => {
    const page = marked('The ferry left <on the stroke of midnight>, and nobody waved.')
    page.replace('on the stroke of midnight', 'late')
    expect(page.placed).toContain('rewritten')
    expect(changeOn(page)).toMatchObject({ after: 'The ferry left late, and nobody waved.' })
  })

  it('is a cut when nothing of them stands', () => {
    const page = marked('The ferry left at six.', '<Nobody waved, or so it is told.>', 'Aurel counted gulls.')
    page.deleteBlock('Nobody waved')
    expect(changeOn(page)).toEqual({ before: 'Nobody waved, or so it is told.', after: '' })
  })

  it('shows no neighbours of words that were carried elsewhere', () => {
    const page = marked('<The lamp stood in the kitchen.> It was cold.', 'Nobody lit it that night.')
    page.cutAndPaste('The lamp stood in the kitchen.', 'Nobody')
    page.reanchor().replace('kitchen', 'hall')
    expect(changeOn(page)).toEqual({
      before: 'The lamp stood in the kitchen.',
      after: 'The lamp stood in the hall.',
    })
  })

  it('is not guessed where they may be several passages', () => {
    const rang = 'The bell rang at the far end of the quay.'
    const page = marked('Nobody came.', `<${rang}>`, 'Then it rained.')
    page.delete(rang).insert(` ${rang}`, page.text.length).insert(`${rang} `, 0)
    expect(page.placed).toBe('unsure: 2')
    expect(changeOn(page)).toBe('unsure')
  })

  it('leaves the middle of long words out of neither side, and their equal ends of both', () => {
    const start = 'It rained on the quay and on the boats. '.repeat(60)
    const { before, after } = changeOfSuggestion(
      `${start}Then it stopped. ${start}`,
      `${start}Then it froze. ${start}`,
    )
    expect(before).toMatch(/^….*Then it stopped\..*…$/)
    expect(after).toMatch(/^….*Then it froze\..*…$/)
    expect(before.length).toBeLessThan(200)
    const all = changeOfSuggestion('🌊'.repeat(5_000), 'x'.repeat(5_000))
    for (const words of [all.before, all.after]) {
      expect(words.length).toBeLessThanOrEqual(RECEIPT_LIMITS.wordsCharacters)
      expect(words.isWellFormed()).toBe(true)
    }
  })
})
