import type { Chance } from '@/tests/support/random'

/** What the sentences are made of: enough words that few passages read alike. */
export const VOCABULARY: readonly string[] = `
  ferry harbour lamp window tide timetable keeper island quay rope salt bread letter winter morning evening
  mother brother stranger captain child widow neighbour clerk door stair kitchen table ladder engine bell
  gull stone rain wind fog snow light shadow silence voice hand coat pocket ticket paper drawer map coast
  left came stood waited turned carried lifted opened closed counted listened answered forgot remembered
  believed promised folded burned whistled laughed slept woke crossed followed lowered tied untied wrote
  slow late early cold warm narrow heavy quiet empty full broken distant careful angry tired patient grey
  never always almost again once twice already somewhere nowhere together alone slowly before after under
  above beside behind between through without within across along around because although until while
  nobody everyone somebody nothing everything another several seven forty hundred yesterday tomorrow tonight
`
  .trim()
  .split(/\s+/)

/** Sentences of six to sixteen words that have so many words in all, parted by blanks. */
export function sentences(words: number, chance: Chance): string {
  const made: string[] = []
  for (let left = words; left > 0;) {
    const length = Math.min(left, 6 + chance.below(11))
    const picked = Array.from({ length }, () => chance.pick(VOCABULARY))
    const middle = picked.length > 8 ? picked.length >> 1 : -1
    const sentence = picked.map((word, i) => (i === middle ? `${word},` : word)).join(' ')
    made.push(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
    left -= length
  }
  return made.join(' ')
}
