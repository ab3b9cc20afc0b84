import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as Y from 'yjs'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { lend, type LentSession } from './screen-readers'

const SAMPLE = resolve(import.meta.dirname, '../../prisma/sample')
const CHAPTERS = ['1-the-timetable.md', '2-forty-steps.md', '3-what-the-tide-kept.md']

/** Every person on a screen server signs in with it. */
export const PASSWORD = 'a lamp in the harbour window'

/** A title as long as titles may be, with a word that does not break. */
export const LONG_TITLE =
  'An Account of the Winter in Which the Ferry Did Not Come, Together with What the Tide Kept and What It Gave Back, ' +
  'Set Down by the Keeper of the Ticket Office from Memory and from the Timetable of the ' +
  'Hafenmeistereiverwaltungsangelegenheiten for Those Who Were Not There and Would Not Have Believed It If They Were'

/** A person who signed up through the interface's own calls. */
export interface Writer {
  name: string
  email: string
  /** The `Cookie` header of a login session. */
  cookie: string
  userId: string
  api: ApiClient
}

/** Cookies of an answer, without their attributes. */
function cookiesOf(response: Response): string[] {
  return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
}

/** Signs somebody in who has `PASSWORD`. @returns the `Cookie` header of the login session */
export async function signIn(url: string, email: string): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const before = cookiesOf(csrf)
  const response = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: before.join('; '), origin: url },
    body: new URLSearchParams({ email, password: PASSWORD, csrfToken, json: 'true' }),
  })
  if (response.status !== 200) throw new Error(`Signing in as ${email} answered ${response.status}`)
  return [...before, ...cookiesOf(response)].join('; ')
}

async function writerOf(url: string, name: string, email: string, userId: string): Promise<Writer> {
  const cookie = await signIn(url, email)
  const made = await apiClient(url, null).call(
    'POST',
    '/api/v1/me/tokens',
    { json: { label: 'Nightly export' } },
    { cookie, origin: url },
  )
  if (made.status !== 201) throw new Error(`Making a token answered ${made.status}`)
  return { name, email, cookie, userId, api: apiClient(url, String(made.json?.token)) }
}

const emailOf = (name: string) => `${name.toLowerCase().replaceAll(' ', '.')}@island.example`

/** Sets up a new server with Mara Voss as its first person; she owns Tuesday Circle. */
export async function setUp(url: string, setupLink: string): Promise<Writer & { workshopId: string }> {
  const name = 'Mara Voss'
  const email = emailOf(name)
  const made = await apiClient(url, null).done('POST', '/api/v1/setup', {
    ...{ name, email, password: PASSWORD, workshopName: 'Tuesday Circle' },
    token: setupLink.split('/').at(-1),
  })
  const writer = await writerOf(url, name, email, String(made.userId))
  return { ...writer, workshopId: String(made.workshopId) }
}

/** Somebody who accepts an invitation to the workshop with a new account. */
export async function invite(url: string, host: Writer, workshopId: string, name: string): Promise<Writer> {
  const { token } = await host.api.done('POST', `/api/v1/workshops/${workshopId}/invitations`, {
    role: 'member',
  })
  const email = emailOf(name)
  const joined = await apiClient(url, null).done('POST', `/api/v1/invitations/${String(token)}/accept`, {
    ...{ name, email, password: PASSWORD },
  })
  return writerOf(url, name, email, String(joined.userId))
}

const sampleText = (file: string) => readFileSync(join(SAMPLE, file), 'utf8')

