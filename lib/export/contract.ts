import type { Node } from '@tiptap/pm/model'

/** A chapter on its way into a file. `doc` is a doc of `proseSchema`. */
export interface ExportableChapter {
  readonly title: string
  readonly doc: Node
}

/** A whole manuscript, its chapters in order. */
export interface ExportableManuscript {
  readonly title: string
  readonly chapters: readonly ExportableChapter[]
}

/** A file ready to be sent. `fileName` is safe as it stands; `contentDisposition` makes the header of it. */
export interface ExportedFile {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly fileName: string
}

/**
 * A format a chapter leaves in. A new one is one file and one entry in the registry; the contract suite in
 * `registry.test.ts` then holds it to: the words of any chapter are all in the file.
 */
export interface Exporter {
  readonly extension: string
  readonly contentType: string
  chapter(chapter: ExportableChapter): string
  manuscript(manuscript: ExportableManuscript): string
}

/** What stands in place of an empty title, for a file needs a first line. */
export const UNTITLED = 'Untitled'

/** `title` on one line, never empty. */
export function titleLine(title: string): string {
  const line = title.replace(/\s+/gu, ' ').trim()
  return line === '' ? UNTITLED : line
}
