import { count } from './count'

/** The sentences about where several people marked the same. */
export const agreementText = {
  title: 'Where several agree',
  turn: 'Agreement',
  hint: 'How many different people marked a passage',
  strip: 'Passages that several people marked. Arrow keys go through them.',
  people: (many: number) => `${count(many, 'person', 'people')} marked this`,
  said: (kind: string, many: number) => `${kind} ${many}`,
  suggestion: 'Suggestion',
  disagree: 'They disagree',
  disagreeHint: 'One praises what another would change.',
  none: 'No passage was marked by two people.',
  which: 'Which notes count',
  everyNote: 'Every note',
  round: (day: string) => `Round of ${day}`,
  onlyRound: 'Only one round counts',
}