/** A sample chapter as `{title, markdown}` without its title line. */
function sampleChapter(file: string): { title: string; markdown: string } {
  const [first = '', ...rest] = sampleText(file).split('\n')
  return { title: first.replace(/^#+\s*/, ''), markdown: rest.join('\n').trim() }
}

/** Sentences that stand once in a chapter, in the order of the text. */
export function quotesOf(markdown: string): string[] {
  const sentences = markdown.match(/[A-Z][^.?!“”*#\n]{30,110}[.?!]/g) ?? []
  return sentences.filter((sentence) => markdown.split(sentence).length === 2)
}

const NOTES = [
  { category: 'praise', body: 'The whole island in eight words. Please never touch this.' },
  { category: 'clarity', body: 'I had to read this twice before I knew who was speaking.' },
  { category: 'line', body: 'Lovely rhythm, but one clause too many for me.' },
  { category: 'character', body: 'Is she angry here or only tired? I would believe either, but not both.' },
  { category: 'pacing', body: 'This is where I began to be afraid of the trunk. It could come sooner.' },
]

/** Puts `many` threads of `critics` on a chapter, each on words of its own. */
export async function annotate(
  chapterId: string,
  markdown: string,
  critics: readonly Writer[],
  many: number,
): Promise<string[]> {
  const threads: string[] = []
  for (const [at, exact] of quotesOf(markdown).slice(0, many).entries()) {
    const critic = critics[at % critics.length]
    const thread = await critic?.api.made(`/api/v1/chapters/${chapterId}/threads`, {
      kind: 'comment',
      quote: { exact },
      ...NOTES[at % NOTES.length],
    })
    if (thread) threads.push(thread)
  }
  return threads
}

/** The ids a screen test needs. */
export interface FullServer {
  mara: Writer
  tomas: Writer
  newcomer: Writer
  workshopId: string
  emptyWorkshopId: string
  manuscriptId: string
  emptyManuscriptId: string
  longManuscriptId: string
  /** The chapter with thirty threads, and one without text. */
  chapterId: string
  /** A chapter with a named version and changes since. */
  redraftedChapterId: string
  emptyChapterId: string
  longChapterId: string
  invitationUrl: string
  /** Beta readers of the first two chapters. */
  lent: LentSession
}

/** Names the chapter as it is, then cuts, writes, moves and replaces something in it, as a second draft does. */
async function redraft({ api }: Writer, chapterId: string): Promise<void> {
  await api.made(`/api/v1/chapters/${chapterId}/versions`, { name: 'First draft, as I read it on Tuesday' })
  const { bytes } = await api.call('GET', `/api/v1/chapters/${chapterId}/state`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const before = Y.encodeStateVector(doc)
  const text = doc.getXmlFragment('default')
  const paragraphs = text
    .toArray()
    .filter((block) => block instanceof Y.XmlElement && block.nodeName === 'paragraph') as Y.XmlElement[]
  const [first, second, , fourth, , moved] = paragraphs
  if (!first || !second || !fourth || !moved) throw new Error('The sample chapter has paragraphs')
  const words = first.get(0) as Y.XmlText
  words.insert(words.length, ' Nobody had written it down.')
  const replaced = second.get(0) as Y.XmlText
  replaced.delete(0, replaced.toString().indexOf(' '))
  replaced.insert(0, 'Tonight')
  const carried = moved.clone()
  text.delete(text.toArray().indexOf(moved), 1)
  text.insert(text.toArray().indexOf(second), [carried])
  text.delete(text.toArray().indexOf(fourth), 1)
  await api.call('POST', `/api/v1/chapters/${chapterId}/updates`, {
    bytes: Y.encodeStateAsUpdate(doc, before),
  })
}

/** Somebody else writes into the chapter: a paragraph of his own, a few words, and Enter in the middle of one. */
async function secondHand({ api }: Writer, chapterId: string): Promise<void> {
  const { bytes } = await api.call('GET', `/api/v1/chapters/${chapterId}/state`)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, bytes)
  const before = Y.encodeStateVector(doc)
  const text = doc.getXmlFragment('default')
  const paragraph = (words: string) => {
    const made = new Y.XmlElement('paragraph')
    made.insert(0, [new Y.XmlText(words)])
    return made
  }
  doc.transact(() => {
    const first = (text.get(0) as Y.XmlElement).get(0) as Y.XmlText
    const stop = first.toString().indexOf(' ', first.length / 2)
    const rest = first.toString().slice(stop + 1)
    first.delete(stop, first.length - stop)
    text.insert(1, [paragraph(rest), paragraph('Somewhere below, the engine coughed twice and was still.')])
    const other = (text.get(4) as Y.XmlElement).get(0)
    if (other instanceof Y.XmlText) other.insert(other.length, ' He said it without turning round.')
  })
  await api.call('POST', `/api/v1/chapters/${chapterId}/updates`, {
    bytes: Y.encodeStateAsUpdate(doc, before),
  })
}

async function ferry(mara: Writer, tomas: Writer, ines: Writer, workshopId: string) {
  const { api } = mara
  const manuscriptId = await api.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Last Ferry',
    language: 'en-GB',
  })
  await api.done('PATCH', `/api/v1/manuscripts/${manuscriptId}`, { workshopRole: 'critic' })
  await api.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${tomas.userId}`, {
    role: 'coauthor',
  })
  const chapters = []
  for (const file of CHAPTERS) {
    const chapter = sampleChapter(file)
    const id = await api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, chapter)
    chapters.push({ id, markdown: chapter.markdown })
  }
  const [first, second, third] = chapters
  if (!first || !second || !third) throw new Error('The sample has three chapters')
  await api.done('PATCH', `/api/v1/chapters/${first.id}`, { status: 'finished' })
  await api.done('PATCH', `/api/v1/chapters/${third.id}`, { status: 'in_critique' })
  await annotate(second.id, second.markdown, [ines], 8)
  await redraft(mara, second.id)
  await secondHand(tomas, second.id)
  const threads = await annotate(third.id, third.markdown, [ines, tomas], 30)
  for (const thread of threads.slice(0, 2))
    await api.done('POST', `/api/v1/threads/${thread}/comments`, {
      body: 'Thank you. I have gone back and forth on this line for a week.',
    })
  const emptyChapterId = await api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    title: 'The Bell',
  })
  const files = new Map(chapters.map(({ id }, at) => [CHAPTERS[at] ?? '', id]))
  return { manuscriptId, chapterId: third.id, redraftedChapterId: second.id, emptyChapterId, files }
}

async function others(tomas: Writer, ines: Writer, workshopId: string): Promise<void> {
  const works = [
    { writer: ines, title: 'Salt Bread', sample: 1, share: 'critic', status: 'in_critique' },
    {
      writer: tomas,
      title: 'The Cartographer’s Third Wife',
      sample: 0,
      share: 'reader',
      status: 'in_critique',
    },
    { writer: ines, title: 'Small Hours, Small Rooms', sample: 2, share: 'critic', status: 'drafting' },
  ]
  for (const { writer, title, sample, share, status } of works) {
    const id = await writer.api.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title })
    await writer.api.done('PATCH', `/api/v1/manuscripts/${id}`, { workshopRole: share })
    const file = CHAPTERS[sample] ?? CHAPTERS[0] ?? ''
    const { markdown } = sampleChapter(file)
    const names = ['Yeast', 'A Drawer of Coastlines', 'Room Nine']
    const chapter = await writer.api.made(`/api/v1/manuscripts/${id}/chapters`, {
      title: names[sample],
      markdown,
    })
    await writer.api.done('PATCH', `/api/v1/chapters/${chapter}`, { status })
  }
}

/** One thing of each kind in the trash, one of them with the longest title. */
async function throwAway(
  { api }: Writer,
  workshopId: string,
  manuscriptId: string,
  chapterId: string,
): Promise<void> {
  const note = await api.made(`/api/v1/chapters/${chapterId}/threads`, {
    ...{ kind: 'comment', body: 'Do we need a bell at all? The lamp says everything already.' },
  })
  const things = [
    `threads/${note}`,
    `chapters/${await api.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, { title: 'The Wrong Harbour' })}`,
    `manuscripts/${await api.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: LONG_TITLE.slice(0, 300) })}`,
    `workshops/${await api.made('/api/v1/workshops', { name: 'Poets on Thursdays' })}`,
  ]
  for (const thing of things) await api.done('DELETE', `/api/v1/${thing}`)
}

/** Fills a new server with a workshop that looks used: writers, works, chapters of each status, thirty threads. */
export async function fill(url: string, setupLink: string): Promise<FullServer> {
  const mara = await setUp(url, setupLink)
  const { workshopId } = mara
  const tomas = await invite(url, mara, workshopId, 'Tomas Oyelaran')
  const ines = await invite(url, mara, workshopId, 'Ines Rautio')
  await invite(url, mara, workshopId, 'Odile Marchetti')
  await mara.api.done('PUT', `/api/v1/workshops/${workshopId}/members/${ines.userId}`, { role: 'moderator' })
  const { files, ...made } = await ferry(mara, tomas, ines, workshopId)
  await others(tomas, ines, workshopId)
  const emptyWorkshopId = await mara.api.made('/api/v1/workshops', { name: 'Second Saturday' })
  const emptyManuscriptId = await mara.api.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'Notes Towards a Lighthouse',
  })
  const longManuscriptId = await mara.api.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: LONG_TITLE.slice(0, 300),
  })
  const longChapterId = await mara.api.made(`/api/v1/manuscripts/${longManuscriptId}/chapters`, {
    title: LONG_TITLE.slice(0, 300),
    markdown: sampleChapter(CHAPTERS[0] ?? '').markdown,
  })
  await throwAway(mara, workshopId, made.manuscriptId, made.emptyChapterId)
  const invitation = await mara.api.done('POST', `/api/v1/workshops/${workshopId}/invitations`, {
    role: 'member',
    maxUses: 5,
  })
  const outside = await mara.api.made('/api/v1/workshops', { name: 'The Waiting Room' })
  const newcomer = await invite(url, mara, outside, 'Wren Adeyemi')
  await newcomer.api.done('DELETE', `/api/v1/workshops/${outside}/members/${newcomer.userId}`)
  return {
    ...{ mara, tomas, newcomer, workshopId, emptyWorkshopId, emptyManuscriptId, longManuscriptId },
    ...made,
    longChapterId,
    invitationUrl: String(invitation.url),
    lent: await lend(url, mara, made.manuscriptId, files),
  }
}
