import type { Node } from '@tiptap/pm/model'
import { AppError } from '@/lib/errors'
import type { ImportedChapter, Importer } from './contract'
import { markdownToProse, readMarkdownFile } from './md'
import { readTextFile } from './txt'

/** Importers by the ending of the file's name. */
const IMPORTERS: Readonly<Record<string, Importer>> = {
  txt: readTextFile,
  text: readTextFile,
  md: readMarkdownFile,
  markdown: readMarkdownFile,
  mkd: readMarkdownFile,
}

/** Endings a manuscript file may have, for the file chooser (with a dot: `accept=".txt,.md"`) and for messages. */
export const IMPORT_EXTENSIONS = Object.keys(IMPORTERS)

const OTHER_DOCUMENTS = ['doc', 'docx', 'odt', 'rtf', 'pdf', 'epub', 'pages', 'html', 'htm', 'scriv', 'zip']

/**
 * The chapters of a manuscript file, at least one, in order. The ending of its name chooses the format; a name
 * without a known one is read as plain text, if it is text.
 * @throws {AppError} with a sentence for the writer: `invalid` (empty, damaged), `unsupported` (no text, or a format
 * we cannot read), `too_large` (bytes, chapters or paragraphs)
 */
export function readManuscriptFile(bytes: Uint8Array, fileName: string): ImportedChapter[] {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  if (OTHER_DOCUMENTS.includes(ending) && bytes.length > 0) {
    throw new AppError(
      'unsupported',
      `Files of the kind .${ending} cannot be imported yet. Save it as plain text (.txt) or Markdown (.md) and import that.`,
    )
  }
  const importer = Object.hasOwn(IMPORTERS, ending) ? IMPORTERS[ending] : readTextFile
  return (importer ?? readTextFile)({ bytes, fileName })
}

/**
 * Markdown typed or sent for one chapter, as its text; see `markdownToProse`.
 * @throws {AppError} `too_large` for more paragraphs than a file may have
 */
export function readMarkdown(markdown: string): Node {
  return markdownToProse(markdown)
}
