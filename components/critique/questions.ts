import type { CritiqueForm } from '@/lib/critique/contract.rounds'

/** Longest texts, in UTF-16 code units (`ROUND_LIMITS`, checked by a test). */
export const MOST_CHARACTERS = { question: 2_000, answer: 10_000, remark: 20_000 } as const

/** Questions as lines of a field; one that is unchanged keeps its id. */
export function questionsIn(lines: string, known: CritiqueForm): { id?: string; text: string }[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const same = known.questions.find(({ text }) => text === line)
      return same ? { id: same.id, text: line } : { text: line }
    })
}
