import type { BetaReaction } from '@/lib/beta/contract'
import { count, figures, readingTime } from './count'

/** What a reader may feel: the sign, and its word. Signs are drawn as text, never as pictures. */
export const FEELINGS: readonly { reaction: BetaReaction; sign: string; word: string }[] = [
  { reaction: 'loved', sign: '♥\uFE0E', word: 'loved it' },
  { reaction: 'laughed', sign: '☺\uFE0E', word: 'laughed' },
  { reaction: 'moved', sign: '◌', word: 'moved' },
  { reaction: 'tense', sign: '⚡\uFE0E', word: 'tense' },
  { reaction: 'confused', sign: '?', word: 'confused' },
  { reaction: 'bored', sign: '…', word: 'bored' },
  { reaction: 'lost', sign: '↯', word: 'lost me' },
  { reaction: 'disbelief', sign: '✕', word: 'don’t believe' },
]

/** Every sentence of the reading room of beta readers. */
export const readingText = {
  link: {
    document: 'You are asked to read',
    asks: (author: string) => `${author} asks you to read`,
    asksNobody: 'You are asked to read',
    note: 'Before you begin',
    opens: 'It opens on',
    closes: 'You can read until',
    name: 'What shall the author call you?',
    nameHint: 'A first name is enough. No account, no password.',
    start: 'Start reading',
    as: (name: string) => `Read on as ${name}`,
    yours: 'This link is yours: it brings you back to your place on any device.',
    remembered: 'This device will remember you.',
    asAccount: (name: string) => `You are signed in as ${name}, so your reading belongs to that account.`,
    broken: 'This link does not work',
    brokenHint: 'Nothing that you wrote is lost. Ask whoever sent you the link for a new one.',
    missing: 'There is no such link. Check that all of it was copied.',
  },

  unknown: {
    document: 'Open your link',
    title: 'Open the link that you were sent',
    lead: 'This device does not know you, or your reading here has ended. The link in your invitation brings you back to your place. If it does not, ask the author for a new one.',
    signIn: 'I have an account: sign in',
  },

  contents: {
    by: (author: string) => `by ${author}`,
    greeting: (name: string) => `Read by ${name}`,
    letter: (author: string) => `A letter from ${author}`,
    letterNobody: 'A letter from the author',
    note: 'Content note',
    chapters: 'Contents',
    start: (title: string) => `Begin with “${title}”`,
    continue: (title: string) => `Continue with “${title}”`,
    again: 'Read it again',
    time: (words: number) => readingTime(words),
    finished: 'read',
    share: (percent: number) => `${percent} % read`,
    stopped: 'stopped here',
    newer: 'A newer edition of this chapter is out.',
    readNewer: 'Read it',
    readChanges: 'Read it with what changed',
    locked: {
      unfinished: 'Opens when you have finished the chapter before it.',
      prediction: 'Opens when you have said what you think will happen.',
    },
    until: 'Open until',
    waiting: 'Not yet',
    waitingLead: 'The pages are not out yet. They open on',
    closed: 'This reading has closed',
    closedLead: 'Thank you for your time. What you sent is safe with the author.',
    closedUnsent: 'This was written on this device and did not arrive before the reading closed:',
    closedForget: 'Remove it from this device',
    removed: 'Removed from this device.',
    ownLink: 'Your own link',
    ownLinkHint:
      'Keep it: it brings you back to your place on any device. It is shown today only; whoever has it reads as you.',
    questions: (author: string) => `${author} would like to know`,
    questionsNobody: 'The author would like to know',
    questionsHint: 'Answer what you like, when you have read as far as you will.',
  },

  reminder: {
    label: 'A reminder',
    asks: (author: string) => `${author || 'The author'} would be glad if you read on.`,
    hint: 'Or stop: “I stop here”, in the menu of a chapter, and no reminder comes again.',
    away: 'Put this away',
  },

  handIn: {
    title: 'When you are done',
    held: (author: string) =>
      `Your notes are yours alone until you hand them in. Then ${author || 'the author'} sees all but the private ones.`,
    atOnce: (author: string) =>
      `${author || 'The author'} sees your notes as you write them, all but the private ones. Hand in to say that you are done.`,
    act: 'Hand in',
    thanks: (name: string) => `Thank you, ${name}.`,
    thanksLead: (author: string) =>
      `${author || 'The author'} has what you wrote. You may go on reading; what you add arrives at once.`,
    waits: 'It is handed in as soon as there is a connection.',
  },

  privacy: {
    title: 'What is kept of your reading',
    lead: 'Notes, answers and what you felt go to the author as said above. Besides:',
    progress: 'How far I have read',
    progressHint: 'So that any device opens at your place. Switched off, it is forgotten.',
    time: 'How long I read',
    timeHint: 'Only if you switch it on.',
    reminded: 'You were last reminded to read on:',
    saved: 'Saved.',
    download: 'Download all that is kept of me',
    fileName: 'my-reading.json',
    account: 'Keep this reading in my account',
    accountDone: 'It belongs to your account now.',
    accountHint: 'Have an account? Sign in, and this reading can become a part of it.',
    signIn: 'Sign in',
    leave: 'Sign out on this device',
    leaveHint: 'The text leaves this device. Your link brings you back.',
    unsent: (many: number) =>
      `${count(many, 'thing')} written here did not reach the server yet and would be lost. Sign out all the same?`,
    delete: 'Delete me here',
    deleteSure: 'All that you wrote and answered here is deleted, for the author too. It cannot be undone.',
    deleteAct: 'Delete all of it',
    keep: 'Keep it',
    deleted: 'You are deleted here. Thank you for reading.',
  },

  room: {
    back: 'Contents',
    part: (number: number, all: number) => `Chapter ${number} of ${all}`,
    progress: 'Read so far',
    look: 'Type and paper',
    menu: 'More',
    size: 'Size',
    smaller: 'Smaller',
    larger: 'Larger',
    spacing: 'Spacing',
    spacings: { close: 'Tight', book: 'As in a book', wide: 'Wide' },
    theme: 'Paper',
    themes: { paper: 'Paper', sepia: 'Sepia', night: 'Night', system: 'As the system' },
    noted: 'Passages with a content note',
    notedChoices: { skip: 'Skip', blur: 'Blur', show: 'Show' },
    noteHere: 'Note at this place',
    bookmark: 'Set a bookmark here',
    bookmarkSet: 'The bookmark is set.',
    toBookmark: 'Go to the bookmark',
    stop: 'I stop here',
    passage: (what: string) => `Content note: ${what}`,
    reveal: 'Show the passage',
    resumed: 'You are where you left off.',
    toStart: 'From the beginning',
    noScript: 'The text can be read without scripts; notes, answers and your place need them.',
    selected: 'React or note',
    waits: (many: number, kept: boolean) =>
      kept
        ? `${count(many, 'thing')} ${many === 1 ? 'waits' : 'wait'} for the net`
        : `${count(many, 'thing')} ${many === 1 ? 'waits' : 'wait'} for the net: keep this page open`,
    waitingNotes: (many: number, kept: boolean) =>
      `${count(many, 'note')} ${many === 1 ? 'waits' : 'wait'} for the net${kept ? '' : ': keep this page open'}`,
    refused: (detail: string) => `The server did not take this: ${detail}`,
    undo: 'Undo',
    close: 'Close',
  },

  since: {
    label: 'How to show this edition',
    clean: 'As it reads',
    changes: 'With what changed',
    toClean: 'Show it as it reads',
    toChanges: 'Show what changed',
    read: (number: number) => `You read edition ${number} of this chapter; this one is newer.`,
    same: (number: number) => `You read edition ${number} of this chapter; this one reads the same.`,
    counts: ({ wordsIn, wordsOut, moved }: { wordsIn: number; wordsOut: number; moved: number }) => {
      const parts = [
        ...(wordsIn > 0 ? [`${count(wordsIn, 'word')} ${wordsIn === 1 ? 'is' : 'are'} new`] : []),
        ...(wordsOut > 0
          ? [
              `${wordsIn > 0 ? figures(wordsOut) : count(wordsOut, 'word')} ${wordsOut === 1 ? 'is' : 'are'} gone`,
            ]
          : []),
        ...(moved > 0 ? [`${count(moved, 'paragraph')} moved`] : []),
      ]
      return parts.length > 0 ? `${parts.join(', ')}.` : 'No word is different, only how they are set.'
    },
    than: (number: number) => `Since edition ${number}, which you read:`,
    first: 'To the first change',
    failed: 'What changed could not be worked out just now. The text is here as it reads.',
    place: 'Go on where you were in the edition before',
    nav: 'Changes',
    many: (all: number) => count(all, 'change'),
    at: (number: number, all: number) => `Change ${number} of ${all}`,
    next: 'Next change',
    previous: 'Previous change',
    newHere: 'New:',
    newEnds: '(end of new)',
    cutHere: 'Cut:',
    cutEnds: '(end of cut)',
    joined: 'Two paragraphs became one here.',
    split: 'One paragraph became two here.',
    newBreak: 'A scene break is new here',
    cutBreak: 'A scene break was cut here',
    movedHere: 'Moved here',
    movedAway: (glimpse: string) => `Moved from here: “${glimpse}”`,
    plain: 'plain',
    marks: { bold: 'bold', italic: 'italic', strike: 'struck out', link: 'a link' },
    dress: (was: string, now: string) => `Was ${was}, is ${now}`,
    forms: { paragraph: 'a paragraph', heading: 'a heading', sceneBreak: 'a scene break', quote: 'quoted' },
    was: (form: string) => `Was ${form}`,
  },

  earlier: {
    title: 'From the edition before',
    lead: 'You noted these at words that have no place in this edition. They stay what you said of the one that you read.',
    from: (number: number) => `From edition ${number}`,
    words: 'You noted it at',
    exact: 'The words stand as they did.',
    edited: 'The words were changed.',
    moved: 'The words stand elsewhere now.',
    rewritten: 'The words were rewritten.',
    gone: 'The words have no place here.',
    change: 'Change',
    anew: 'Say something new here',
  },

  sheet: {
    label: 'What did you feel here?',
    whole: 'This paragraph',
    say: 'Say more, if you like…',
    note: 'Your note',
    private: 'For me alone',
    typo: 'It is a typo',
    keep: 'Keep it',
    remove: 'Delete',
    removed: 'Deleted.',
    sees: (author: string) => `${author || 'The author'} sees this`,
    seesLater: (author: string) => `${author || 'The author'} sees this when you hand in`,
    seesNobody: 'Only you see this',
    others: 'Others here',
    feltOnly: (word: string) => `felt: ${word}`,
  },

  stop: {
    title: 'You may stop here',
    lead: (author: string) =>
      `Putting a book down is an answer too, and one of the most useful. ${author || 'The author'} learns where, and nobody will remind you.`,
    reason: 'What made you stop? (only if you like)',
    act: 'I stop here',
    not: 'I read on',
    done: 'Thank you for reading this far. You can go on at any time.',
    resumed: 'Good to have you back.',
  },

  end: {
    title: 'End of the chapter',
    asks: 'A question before you go on',
    inside: 'A question',
    prediction: 'What do you think will happen next?',
    predictionHint: 'There is no wrong guess.',
    predictionAct: 'Keep my guess',
    answer: 'Your answer',
    kept: 'Kept.',
    keptHere: 'Kept on this device; it is sent when there is a connection.',
    next: (title: string) => `Next: ${title}`,
    previous: (title: string) => `Before: ${title}`,
    last: 'That was the last chapter.',
    toEnd: 'Say how it was, and hand in',
    first: (title: string) => `Then comes “${title}”, as soon as you have said what you think.`,
    read: 'I have read this chapter',
    finish: (title: string) => `Then comes “${title}”, as soon as your place has reached the server.`,
    least: 'least',
    most: 'most',
  },
}

/** The word for a reaction. */
export function wordOf(reaction: BetaReaction): string {
  return FEELINGS.find((one) => one.reaction === reaction)?.word ?? reaction
}

/** The sign for a reaction. */
export function signOf(reaction: BetaReaction): string {
  return FEELINGS.find((one) => one.reaction === reaction)?.sign ?? ''
}
