import { count, countInWords, sentence } from './count'

/** Names as a sentence lists them: `Ines`, `Ines and Kit`, `Ines, Kit and Odile`. */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
}

/** Every sentence of rounds of critique and of what critics hand in. */
export const roundsText = {
  region: 'Critique',
  ask: 'Ask for critique',
  askAgain: 'Ask for critique again',
  asks: (name: string) => `${name} asks for critique`,
  youAsked: 'You asked for critique',
  until: 'ends',
  untilYouEnd: 'until you end it',
  untilEnded: 'until its author ends it',
  independent: 'Independent',
  independentHint: 'Written before its critic saw what others wrote.',
  blindHint: 'Nobody sees what others write before handing in.',

  dialog: {
    title: 'Ask for critique',
    lead: 'Critics write in private and hand in when they are done.',
    question: 'What do you want to know?',
    questionHint: 'One honest question gets better answers than “any thoughts?”',
    endsAt: 'Until when',
    endsAtHint: 'Left empty, the round goes on until you end it.',
    seeing: 'May critics see each other’s notes?',
    together: 'Once handed in',
    blind: 'Independently',
    blindHint: 'Each critic sees what others wrote only after handing in, or when the round ends.',
    togetherHint: 'Whatever somebody hands in can be read by everyone here at once.',
    open: 'May critics also write open notes?',
    packages: 'Only packages',
    both: 'Both',
    questions: 'Questions for each critic',
    questionsHint: 'One on each line. They begin as your workshop’s questions.',
    act: 'Ask for critique',
    change: 'Change the question or the date',
    save: 'Save',
    asked: 'Your critics can begin.',
    changed: 'The round is changed.',
  },

  onlyYou: 'Only you see your notes until you hand in.',
  notesSoFar: (many: number) => (many === 0 ? 'No notes yet.' : `${count(many, 'note')}.`),
  bound: 'You see what others write once you have handed in.',
  handedIn: 'You have handed in.',
  heldBack: (many: number) =>
    `${sentence(countInWords(many, 'note'))} ${many === 1 ? 'is' : 'are'} not handed in yet.`,
  over: 'This round has ended.',
  overHeld: 'What you did not hand in is still yours alone. You can hand it in late, or delete it.',
  nobodyYet: 'Nobody has handed in yet.',
  whoHandedIn: (names: readonly string[]) =>
    `${listed(names)} ${names.length === 1 ? 'has' : 'have'} handed in.`,
  read: 'Read what was handed in',
  end: 'End the round',
  ended: 'The round has ended, and everything that was handed in is open.',
  more: 'More about this round',

  mine: {
    open: 'My critique',
    title: 'My critique',
    lead: (name: string) => `${name} wants to know:`,
    remark: 'Overall remark',
    remarkPlaceholder: 'What stays with you? What would you tell the author over a cup of tea?',
    notes: 'My notes so far',
    none: 'Select some words in the text and comment on them. The notes gather here.',
    onChapter: 'On the whole chapter',
    goOn: 'Continue where you were',
    handIn: 'Hand in',
    late: 'Hand in late',
    add: (many: number) => `Add ${count(many, 'note')}`,
    withdraw: 'Take it back',
    throwAway: 'Throw it away',
    handedIn: 'You have handed this in.',
    readOnly: 'You have handed this in. Take it back to change it.',
    saved: 'Saved, for you alone',
    typing: '',
    saving: 'Saving…',
    failed: 'Not saved yet: it is kept on this device and tried again.',
  },

  confirm: {
    title: 'Hand in your critique?',
    goes: 'Everybody who may read the chapter’s notes then sees:',
    goesBlind: 'The author then sees the following, and others once they have handed in themselves:',
    notes: (many: number) => count(many, 'note'),
    answers: (many: number, all: number) => `${many} of ${count(all, 'answer')}`,
    remark: 'your overall remark',
    noRemark: 'no overall remark',
    back: 'You can add to it and take it back until the round ends.',
    backOver: 'The round has ended, so it cannot be taken back.',
    act: 'Hand in',
    notYet: 'Not yet',
  },

  throwAway: {
    title: 'Throw away your critique?',
    lead: 'Nobody has seen any of it, and nobody is told.',
    leadSeen: 'What some have seen of it goes away for them too. Nobody is told.',
    notes: (many: number) =>
      `${sentence(countInWords(many, 'note'))} ${many === 1 ? 'goes' : 'go'} to your trash and can be brought back for 30 days.`,
    written: 'Your answers and your overall remark are erased.',
    act: 'Throw it away',
    keep: 'Keep it',
    done: 'Your critique is thrown away.',
    back: 'Your critique is back.',
  },

  packages: {
    title: 'What was handed in',
    of: (at: number, all: number) => `${at} of ${all}`,
    next: 'Next critic',
    previous: 'Previous critic',
    unanswered: 'Not answered',
    noRemark: 'No overall remark.',
    notes: (many: number) => count(many, 'note'),
    show: 'Show in the text',
  },

  note: {
    private: 'Only you see this',
    open: 'Open at once',
    held: 'Yours until you hand in',
    choose: 'Who sees this note',
  },

  form: {
    title: 'Questions for critics',
    lead: 'Asked with each chapter that is up for critique, unless its author asks others. One on each line.',
    label: 'Questions, one on each line',
    save: 'Save the questions',
    saved: 'The questions are saved.',
  },

  hideHighlights: 'Hide highlights',
  showHighlights: 'Show highlights',
}
