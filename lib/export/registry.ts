import { AppError } from '@/lib/errors'
import type { ExportableChapter, ExportableManuscript, ExportedFile, Exporter } from './contract'
import { fileNameFor } from './fileName'
import { markdown } from './md'
import { text } from './txt'

const EXPORTERS = { md: markdown, txt: text } as const satisfies Record<string, Exporter>

/** A format that text can leave in. */
export type ExportFormat = keyof typeof EXPORTERS

/** All formats, for the API contract and for menus. */
export const EXPORT_FORMATS = Object.keys(EXPORTERS) as ExportFormat[]

/** True for the name of a format; for query parameters. */
export function isExportFormat(format: string): format is ExportFormat {
  return Object.hasOwn(EXPORTERS, format)
}

function exporterFor(format: string): Exporter {
  if (isExportFormat(format)) return EXPORTERS[format]
  throw new AppError(
    'unsupported',
    `Text can leave as ${EXPORT_FORMATS.join(' or ')}, not as “${format.slice(0, 20)}”.`,
  )
}

function fileOf(exporter: Exporter, title: string, content: string): ExportedFile {
  return {
    bytes: new TextEncoder().encode(content),
    contentType: exporter.contentType,
    fileName: fileNameFor(title, exporter.extension),
  }
}

/**
 * One chapter as a file in UTF-8. Importing the file gives the same title and the same text.
 * @throws {AppError} `unsupported` for an unknown format
 */
export function exportChapter(format: string, chapter: ExportableChapter): ExportedFile {
  const exporter = exporterFor(format)
  return fileOf(exporter, chapter.title, exporter.chapter(chapter))
}

/**
 * A whole manuscript as one file in UTF-8. Importing the file gives the same chapters.
 * @throws {AppError} `unsupported` for an unknown format
 */
export function exportManuscript(format: string, manuscript: ExportableManuscript): ExportedFile {
  const exporter = exporterFor(format)
  return fileOf(exporter, manuscript.title, exporter.manuscript(manuscript))
}
