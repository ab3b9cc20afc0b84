import type { Editor } from '@tiptap/core'
import type * as Y from 'yjs'

/** What can be begun: a note on the selected words, or a suggestion of new words where the caret stands. */
export type NoteBegun = 'comment' | 'suggestion' | 'insertion'

/** What the margin is given by the chapter. */
export interface MarginProps {
  /** Made with the `Highlights` extension. */
  editor: Editor
  ydoc: Y.Doc
  chapterId: string
  viewer: { userId: string; name: string; colour: string }
  can: { comment: boolean; edit: boolean }
  /** Subscribes to the server's notices, and to `connected` after each reconnect. The answer unsubscribes. */
  onNotice: (listener: (notice: { topic: string }) => void) => () => void
  /** Resolves when what was typed is on the server's disk, or after a few seconds. */
  whenSaved: () => Promise<void>
  /** Tells the chapter how many notes are open, how to begin one on the selection, and how to show them on a phone. */
  onReady: (margin: {
    openNotes: number | null
    write: ((what: NoteBegun) => void) | null
    show: () => void
  }) => void
}
