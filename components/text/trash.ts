import { quoted } from './quoted'

/** Every sentence about the trash. */
export const trashText = {
  document: 'Trash',
  title: 'Trash',
  open: 'Trash',
  lead: 'What is deleted lies here for 30 days, whole: text, notes and versions. Then it is gone for good.',
  none: 'Nothing was thrown away.',
  noneHint:
    'When you delete a chapter, a manuscript, a workshop or a note, it lies here for 30 days and you can bring it back.',
  toDesk: 'Back to the desk',
  list: 'What you can bring back',
  more: 'Only the newest things are shown. Bring some back, and older ones move up.',
  kinds: {
    workshop: 'Workshop',
    manuscript: 'Manuscript',
    chapter: 'Chapter',
    beta_session: 'Beta session',
    thread: 'Note',
  },
  inside: {
    workshop: '',
    manuscript: 'in',
    chapter: 'of',
    beta_session: 'of',
    thread: 'on',
  },
  by: (name: string) => `by ${name}`,
  byYou: 'by you',
  deleted: 'deleted',
  goes: 'gone for good',
  bringBack: 'Bring back',
  bringBackOf: (title: string) => `Bring back ${quoted(title)}`,
  back: (title: string) => `${quoted(title)} is back where it was.`,
  put: {
    chapter: 'Delete the chapter',
    manuscript: 'Delete the manuscript',
    workshop: 'Delete the workshop',
  },
  said: {
    chapter: (title: string) => `${quoted(title)} is in the trash. It is kept for 30 days.`,
    manuscript: (title: string) =>
      `${quoted(title)} is in the trash with all its chapters. It is kept for 30 days.`,
    workshop: (title: string) =>
      `${quoted(title)} is in the trash with every manuscript in it. It is kept for 30 days.`,
  },
}
