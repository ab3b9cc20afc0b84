import type { AnyExtension } from '@tiptap/core'
import { Dropcursor, Gapcursor } from '@tiptap/extensions'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { carets } from './carets'
import { collaboration } from './collaboration'
import type { RemoteChanges } from './collaboration'
import { Guard } from './guard'
import { Pasting } from './pasting'
import { Placeholder } from './placeholder'
import { proseExtensions } from './prose-nodes'
import { Typing } from './typing'
import { WritingKeys } from './writing-keys'

/** What an editor of a chapter is made of. */
export interface ChapterExtensions {
  doc: Y.Doc
  /** Others' cursors; absent where nobody else is shown. */
  awareness?: Awareness
  remote: RemoteChanges | null
  /** BCP 47 tag of the manuscript. */
  language: string
  placeholder: string
  /** What draws on the words without changing them: the margin's `Highlights`. */
  overlays?: readonly AnyExtension[]
}

/** The extensions of a chapter's editor, in their order. */
export function chapterExtensions(world: ChapterExtensions): AnyExtension[] {
  return [
    ...proseExtensions(),
    ...collaboration(world.doc, world.remote),
    ...(world.awareness ? [carets(world.awareness)] : []),
    Guard,
    Typing.configure({ language: world.language }),
    Pasting,
    WritingKeys,
    Placeholder.configure({ words: world.placeholder }),
    Gapcursor,
    Dropcursor.configure({ color: false, class: 'drop-cursor' }),
    ...(world.overlays ?? []),
  ]
}
