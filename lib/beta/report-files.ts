import { CSV_BEGIN, csvRow } from '@/lib/export/csvRow'
import { contentDisposition, fileNameFor } from '@/lib/export/fileName'
import { mdLine, mdQuote } from '@/lib/export/mdWords'
import type { TextFile } from '@/lib/manuscript/text-work'
import type { BetaReport, ReportQuery } from './contract.report'

/** What a report's ids stand for. */
interface Names {
  reader: (id: string) => string
  edition: (id: string) => { chapter: string; number: number }
}

function namesIn({ readers, editions }: BetaReport): Names {
  const readerOf = new Map(readers.map(({ id, name }) => [id, name]))
  const editionOf = new Map(editions.map(({ id, title, number }) => [id, { chapter: title, number }]))
  return {
    reader: (id) => readerOf.get(id) ?? '',
    edition: (id) => editionOf.get(id) ?? { chapter: '', number: 0 },
  }
}

const COLUMNS = [
  ...['what', 'reader', 'chapter', 'edition', 'paragraph', 'passage', 'reaction', 'question'],
  ...['words', 'value', 'finished', 'stopped', 'seconds', 'at'],
] as const

type Column = (typeof COLUMNS)[number]
type Cells = Partial<Record<Column, string | number>>

function line(cells: Cells): string {
  return csvRow(COLUMNS.map((column) => cells[column] ?? ''))
}

const yes = (is: boolean) => (is ? 'yes' : '')

/** One row for each reading, note, answer and prediction, in one table: what a row does not have is empty. */
function csv(report: BetaReport): string {
  const names = namesIn(report)
  const place = (editionId: string): Cells => {
    const { chapter, number } = names.edition(editionId)
    return { chapter, edition: number }
  }
  const readings = report.readers.flatMap(({ name, progress }) =>
    progress.map((one) =>
      line({
        ...{ what: 'reading', reader: name, ...place(one.editionId), paragraph: one.furthest },
        ...{ finished: yes(one.finished), stopped: yes(one.stopped !== undefined) },
        ...{ words: one.stopped?.reason ?? '', seconds: one.seconds ?? '', at: one.updatedAt },
      }),
    ),
  )
  const notes = report.notes.map((note) =>
    line({
      ...{ what: note.typo ? 'typo' : 'note', reader: note.reader.name, ...place(note.editionId) },
      ...{ paragraph: note.paragraph, passage: note.quote, reaction: note.reaction ?? '' },
      ...{ words: note.body, at: note.createdAt },
    }),
  )
  const answers = report.answers.flatMap((question) =>
    question.answers.map(({ readerId, value }) =>
      line({
        ...{ what: 'answer', reader: names.reader(readerId), question: question.prompt },
        ...(typeof value === 'number' ? { value, words: optionOf(question, value) } : { words: value }),
      }),
    ),
  )
  const predictions = report.predictions.map(({ readerId, editionId, body, cameTrue }) =>
    line({
      ...{ what: 'prediction', reader: names.reader(readerId), ...place(editionId), words: body },
      value: cameTrue === null ? '' : cameTrue ? 'came true' : 'did not',
    }),
  )
  return CSV_BEGIN + csvRow(COLUMNS) + [...readings, ...notes, ...answers, ...predictions].join('')
}

/** The words of the option that a number took. */
function optionOf({ kind, options }: BetaReport['answers'][number], value: number): string {
  return options[kind === 'scale' ? value - 1 : value] ?? ''
}

function readingMd({ readers, editions }: BetaReport): string {
  const head = `| Reader | ${editions.map((one) => `${mdLine(one.title)} (${one.number})`).join(' | ')} |\n`
  const rule = `| --- | ${editions.map(() => '---').join(' | ')} |\n`
  const rows = readers.map(({ name, progress }) => {
    const cells = editions.map(({ id, paragraphs }) => {
      const one = progress.find(({ editionId }) => editionId === id)
      if (!one) return ''
      if (one.stopped) return 'stopped'
      return one.finished
        ? 'finished'
        : `${Math.round((100 * (one.furthest + 1)) / Math.max(1, paragraphs))} %`
    })
    return `| ${mdLine(name)} | ${cells.join(' | ')} |\n`
  })
  return `## Reading\n\n${head}${rule}${rows.join('')}\n`
}

function answersMd(report: BetaReport): string {
  const names = namesIn(report)
  const each = report.answers.map((question) => {
    const counts = question.counts.map(({ option, people }) => `- ${mdLine(option)}: ${people}\n`).join('')
    const said = question.answers
      .filter(({ value }) => typeof value === 'string')
      .map(({ readerId, value }) => `**${mdLine(names.reader(readerId))}**\n\n${mdQuote(String(value))}\n`)
    return `### ${mdLine(question.prompt)}\n\n${counts}${counts && '\n'}${said.join('\n')}\n`
  })
  return each.length > 0 ? `## Answers\n\n${each.join('')}` : ''
}

function notesMd({ notes, editions }: BetaReport): string {
  const each = editions.flatMap((edition) => {
    const of = notes
      .filter(({ editionId }) => editionId === edition.id)
      .sort((a, b) => a.from - b.from || (a.createdAt < b.createdAt ? -1 : 1))
    if (of.length === 0) return []
    const said = of.map(({ reader, reaction, typo, quote, body }) => {
      const facts = [mdLine(reader.name), reaction ?? '', typo ? 'typo' : ''].filter(Boolean).join(' · ')
      const said = body.trim() === '' ? '' : `\n${mdQuote(body)}\n`
      return `**${facts}** on “${mdLine(quote)}”\n${said}\n`
    })
    return [`### ${mdLine(edition.title)}, edition ${edition.number}\n\n${said.join('')}`]
  })
  return each.length > 0 ? `## Notes\n\n${each.join('')}` : ''
}

/** A report as a file to be kept or printed. */
export function reportFile(report: BetaReport, format: Exclude<ReportQuery['format'], 'json'>): TextFile {
  const text =
    format === 'csv'
      ? csv(report)
      : `# ${mdLine(report.title)}\n\n${readingMd(report)}${answersMd(report)}${notesMd(report)}`
  return {
    bytes: new TextEncoder().encode(text),
    contentType:
      format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'text/markdown; charset=utf-8',
    disposition: contentDisposition(fileNameFor(report.title, format)),
  }
}
