import { describe, expect, it } from 'vitest'
import { quotesFor, typographicReplacement } from './typography'

/** Types `keys` into an empty block, character by character, as the editor would. */
function typed(keys: string, language = 'en'): string {
  let block = ''
  for (const key of keys) {
    const replacement = typographicReplacement(block, key, language)
    block =
      replacement === null
        ? block + key
        : block.slice(0, block.length - replacement.deleteBefore) + replacement.insert
  }
  return block
}

describe('typographic quotes', () => {
  it.each([
    ['en', `"Stay," said Mara. "Don't go."`, '“Stay,” said Mara. “Don’t go.”'],
    ['en-GB', `'Stay,' said Mara. 'Don't.'`, '‘Stay,’ said Mara. ‘Don’t.’'],
    ['en', `"He said 'stay.'"`, '“He said ‘stay.’”'],
    ['en', `"'Stay,' he said."`, '“‘Stay,’ he said.”'],
    ['en', `"I was--"`, '“I was—”'],
    ['en', `It was--"the end"`, 'It was—“the end”'],
    ['en', `("Stay")`, '(“Stay”)'],
    ['en', `the writers' room`, 'the writers’ room'],
    ['de', `"Bleib", sagte Mara. "Wie geht's?"`, '„Bleib“, sagte Mara. „Wie geht’s?“'],
    ['de', `"Er sagte 'bleib'."`, '„Er sagte ‚bleib‘.“'],
    ['de-CH', `"Bleib"`, '«Bleib»'],
    ['fr', `"Reste", dit-elle. L'eau.`, '«\u202fReste\u202f», dit-elle. L’eau.'],
    ['sv', `"Stanna", sa Mara.`, '”Stanna”, sa Mara.'],
    ['fi', `"Jää", sanoi Mara.`, '”Jää”, sanoi Mara.'],
    ['pl', `"Zostań"`, '„Zostań”'],
    ['es', `"Quédate"`, '«Quédate»'],
    ['it', `"Resta" dell'isola`, '«Resta» dell’isola'],
    ['nl', `"Blijf"`, '“Blijf”'],
    ['da', `"Bliv"`, '»Bliv«'],
    ['no', `"Bli"`, '«Bli»'],
    ['cs', `"Zůstaň"`, '„Zůstaň“'],
    ['xx', `"Stay"`, '“Stay”'],
    ['', `"Stay"`, '“Stay”'],
  ])('in %s: %s', (language, keys, text) => {
    expect(typed(keys, language)).toBe(text)
  })

  it('knows a language by its tag in any spelling, and no language from Object.prototype', () => {
    expect(quotesFor('DE_ch')).toBe(quotesFor('de-CH'))
    expect(quotesFor('de-Latn-CH')).toBe(quotesFor('de-CH'))
    expect(quotesFor('constructor')).toBe(quotesFor('en'))
  })
})

describe('dashes and ellipses', () => {
  it.each([
    ['en', 'Wait--no', 'Wait—no'],
    ['de', 'Halt -- nein', 'Halt – nein'],
    ['en', 'Wait...', 'Wait…'],
    ['en', 'Wait....', 'Wait….'],
    ['en', '---', '---'],
    ['fr', '-- Reste.', '— Reste.'],
    ['en', 'well-known', 'well-known'],
    ['en', 'a.b..c', 'a.b..c'],
  ])('in %s: %s', (language, keys, text) => {
    expect(typed(keys, language)).toBe(text)
  })
})
