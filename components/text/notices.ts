import type { NoticeKind, NoticeView } from '@/lib/notify/contract'
import { count } from './count'
import { receiptsText } from './receipts'

/** `Ines Rautio`, `Ines Rautio and Kit Halvorsen`, `Ines Rautio, Kit Halvorsen and others`. */
function names({ people, count: times }: NoticeView): string {
  const [first, second] = people.map(({ name }) => name)
  if (!first) return 'Somebody'
  if (!second) return first
  return people.length > 2 && times > 2 ? `${first}, ${second} and others` : `${first} and ${second}`
}

/** What happened, after the names and before the place. */
const DID: Record<NoticeKind, (notice: NoticeView) => string> = {
  answer: ({ count: times }) =>
    times === 1 ? 'answered a note you take part in' : `wrote ${times} answers to a note you take part in`,
  mention: ({ count: times }) =>
    times === 1 ? 'named you in a note' : `named you in a note, ${times} times`,
  new_notes: ({ count: times }) => `left ${count(times, 'new note')}`,
  handed_in: () => 'handed in a critique',
  asked: () => 'would like your critique',
  decided: ({ count: times }) =>
    times === 1 ? 'decided about a suggestion of yours' : `decided about ${times} suggestions of yours`,
  receipts: ({ receipts }) => {
    const many = receipts ? receiptsText.sum(receipts) : 0
    if (!receipts || many === 0) return 'told you what became of your notes'
    const of = many === 1 ? 'a note of yours' : `${many} of your notes`
    return `told you what became of ${of}: ${receiptsText.counted(receipts)}`
  },
  readers: ({ count: times }) =>
    times === 1 ? 'has finished with your chapters' : 'have finished with your chapters',
  reminder: () => 'would be glad if you read on',
  shared: () => 'shared a manuscript with you',
}

/** Every sentence about notices. */
export const noticesText = {
  document: 'Notices',
  title: 'Notices',
  bell: (unread: number) => (unread === 0 ? 'Notices' : `Notices, ${unread} unread`),
  many: '99+',
  names,
  did: (notice: NoticeView) => DID[notice.kind](notice),
  place: ({ betaSession, chapter, manuscript, reading }: NoticeView) =>
    [betaSession?.title, chapter?.title, manuscript?.title, reading?.title, reading?.manuscript]
      .filter(Boolean)
      .map((title) => title!)
      .join(' · '),
  unread: 'Unread',
  readAll: 'Mark all as read',
  all: 'All notices',
  which: 'Choose what you are told',
  none: 'Nothing new.',
  noneHint:
    'When somebody answers you, comments on your chapters or asks for your critique, it is said here.',
  failed: 'Your notices could not be loaded. They are safe; try again.',
  again: 'Try again',
  more: 'Show older ones',
  list: 'What you were told',
  settings: {
    title: 'Notices',
    lead: 'What you are told in the app. What is switched off is not lost: it stands in the chapter all the same.',
    kinds: {
      answer: 'Somebody answers in a note you take part in',
      mention: 'Somebody names you in a note',
      new_notes: 'New notes on chapters you write',
      handed_in: 'A critic hands in a critique of your chapter',
      asked: 'An author asks for critique',
      decided: 'A suggestion of yours is accepted or rejected',
      receipts: 'What became of your notes in a revision',
      readers: 'A beta reader hands in or stops reading',
      reminder: 'An author would be glad if you read on in a beta session',
      shared: 'A manuscript is shared with you',
    } satisfies Record<NoticeKind, string>,
  },
}
