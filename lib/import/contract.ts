import type { Node } from '@tiptap/pm/model'

/** One chapter found in a file. `doc` is a doc of `proseSchema`; `title` is one line of at most MAX_TITLE_LENGTH. */
export interface ImportedChapter {
  readonly title: string
  readonly doc: Node
}

/** What an importer is given besides the bytes. */
export interface ImportedFile {
  readonly bytes: Uint8Array
  /** As the browser sent it; used for its ending and for the title of a file that names none. */
  readonly fileName: string
}

/** A format a manuscript can come in: bytes in, chapters (at least one) out, `AppError` for what it cannot read. */
export type Importer = (file: ImportedFile) => ImportedChapter[]

/** 8 MiB: the longest novels have 6 MB of text, and it is what `POST /chapters/{id}/updates` takes (DESIGN §4). */
export const MAX_IMPORT_BYTES = 8 * 1024 * 1024

/** More chapters than the longest novels have; a file with more headings is a list or an attack. */
export const MAX_IMPORT_CHAPTERS = 500

/** Most blocks in one file, all chapters together: ten novels, and about 100 MB while they are being built. */
export const MAX_IMPORT_BLOCKS = 100_000

/** Longest title taken from a file, in UTF-16 code units. A longer heading also stays in the text. */
export const MAX_TITLE_LENGTH = 200
