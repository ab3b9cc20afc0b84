import { CSV_BEGIN, csvRow as row } from '@/lib/export/csvRow'
import { mdLine as plain, mdQuote as quoted } from '@/lib/export/mdWords'
import type { CritiqueFormat } from './contract.critique'
import type { ManuscriptThread } from './contract.filters'
import type { ReceiptOutcome } from './contract.receipts'

/** What is known before the first thread. */
export interface Collected {
  manuscript: { id: string; title: string }
  /** ISO 8601. */
  collectedAt: string
  /** A category's key as people read it. */
  categoryName: (key: string) => string
}

/** A form of collected critique, written thread by thread so that none of it has to be held. */
export interface CritiqueForm {
  contentType: string
  begin: (about: Collected) => string
  /** @param before the thread written before it; null for the first */
  thread: (thread: ManuscriptThread, before: ManuscriptThread | null, about: Collected) => string
  end: () => string
}

const json: CritiqueForm = {
  contentType: 'application/json; charset=utf-8',
  begin: ({ manuscript, collectedAt }) =>
    `{"manuscript":${JSON.stringify(manuscript)},"collectedAt":${JSON.stringify(collectedAt)},"threads":[`,
  thread: (thread, before) => `${before ? ',' : ''}\n${JSON.stringify(thread)}`,
  end: () => '\n]}\n',
}

function becameOf({ placement, quote }: ManuscriptThread): string {
  if (!quote || !placement || placement.state === 'exact') return ''
  return placement.state === 'moved' ? 'moved' : (placement.reason ?? 'unplaced')
}

const day = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

const OUTCOMES: Record<ReceiptOutcome, string> = {
  used: 'used',
  partly: 'partly used',
  kept: 'kept as it is',
  later: 'later',
}

/** What became of a note: a paragraph, and with a change what stood there and what stands there. */
function mdReceipt({ receipt }: ManuscriptThread): string {
  if (!receipt) return ''
  const { outcome, note, change, by, at } = receipt
  const said = `Became: ${OUTCOMES[outcome]}${note ? ` (${plain(note)})` : ''}, ${plain(by.name)}, ${day(at)}\n`
  if (!change) return `\n${said}`
  const after = change.after === '' ? '*cut*' : plain(change.after)
  return `\n${said}\n- Before: ${plain(change.before)}\n- After: ${after}\n`
}

function mdThread(thread: ManuscriptThread, { categoryName }: Collected): string {
  const { author, category, status, resolvedBy, resolvedAt, quote } = thread
  const facts = [
    plain(author.name),
    thread.kind === 'comment' ? '' : thread.kind.replace('_', ' '),
    category ? plain(categoryName(category)) : '',
    status === 'open' || !resolvedBy ? status : `${status} by ${plain(resolvedBy.name)}`,
    resolvedAt ? day(resolvedAt) : '',
    becameOf(thread),
  ].filter(Boolean)
  const passage = quote ? `> ${plain(quote)}` : '*On the whole chapter*'
  const stands = thread.placement?.text
  const now = quote && stands && stands !== quote ? `\nNow: ${plain(stands)}\n` : ''
  const said = thread.comments
    .filter(({ deleted }) => !deleted)
    .map(
      (comment) => `**${plain(comment.author.name)}**, ${day(comment.createdAt)}:\n\n${quoted(comment.body)}`,
    )
  return `### ${facts.join(' · ')}\n\n${passage}\n${now}${mdReceipt(thread)}\n${said.join('\n\n')}\n\n`
}

const md: CritiqueForm = {
  contentType: 'text/markdown; charset=utf-8',
  begin: ({ manuscript, collectedAt }) =>
    `# Notes on ${plain(manuscript.title)}\n\nCollected ${day(collectedAt)}.\n\n`,
  thread: (thread, before, about) => {
    const { chapter } = thread
    const heading =
      before?.chapter.id === chapter.id ? '' : `## ${chapter.position + 1}. ${plain(chapter.title)}\n\n`
    return heading + mdThread(thread, about)
  },
  end: () => '',
}

/** The columns of a table: one row per comment, so that nothing said is folded into a cell of another's. */
const COLUMNS = [
  ...['chapter', 'chapter_title', 'note', 'kind', 'category', 'state', 'passage', 'placement', 'now'],
  ...[
    'opened_by',
    'opened_at',
    'settled_by',
    'settled_at',
    'comment_by',
    'comment_at',
    'edited_at',
    'comment',
  ],
  ...['receipt', 'receipt_note', 'before', 'after'],
] as const

function csvThread(thread: ManuscriptThread, { categoryName }: Collected): string {
  const { chapter, placement, resolvedBy, resolvedAt, receipt } = thread
  const about = [
    ...[chapter.position + 1, chapter.title, thread.id, thread.kind],
    ...[thread.category ? categoryName(thread.category) : '', thread.status, thread.quote ?? ''],
    ...[placement?.state === 'unplaced' ? becameOf(thread) : (placement?.state ?? ''), placement?.text ?? ''],
    ...[thread.author.name, thread.createdAt, resolvedBy?.name ?? '', resolvedAt ?? ''],
  ]
  const became = [
    ...[receipt?.outcome ?? '', receipt?.note ?? ''],
    ...[receipt?.change?.before ?? '', receipt?.change?.after ?? ''],
  ]
  return thread.comments
    .filter(({ deleted }) => !deleted)
    .map(({ author, createdAt, editedAt, body }) =>
      row([...about, author.name, createdAt, editedAt ?? '', body, ...became]),
    )
    .join('')
}

const csv: CritiqueForm = {
  contentType: 'text/csv; charset=utf-8; header=present',
  begin: () => CSV_BEGIN + row(COLUMNS),
  thread: (thread, _before, about) => csvThread(thread, about),
  end: () => '',
}

/** The forms in which critique is collected, by the name the API has for each. */
export const CRITIQUE_FORMS: Record<CritiqueFormat, CritiqueForm> = { json, md, csv }
