import { apiClient, type ApiClient } from '@/tests/support/api'
import { READERS, READING, type SampleReader } from '@/prisma/sample/readers'
import type { Writer } from './screen-data'

/** A chapter as its readers have it. */
interface Lent {
  editionId: string
  paragraphs: { text: string }[]
}

/** A beta session in which the sample's guests read. */
export interface LentSession {
  sessionId: string
  /** The edition of the first chapter. */
  editionId: string
  /** A link that others can use. */
  linkUrl: string
  /** The `Cookie` header of a guest in the middle of it. */
  guestCookie: string
}

function paragraphWith({ paragraphs }: Lent, words: string): number {
  const at = paragraphs.findIndex(({ text }) => text.includes(words))
  if (at < 0) throw new Error(`No paragraph has “${words}”`)
  return at
}

/** Reads and says what the sample says that he did. */
async function read(
  reader: SampleReader,
  api: ApiClient,
  { path, lent, questions }: { path: string; lent: Map<string, Lent>; questions: { id: string }[] },
): Promise<void> {
  for (const { file, until, stopped } of reader.read) {
    const chapter = lent.get(file) as Lent
    const { editionId, paragraphs } = chapter
    const paragraph = until === null ? paragraphs.length - 1 : paragraphWith(chapter, until)
    await api.done('PUT', `${path}/progress`, {
      ...{ editionId, paragraph, ...(stopped !== undefined && { stopped: { reason: stopped } }) },
    })
  }
  for (const { file, on, isParagraph, feels, says } of reader.notes) {
    const chapter = lent.get(file) as Lent
    await api.done('POST', `${path}/notes`, {
      ...{ editionId: chapter.editionId, paragraph: paragraphWith(chapter, on) },
      ...(!isParagraph && { quote: on }),
      ...(feels && { reaction: feels }),
      ...(says && { body: says }),
    })
  }
  const answers = reader.answers.flatMap((value, at) =>
    value === null ? [] : [{ questionId: questions[at]?.id, value }],
  )
  await api.done('POST', `${path}/answers`, { answers })
  if (reader.prediction) {
    const { editionId } = lent.get(READING.files[0]) as Lent
    await api.done('PUT', `${path}/predictions`, { editionId, body: reader.prediction })
  }
  if (reader.handsIn) await api.done('POST', `${path}/hand-in`)
}

/**
 * Lends the sample's first chapters to its guests, who read them.
 * @param chapters ids by the sample's files
 */
export async function lend(
  url: string,
  { api }: Writer,
  manuscriptId: string,
  chapters: ReadonlyMap<string, string>,
): Promise<LentSession> {
  const { title, letter, contentNote, files } = READING
  const session = await api.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
    ...{ title, letter, contentNote, chapters: files.map((file) => chapters.get(file)) },
    questions: READING.questions.map(({ file, kind, prompt, options }) => ({
      ...{ kind, prompt, options: [...options] },
      ...(file !== null && { chapterId: chapters.get(file) }),
    })),
  })
  const sessionId = String(session.id)
  const path = `/api/v1/beta-sessions/${sessionId}`
  const editions = session.editions as { id: string; chapterId: string }[]
  const lent = new Map<string, Lent>()
  for (const file of files) {
    const editionId = editions.find(({ chapterId }) => chapterId === chapters.get(file))?.id ?? ''
    const { paragraphs } = await api.done('GET', `${path}/editions/${editionId}`)
    lent.set(file, { editionId, paragraphs: paragraphs as { text: string }[] })
  }
  const all = session.questions as { id: string; prompt: string }[]
  const questions = READING.questions.flatMap(({ prompt }) => all.find((one) => one.prompt === prompt) ?? [])
  let guestCookie = ''
  for (const reader of READERS) {
    const { token } = await api.done('POST', `${path}/invitations`, { name: reader.name })
    const joined = await apiClient(url, null).done('POST', `${path}/join`, { token, name: reader.name })
    await read(reader, apiClient(url, String(joined.token)), { path, lent, questions })
    const body = new URLSearchParams({ name: reader.name })
    const device = await fetch(`${url}/beta/${String(token)}/join`, {
      ...{ method: 'POST', redirect: 'manual', body, headers: { origin: url } },
    })
    guestCookie = device.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ')
  }
  const link = await api.done('POST', `${path}/invitations`, { maxUses: 20 })
  const { editionId } = lent.get(files[0]) as Lent
  return { sessionId, editionId, linkUrl: String(link.url), guestCookie }
}
