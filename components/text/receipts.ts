import type {
  ReceiptCounts,
  ReceiptFilter,
  ReceiptOutcome,
  ReceiptsTold,
} from '@/lib/critique/contract.receipts'
import { count, countInWords, sentence } from './count'

/** The outcomes in the order in which they are offered and counted. */
export const OUTCOMES: readonly ReceiptOutcome[] = ['used', 'partly', 'kept', 'later']

const IN_COUNTS: Record<ReceiptOutcome, string> = {
  used: 'used',
  partly: 'partly used',
  kept: 'kept as it is',
  later: 'for later',
}

/** `3 used, 1 kept as it is`: only what there is, in the order of `OUTCOMES`. */
function counted(counts: ReceiptCounts): string {
  return OUTCOMES.filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${IN_COUNTS[one]}`)
    .join(', ')
}

function sum(counts: ReceiptCounts): number {
  return OUTCOMES.reduce((all, one) => all + counts[one], 0)
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}

/** Every sentence about what became of notes. */
export const receiptsText = {
  what: 'What became of it',
  outcomes: { used: 'Used', partly: 'Partly used', kept: 'Kept as it is', later: 'Later' } satisfies Record<
    ReceiptOutcome,
    string
  >,
  /** Shorter, where they stand under `what`. */
  choices: { used: 'Used', partly: 'Partly', kept: 'Kept as it is', later: 'Later' } satisfies Record<
    ReceiptOutcome,
    string
  >,
  counted,
  sum,
  notTold: 'not told yet',
  by: (name: string) => `Said by ${name}`,
  line: 'One line to its critic',
  linePlaceholder: 'One line to its critic, if you like',
  link: 'Show what changed',
  cut: 'The words were cut.',
  whatChanged: 'What changed',
  hideChange: 'Hide what changed',
  resolve: 'Resolve the note',
  mark: 'Mark it',
  cancel: 'Cancel',
  takeBack: 'Take the mark back',
  marked: (outcome: ReceiptOutcome) => `Marked: ${IN_COUNTS[outcome]}. Nobody is told yet.`,
  takenBack: 'The mark is taken back.',

  waiting: (many: number) => `${count(many, 'note')} marked`,
  tell: 'Tell the critics',
  dialog: {
    title: 'Tell what became of their notes?',
    lead: 'Each gets one message, with the places. From then on everyone here sees it on the notes.',
    loading: 'Looking…',
    critic: (name: string, counts: ReceiptCounts) => `${name}: ${counted(counts)}`,
    waits: 'Writes independently just now, and is told when you tell again after that.',
    left: 'Does not read here any more, and is told nothing.',
    unmarked: (many: number) =>
      many === 1
        ? 'One note has no mark; it is not mentioned.'
        : `${count(many, 'note')} have no mark; they are not mentioned.`,
    none: 'There is nothing left to tell.',
    act: 'Tell them',
    notYet: 'Not yet',
  },
  told: ({ told, ofThoseWhoLeft }: ReceiptsTold) => {
    const names = told.map(({ critic }) => critic.name)
    if (names.length === 0)
      return `${sentence(countInWords(ofThoseWhoLeft, 'mark'))} can be read by everyone here now.`
    return names.length > 3
      ? `${sentence(countInWords(names.length, 'critic'))} are told.`
      : `${listed(names)} ${names.length === 1 ? 'is' : 'are'} told.`
  },

  filter: {
    label: 'What became of it',
    every: 'Whatever became of it',
    options: {
      any: 'Anything said',
      used: 'Used',
      partly: 'Partly used',
      kept: 'Kept as it is',
      later: 'Later',
      none: 'Nothing said yet',
    } satisfies Record<ReceiptFilter, string>,
  },

  mine: {
    title: 'What became of your notes',
    used: (counts: ReceiptCounts) => {
      const { used } = counts
      const all = sum(counts)
      if (all === 0) return 'Nothing was said about your notes here yet.'
      if (used === 0) return `Of your ${count(all, 'note')}: ${counted(counts)}.`
      const others = counted({ ...counts, used: 0 })
      const first =
        all === 1 ? 'Your note was used' : `${used} of your ${all} notes ${used === 1 ? 'was' : 'were'} used`
      return others === '' ? `${first}.` : `${first}, ${others}.`
    },
  },
}
