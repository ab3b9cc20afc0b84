import type { BetaQuestionView, ContentNoteView, EditionSummary } from '@/lib/beta/contract'

/** A question as it is being written. `key` names it on the page; `id` is that of one that is asked already. */
export interface QuestionDraft {
  key: string
  id?: string
  kind: BetaQuestionView['kind']
  prompt: string
  /** One option on each line. */
  options: string
  chapterId: string | null
  paragraph: number | null
}

/** A content note as it is being written. */
export interface ContentDraft {
  key: string
  chapterId: string
  from: number
  to: number
  what: string
  bridge: string
}

/** What the questions of a session are before they are changed. */
export function draftsOf(questions: readonly BetaQuestionView[]): QuestionDraft[] {
  return questions.map(({ options, ...question }) => ({
    ...{ ...question, key: question.id },
    options: options.join('\n'),
  }))
}

/** What the content notes of a session are before they are changed. */
export function contentDraftsOf(notes: readonly ContentNoteView[]): ContentDraft[] {
  return notes.map(({ id, ...note }) => ({ ...note, key: id }))
}

/** The options in a field that has one on each line. */
export function optionsIn(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** The questions as they are sent. */
export function questionBodies(drafts: readonly QuestionDraft[]): object[] {
  return drafts.map(({ id, kind, prompt, options, chapterId, paragraph }) => ({
    ...(id && { id }),
    ...{ kind, prompt: prompt.trim() },
    ...(kind !== 'text' && { options: optionsIn(options) }),
    ...(chapterId && { chapterId }),
    ...(chapterId && paragraph !== null && { paragraph }),
  }))
}

/** The content notes as they are sent. */
export function contentBodies(drafts: readonly ContentDraft[]): object[] {
  return drafts.map(({ key: _key, ...note }) => ({
    ...note,
    ...{ from: Math.min(note.from, note.to), to: Math.max(note.from, note.to) },
  }))
}

/** Where a question is asked, as one value of a list: at the very end, after a chapter, or inside of it. */
export function placeOf({ chapterId, paragraph }: Pick<QuestionDraft, 'chapterId' | 'paragraph'>): string {
  if (!chapterId) return 'end'
  return `${paragraph === null ? 'after' : 'inside'} ${chapterId}`
}

/** The question at a place that `placeOf` names; inside a chapter first at its beginning. */
export function atPlace(
  draft: QuestionDraft,
  place: string,
  editions: readonly EditionSummary[],
): QuestionDraft {
  const [how, chapterId = null] = place.split(' ')
  const known = editions.some((edition) => edition.chapterId === chapterId)
  if (how === 'end' || !known) return { ...draft, chapterId: null, paragraph: null }
  return { ...draft, chapterId, paragraph: how === 'inside' ? (draft.paragraph ?? 0) : null }
}
