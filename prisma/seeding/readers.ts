import { authorize, authorizeBetaSession } from '@/lib/access/authorize'
import { authorizeReader } from '@/lib/access/authorize-reader'
import type { BetaSessionGrant, ReaderGrant } from '@/lib/access/contract'
import { predict, saveAnswers } from '@/lib/beta/answers'
import { editionPage } from '@/lib/beta/edition-pages'
import { handIn } from '@/lib/beta/handing-in'
import { createInvitation } from '@/lib/beta/invitations'
import { joinSession } from '@/lib/beta/joining'
import { addNote } from '@/lib/beta/notes'
import { saveProgress } from '@/lib/beta/progress'
import { changeSession, createSession } from '@/lib/beta/sessions'
import { NewBetaSession, type BetaSessionView } from '@/lib/beta/contract.sessions'
import { database } from '@/lib/db/client'
import { READERS, READING, type SampleReader } from '../sample/readers'
import { hoursAgo, type People } from './people'

/** A chapter of the sample as its readers have it. */
interface Lent {
  editionId: string
  chapterId: string
  /** The words of each. */
  paragraphs: readonly string[]
}

type Lending = ReadonlyMap<string, Lent>

function lentAs(lending: Lending, file: string): Lent {
  const found = lending.get(file)
  if (!found) throw new Error(`The sample lends nobody ${file}`)
  return found
}

function paragraphWith({ paragraphs }: Lent, words: string): number {
  const at = paragraphs.findIndex((text) => text.includes(words))
  if (at < 0) throw new Error(`The sample has no paragraph with “${words}”`)
  return at
}

async function lend(session: BetaSessionView, chapters: ReadonlyMap<string, string>): Promise<Lending> {
  const lending = new Map<string, Lent>()
  for (const file of READING.files) {
    const chapterId = chapters.get(file) ?? ''
    const editionId = session.editions.find((edition) => edition.chapterId === chapterId)?.id ?? ''
    const { blocks } = await editionPage(session.id, editionId)
    lending.set(file, { editionId, chapterId, paragraphs: blocks.map(({ text }) => text) })
  }
  return lending
}

/** Puts the questions where the text is: their paragraphs are known once the edition is there. */
async function ask(grant: BetaSessionGrant, lending: Lending): Promise<readonly { id: string }[]> {
  const { questions } = await changeSession(grant, {
    questions: READING.questions.map(({ file, after, kind, prompt, options }) => {
      const lent = file === null ? null : lentAs(lending, file)
      return {
        ...{ kind, prompt, options: [...options] },
        ...(lent && { chapterId: lent.chapterId }),
        ...(lent && after !== null && { paragraph: paragraphWith(lent, after) }),
      }
    }),
  })
  return READING.questions.map(({ prompt }) => {
    const asked = questions.find((question) => question.prompt === prompt)
    if (!asked) throw new Error(`The sample does not ask “${prompt}”`)
    return asked
  })
}

type Reading = ReaderGrant<'read'>

async function follow(reader: SampleReader, grant: Reading, lending: Lending): Promise<void> {
  for (const [index, { file, until, stopped }] of reader.read.entries()) {
    const lent = lentAs(lending, file)
    const { editionId, paragraphs } = lent
    const paragraph = until === null ? paragraphs.length - 1 : paragraphWith(lent, until)
    const at = hoursAgo(reader.cameHoursAgo - 2 * (index + 1))
    await saveProgress(
      grant,
      { editionId, paragraph, ...(stopped !== undefined && { stopped: { reason: stopped } }) },
      at,
    )
    const isFirst = file === READING.files[0]
    if (isFirst && reader.prediction) await predict(grant, { editionId, body: reader.prediction }, at)
  }
}

async function say(reader: SampleReader, grant: Reading, lending: Lending): Promise<void> {
  const at = hoursAgo(reader.cameHoursAgo - 3)
  for (const { file, on, isParagraph, feels, says } of reader.notes) {
    const lent = lentAs(lending, file)
    const passage = { paragraph: paragraphWith(lent, on), ...(!isParagraph && { quote: on }) }
    const note = { body: says ?? '', reaction: feels ?? null, private: false, typo: false }
    await addNote(grant, { editionId: lent.editionId, ...passage, ...note }, at)
  }
}

/** Sends a guest a link, who joins through it and reads. */
async function read(
  reader: SampleReader,
  grant: BetaSessionGrant,
  { lending, asked }: { lending: Lending; asked: readonly { id: string }[] },
): Promise<void> {
  const { sessionId } = grant
  const came = hoursAgo(reader.cameHoursAgo)
  const { token } = await createInvitation(grant, { name: reader.name }, hoursAgo(reader.cameHoursAgo + 1))
  const joined = await joinSession(sessionId, { token }, null, came)
  const credentials = { authorization: `Bearer ${joined.token}`, cookies: {} }
  const reading = await authorizeReader(credentials, sessionId, 'read', came)
  await follow(reader, reading, lending)
  await say(reader, reading, lending)
  const answers = reader.answers.flatMap((value, at) => {
    const questionId = asked[at]?.id
    return questionId && value !== null ? [{ questionId, value }] : []
  })
  await saveAnswers(reading, { answers }, hoursAgo(reader.cameHoursAgo - 4))
  if (reader.handsIn) await handIn(reading, hoursAgo(reader.cameHoursAgo - 5))
}

/** The session and all that came by itself is as old as the first who read in it. */
async function backdate({ sessionId }: BetaSessionGrant): Promise<void> {
  const createdAt = hoursAgo(Math.max(...READERS.map(({ cameHoursAgo }) => cameHoursAgo)) + 4)
  await database().betaSession.update({ where: { id: sessionId }, data: { createdAt } })
  await database().betaEdition.updateMany({ where: { sessionId }, data: { issuedAt: createdAt } })
}

/**
 * Mara gives the first chapters to guests, who read and say what they think.
 * @returns the address of a link by which others can join them
 */
export async function openReading(
  people: People,
  manuscriptId: string,
  chapters: ReadonlyMap<string, string>,
): Promise<string> {
  const mara = people.named('Mara Voss')
  const { title, letter, contentNote, files } = READING
  const wanted = NewBetaSession.parse({
    ...{ title, letter, contentNote, chapters: files.map((file) => chapters.get(file)) },
    ...{ predictions: true, visibility: 'after_hand_in' },
  })
  const session = await createSession(await authorize(mara, manuscriptId, 'decide'), wanted)
  const grant = await authorizeBetaSession(mara, session.id)
  const lending = await lend(session, chapters)
  const asked = await ask(grant, lending)
  for (const reader of READERS) await read(reader, grant, { lending, asked })
  await backdate(grant)
  const { url } = await createInvitation(grant, { maxUses: 50 })
  return url
}
