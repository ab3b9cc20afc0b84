import type { LockReason, Saving } from '@/lib/sync/client/saving'
import { count, figures } from './count'

/** Every sentence of the chapter page and its editor. */
export const chapterText = {
  title: 'Title of the chapter',
  text: 'Text of the chapter',
  placeholder: 'Write, or paste what you have. Everything is saved as you go.',
  emptyToRead: 'Nothing is written here yet.',
  untitled: 'Untitled chapter',
  opening: 'Opening the chapter…',
  statuses: { drafting: 'Drafting', in_critique: 'In critique', finished: 'Finished' },
  damaged: {
    title: 'Recovering the last good version',
    toRead:
      'Part of this chapter is damaged where it is stored. You can go on reading what is sound. Nothing was overwritten, and whoever runs the server can repair it.',
    toWrite:
      'Part of this chapter is damaged where it is stored, so it is read only for now. Nothing was overwritten. Whoever runs the server can repair it, and writing goes on here by itself.',
    toRepair:
      'Part of this chapter is damaged where it is stored, so it is read only for now. Nothing was overwritten. Look into a backup first: it may have the missing words. Then run this on the server, and writing goes on here by itself:',
    repair: (chapterId: string) => `npm run --silent scriptorium -- repair ${chapterId}`,
    unsaved:
      'Your last words are not in the chapter yet: it has to be repaired first. They are kept on this device and go in by themselves afterwards.',
  },
  kept: {
    title: 'Newer words are kept on this device',
    body: 'The chapter went back to an earlier state on the server. This page had more: a copy with all of it is here until you remove it.',
    show: 'Show the copy',
  },
  readOnlyPill: { critic: 'You may comment', reader: 'You may read' },
  roles: { author: 'author', coauthor: 'co-author', critic: 'critic', reader: 'reader' },
  words: (many: number) => count(many, 'word'),
  selectedWords: (many: number, all: number) => `${count(many, 'word')} of ${figures(all)}`,
  today: (many: number) => `${many > 0 ? '+' : '−'}${figures(Math.abs(many))} today`,
  openNotes: (many: number) => count(many, 'open note'),
  here: (many: number) => `${figures(many)} here`,
  onlyYou: 'only you here',
  noteKeys: 'next note',
  shortcuts: 'shortcuts',
  previous: (title: string) => `Previous chapter: ${title}`,
  following: (title: string) => `Next chapter: ${title}`,
  titleKept: 'The title is changed.',
  people: 'People here',

  drawer: {
    open: 'Outline and details',
    title: 'This chapter',
    outline: 'Outline',
    none: 'Headings and scenes appear here as you write them.',
    scene: (number: number) => `Scene ${number}`,
    copies: 'Kept on this device',
    copiesLead:
      'Copies that could not be saved as they were. Their words are safe here until you remove them.',
    missing: 'not in the chapter:',
    nothingMissing: 'all of its words are in the chapter',
    copyMissing: 'Copy these words',
    copyAll: 'Copy all of it',
    remove: 'Remove',
  },

  acts: {
    bar: 'What to do with the selected words',
    bold: 'Bold',
    italic: 'Italic',
    strike: 'Strike out',
    heading: 'Heading',
    quote: 'Quote',
    scene_break: 'Scene break',
    link: 'Link',
    comment: 'Comment',
    undo: 'Undo',
    redo: 'Redo',
  },

  link: {
    title: 'Link',
    address: 'Web or e-mail address',
    put: 'Set link',
    remove: 'Remove',
    unsafe: 'A link leads to a web address (https://…) or an e-mail address.',
  },

  keys: {
    title: 'While writing',
    bold: 'Bold',
    italic: 'Italic',
    heading: 'Heading',
    quote: 'Quote',
    sceneBreak: 'Scene break (or type *** alone)',
    link: 'Link',
    comment: 'Comment on the selected words',
    undo: 'Undo what you wrote',
    nextNote: 'Next and previous note',
    lineBreak: 'New line in the same paragraph',
  },

  signOut: {
    title: 'Some of your words are not saved yet',
    lead: 'They are on this device and nowhere else. Signing out wipes what this device keeps. Open the chapter with a connection first, and they are saved.',
    act: 'Sign out and lose them',
    failed:
      'You are still signed in: the server could not be reached. Nothing on this device was wiped. Try again when there is a connection.',
  },

  copyText: 'Copy my text',
  copied: 'Copied',
  tryNow: 'Try now',
  signIn: 'Sign in',
  reload: 'Reload',
  backToDesk: 'To the desk',
} as const

/** The word beside the dot; empty while a word would only flicker. */
export function savingWord(saving: Saving): string {
  switch (saving.state) {
    case 'saved':
      return 'Saved'
    case 'opening':
    case 'typed':
      return ''
    case 'saving':
      return 'Saving…'
    case 'not_saved':
      return 'Not saved'
    case 'offline':
      return saving.unsaved && saving.keptHere ? 'Offline — words kept on this device' : 'Offline'
    case 'signed_out':
      return 'Signed out'
    case 'gone':
      return 'Not available'
    case 'locked':
      return saving.reason === 'too_large' ? 'Not saved' : 'Locked'
    case 'read_only':
      return 'Up to date'
  }
}

/**
 * What happened, what is safe and what to do; null while all is well.
 * @param isDamaged the chapter is read only until it is repaired, for those who may write in it too
 */
export function savingTrouble(saving: Saving, isDamaged = false): string | null {
  switch (saving.state) {
    case 'opening':
    case 'saved':
    case 'typed':
    case 'saving':
    case 'read_only':
      return null
    case 'not_saved':
      return saving.trouble
        ? 'The server cannot save at the moment. Your words stay on this device and are sent as soon as it can.'
        : 'Your last words have not reached the server yet. Keep this page open; they are sent as soon as they can.'
    case 'offline':
      if (!saving.unsaved)
        return 'There is no connection. You can go on; what you write is kept on this device.'
      return saving.keptHere
        ? 'There is no connection. Your words are kept on this device and are sent when it is back.'
        : 'There is no connection, and this browser does not keep what you write. Keep this page open, or copy your text.'
    case 'signed_out':
      return saving.unsaved
        ? 'You are signed out. Your words are kept on this device and are saved when you sign in again.'
        : 'You are signed out. Sign in to go on writing.'
    case 'gone':
      return saving.unsaved
        ? 'This chapter is no longer available to you. Words of yours are not saved: copy them.'
        : 'This chapter is no longer available to you.'
    case 'locked':
      if (isDamaged && saving.reason === 'read_only') return chapterText.damaged.unsaved
      return lockReason(saving.reason, saving.unsaved)
  }
}

function lockReason(reason: LockReason, unsaved: boolean): string {
  switch (reason) {
    case 'refused':
      return 'The server did not take a change of this page. Copy your text, then reload.'
    case 'too_large':
      return 'Your last change is larger than the server takes, and is not saved. Copy your text, then reload and put it in again in smaller pieces.'
    case 'read_only':
      return unsaved
        ? 'You may no longer edit this chapter. Your last words are not in it, but kept on this device: copy them.'
        : 'You may no longer edit this chapter.'
    case 'outdated':
      return 'Scriptorium was updated. Reload to go on writing; nothing is lost.'
  }
}
