import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Viewer } from '@/lib/access/contract'
import { authorizeWorkshop } from '@/lib/access/authorize'
import { subscribe, type Notice } from '@/lib/events/events'
import { deskOf } from '@/lib/manuscript/desk'
import { viewChapter } from '@/lib/manuscript/chapters'
import { listTrash } from '@/lib/trash/listing'
import { PAGE_LIMIT } from '@/lib/paging'
import { fakeClock } from '@/tests/support/clock'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { settled } from '@/tests/support/sockets'
import { addComment, authorizeOwnComment, deleteComment, editComment, restoreComment } from './comments'
import { CRITIQUE_LIMITS } from './contract'
import { RoundView, type NewRound } from './contract.rounds'
import { changeCritiqueForm, showCritiqueForm } from './critique-form'
import { handIn, savePackage, throwAway, withdraw } from './packages'
import { reanchorThreads } from './reanchoring'
import { keepRounds } from './rounds-ending'
import { authorizeRound, beginRound, changeRound, listRounds, showRound } from './rounds'
import { deleteThread, listThreads, restoreThread, showThread } from './threads'

const world = workshopDatabase()
let critique: Critique
let heard: Notice[]
let stop: () => void

const GULL = 'The gull on the bollard had the whole harbour to itself.'
const ROPE = 'Somebody had coiled the rope the wrong way round.'

beforeEach(async () => {
  critique = await openCritique(GULL, ROPE)
  heard = []
  stop = subscribe((notice) => heard.push(notice))
})

afterEach(() => {
  stop()
  critique.close()
})

const BLIND = { isBlind: true, allowsOpen: false }

async function begin(round: Partial<NewRound> = {}): Promise<string> {
  const grant = await critique.chapter(critique.mara, 'decide')
  const asked = { question: 'Where did you stop reading?', isBlind: false, allowsOpen: false, ...round }
  return (await beginRound(grant, asked)).id
}

const roundOf = (viewer: Viewer, id: string) => authorizeRound(viewer, id, 'comment')
const handInAs = async (viewer: Viewer, id: string) => handIn(await roundOf(viewer, id))
const throwAwayAs = async (viewer: Viewer, id: string) => throwAway(await roundOf(viewer, id))
const withdrawAs = async (viewer: Viewer, id: string) => withdraw(await roundOf(viewer, id))
const saveAs = async (viewer: Viewer, id: string, change: Parameters<typeof savePackage>[1]) =>
  savePackage(await roundOf(viewer, id), change)
const shownTo = async (viewer: Viewer, id: string) => showRound(await authorizeRound(viewer, id, 'read'))
const end = async (id: string) =>
  changeRound(await authorizeRound(critique.mara, id, 'decide'), { end: true })

/** What somebody finds in the list of the chapter, as the words that open each thread. */
async function reaching(viewer: Viewer): Promise<string[]> {
  const { threads } = await listThreads(await critique.chapter(viewer, 'read'), { limit: PAGE_LIMIT })
  return threads.map(({ comments: [first] }) => first?.body ?? '')
}

const note = (viewer: Viewer, body: string, more: object = {}) => critique.open(viewer, { body, ...more })

/** Notices of threads and packages, each with whom it may reach; `everyone` for no bound. */
const told = () =>
  heard.flatMap((notice) => {
    if (!('audience' in notice)) return []
    const { mara, tomas, ines, kit, odile } = critique
    const names = new Map(Object.entries({ mara, tomas, ines, kit, odile }).map(([n, v]) => [v.userId, n]))
    const whom = notice.audience?.map((id) => names.get(id) ?? id) ?? ['everyone']
    return [`${notice.kind} → ${[...new Set(whom)].sort().join(' ')}`]
  })

describe('where a note belongs', () => {
  it('[CR10] [CR1] [CR5] is private in a round, its critic’s alone', async () => {
    await begin()
    const mine = await note(critique.ines, 'I stopped at the bollard.')
    expect(mine).toMatchObject({ visibility: 'private', independent: false })
    expect(await reaching(critique.ines)).toEqual(['I stopped at the bollard.'])
    for (const other of [critique.mara, critique.tomas, critique.kit, critique.odile])
      expect(await reaching(other)).toEqual([])
    expect(told()).toEqual(['thread_changed → ines'])
  })

  it('[CR10] is open at once for those who write the chapter, who cannot write private ones', async () => {
    await begin()
    expect(await note(critique.mara, 'Too slow?')).toMatchObject({ visibility: 'released', packageId: null })
    expect(await refusalOf(note(critique.tomas, 'Hm.', { visibility: 'private' }))).toBe('forbidden')
    expect(await reaching(critique.ines)).toEqual(['Too slow?'])
  })

  it('[CR10] is as its critic chooses where the round allows open ones, and refused where it does not', async () => {
    const id = await begin()
    expect(await refusalOf(note(critique.ines, 'For all.', { visibility: 'open' }))).toBe('forbidden')
    await end(id)
    await begin({ allowsOpen: true })
    await note(critique.ines, 'For all.', { visibility: 'open' })
    await note(critique.ines, 'For later.')
    await note(critique.ines, 'For later too.', { visibility: 'private' })
    expect(await reaching(critique.kit)).toEqual(['For all.'])
  })

  it('[CR11] is never made open when it was meant to be private', async () => {
    expect(await refusalOf(note(critique.ines, 'Mine.', { visibility: 'private' }))).toBe('conflict')
    expect(await reaching(critique.ines)).toEqual([])
    await note(critique.ines, 'Said to all.')
    expect(await reaching(critique.kit)).toEqual(['Said to all.'])
  })
})

describe('a private note', () => {
  it('[CR4] [CR5] is answered like what does not exist, to whoever would do anything to it', async () => {
    await begin()
    const { id, comments } = await note(critique.ines, 'Who coiled it?')
    const absent = await critique.thread(critique.mara, 'nowhere', 'read').catch((error: Error) => error)
    for (const viewer of [critique.mara, critique.tomas, critique.kit, critique.odile])
      for (const verb of ['read', 'comment', 'edit', 'decide', 'administer'] as const)
        expect(await critique.thread(viewer, id, verb).catch((error: Error) => error)).toEqual(absent)
    const strange = await authorizeOwnComment(critique.mara, 'nowhere').catch((error: Error) => error)
    const hidden = await authorizeOwnComment(critique.mara, comments[0]?.id ?? '').catch((e: Error) => e)
    expect(hidden).toEqual(strange)
    expect((await critique.thread(critique.ines, id, 'comment')).threadId).toBe(id)
  })

  it('[CR5] is counted nowhere, and in the trash it is its critic’s too', async () => {
    await begin()
    const { id } = await note(critique.ines, 'Who coiled it?')
    const count = async (viewer: Viewer) =>
      (await viewChapter(await critique.chapter(viewer, 'read'))).openThreads
    expect([await count(critique.ines), await count(critique.mara), await count(critique.kit)]).toEqual([
      1, 0, 0,
    ])
    const desk = await deskOf(critique.mara)
    expect(desk.critique.map(({ openThreads, newComments }) => [openThreads, newComments])).toEqual([[0, 0]])
    expect(desk.manuscripts.map(({ openThreads }) => openThreads)).toEqual([0])
    await deleteThread(await critique.thread(critique.ines, id, 'comment'))
    const trash = async (viewer: Viewer) => (await listTrash(viewer, { limit: 500 })).items.length
    expect([await trash(critique.ines), await trash(critique.mara)]).toEqual([1, 0])
  })

  it('[CR8] tells nobody else of its new places either', async () => {
    await begin()
    await note(critique.ines, 'Which one?', { quote: { exact: 'the wrong way round' } })
    await note(critique.mara, 'A knot?', { quote: { exact: 'coiled the rope' } })
    heard.length = 0
    critique.page.splitAt('coiled').splitAt('wrong way')
    await reanchorThreads(critique.chapterId)
    const whom = told()
    expect(whom.length).toBeGreaterThan(0)
    for (const line of whom) expect(['thread_changed → ines', 'thread_changed → everyone']).toContain(line)
  })
})

describe('handing in', () => {
  it('[CR16] releases everything at once, with one notice', async () => {
    const id = await begin()
    for (const body of ['One.', 'Two.', 'Three.']) await note(critique.ines, body)
    await saveAs(critique.ines, id, { remark: 'I would read on.' })
    heard.length = 0
    const round = await handInAs(critique.ines, id)
    expect(RoundView.parse(round)).toEqual(round)
    expect(round.mine).toMatchObject({ held: 0, can: { write: false, handIn: false, withdraw: true } })
    expect(told()).toEqual(['package_handed_in → everyone'])
    expect(await reaching(critique.mara)).toEqual(['One.', 'Two.', 'Three.'])
    const [seen] = (await shownTo(critique.mara, id)).handedIn
    expect(seen).toMatchObject({ remark: 'I would read on.', critic: { name: 'Ines Rautio' }, held: 0 })
    expect(seen?.notes).toHaveLength(3)
  })

  it('[CR16] again releases what was added since, and without anything new tells nothing', async () => {
    const id = await begin()
    await note(critique.ines, 'One.')
    await handInAs(critique.ines, id)
    heard.length = 0
    await handInAs(critique.ines, id)
    expect(heard).toEqual([])
    await note(critique.ines, 'One more.')
    expect(await reaching(critique.mara)).toEqual(['One.'])
    expect((await shownTo(critique.ines, id)).mine).toMatchObject({ held: 1, can: { handIn: true } })
    await handInAs(critique.ines, id)
    expect(await reaching(critique.mara)).toEqual(['One.', 'One more.'])
  })

  it('[CR16] is refused while there is nothing to hand in, and for who is no critic', async () => {
    const id = await begin()
    expect(await refusalOf(handInAs(critique.ines, id))).toBe('conflict')
    expect(await refusalOf(saveAs(critique.mara, id, { remark: 'Mine.' }))).toBe('forbidden')
    expect(await refusalOf(roundOf(critique.odile, id))).toBe('forbidden')
  })

  it('[CR16] leaves a note in the trash where it is', async () => {
    const id = await begin()
    const { id: gone } = await note(critique.ines, 'Never mind.')
    await note(critique.ines, 'This one.')
    await deleteThread(await critique.thread(critique.ines, gone, 'comment'))
    await handInAs(critique.ines, id)
    expect((await listTrash(critique.mara, { limit: 500 })).items).toEqual([])
    expect(await reaching(critique.mara)).toEqual(['This one.'])
  })
})

describe('taking back', () => {
  it('[CR17] makes all of it the critic’s again, and keeps the answers of others for when it is handed in again', async () => {
    const id = await begin()
    const { id: threadId } = await note(critique.ines, 'Who is she?')
    await saveAs(critique.ines, id, { remark: 'Good.' })
    await handInAs(critique.ines, id)
    await addComment(await critique.thread(critique.mara, threadId, 'comment'), { body: 'Her aunt.' })
    heard.length = 0
    expect((await withdrawAs(critique.ines, id)).mine).toMatchObject({ handedInAt: null, held: 1 })
    expect(told()).toEqual(['package_withdrawn → everyone'])
    expect(await reaching(critique.mara)).toEqual([])
    expect((await shownTo(critique.mara, id)).handedIn).toEqual([])
    const kept = await showThread(await critique.thread(critique.ines, threadId, 'read'))
    expect(kept.comments.map(({ body }) => body)).toEqual(['Who is she?', 'Her aunt.'])
    await handInAs(critique.ines, id)
    const again = await showThread(await critique.thread(critique.kit, threadId, 'read'))
    expect(again.comments.map(({ body }) => body)).toEqual(['Who is she?', 'Her aunt.'])
  })

  it('[CR17] does not bind again who has seen what others wrote, and leaves an accepted suggestion', async () => {
    const id = await begin(BLIND)
    const { id: accepted } = await note(critique.ines, 'Shorter.')
    await note(critique.ines, 'And this.')
    await handInAs(critique.ines, id)
    await world.db.thread.update({ where: { id: accepted }, data: { status: 'accepted' } })
    await withdrawAs(critique.ines, id)
    expect((await shownTo(critique.ines, id)).isBound).toBe(false)
    expect(await reaching(critique.mara)).toEqual(['Shorter.'])
  })

  it('[CR18] ends with the round; what was not handed in stays private, and can be handed in late or deleted', async () => {
    const id = await begin()
    await note(critique.ines, 'In time.')
    await handInAs(critique.ines, id)
    await note(critique.ines, 'Held back.')
    await note(critique.kit, 'Not ready.')
    await saveAs(critique.kit, id, { remark: 'Half of it.' })
    await end(id)
    expect(await refusalOf(withdrawAs(critique.ines, id))).toBe('conflict')
    expect(await reaching(critique.mara)).toEqual(['In time.'])
    await saveAs(critique.kit, id, { remark: 'All of it.' })
    await handInAs(critique.kit, id)
    await handInAs(critique.ines, id)
    expect(await reaching(critique.mara)).toEqual(['In time.', 'Held back.', 'Not ready.'])
    const views = (await shownTo(critique.mara, id)).handedIn
    expect(views.map(({ remark }) => remark).sort()).toEqual(['', 'All of it.'])
  })
})

describe('remark and answers', () => {
  it('[CR15] [CR6] are kept as they are written, and nobody else’s until they are handed in', async () => {
    const id = await begin({ questions: [{ text: 'Who is speaking?' }, { text: 'Would you read on?' }] })
    const [first] = (await shownTo(critique.ines, id)).form.questions
    const answers = { [first?.id ?? '']: 'The gull.' }
    await saveAs(critique.ines, id, { remark: 'Dry, in a good', place: 'AAAA' })
    const round = await saveAs(critique.ines, id, { remark: 'Dry, in a good way.', answers })
    expect(round.mine).toMatchObject({
      ...{ remark: 'Dry, in a good way.', answers, place: 'AAAA' },
      progress: { answered: 1, questions: 2 },
    })
    for (const viewer of [critique.mara, critique.kit, critique.odile]) {
      const { mine, handedIn } = await shownTo(viewer, id)
      expect([mine, handedIn]).toEqual([null, []])
    }
    await handInAs(critique.ines, id)
    expect((await shownTo(critique.mara, id)).handedIn).toMatchObject([{ answers, place: null }])
  })

  it('[CR15] are read only once handed in, while the place is kept; strange questions are refused', async () => {
    const id = await begin()
    expect(await refusalOf(saveAs(critique.ines, id, { answers: { other: 'Yes.' } }))).toBe('invalid')
    await saveAs(critique.ines, id, { remark: 'Done.' })
    await handInAs(critique.ines, id)
    expect(await refusalOf(saveAs(critique.ines, id, { remark: 'Or not.' }))).toBe('conflict')
    expect((await saveAs(critique.ines, id, { place: 'BBBB' })).mine?.place).toBe('BBBB')
    await withdrawAs(critique.ines, id)
    expect((await saveAs(critique.ines, id, { remark: 'Or not.' })).mine?.remark).toBe('Or not.')
  })
})

describe('a blind round', () => {
  it('[CR2] hides what others release since it began, until one hands in', async () => {
    await note(critique.kit, 'Before.')
    const id = await begin(BLIND)
    await note(critique.mara, 'Of the author.')
    await note(critique.kit, 'Of Kit.')
    await handInAs(critique.kit, id)
    expect(await reaching(critique.mara)).toEqual(['Before.', 'Of the author.', 'Of Kit.'])
    expect(await reaching(critique.tomas)).toEqual(['Before.', 'Of the author.', 'Of Kit.'])
    expect(await reaching(critique.ines)).toEqual(['Before.'])
    expect(await reaching(critique.odile)).toEqual(['Before.'])
    expect(await shownTo(critique.ines, id)).toMatchObject({ isBound: true, handedIn: [] })
    await note(critique.ines, 'Of Ines.')
    await handInAs(critique.ines, id)
    expect(await reaching(critique.ines)).toEqual(['Before.', 'Of the author.', 'Of Kit.', 'Of Ines.'])
    expect((await shownTo(critique.ines, id)).handedIn).toMatchObject([{ critic: { name: 'Kit Halvorsen' } }])
    expect(await reaching(critique.odile)).toEqual(['Before.'])
  })

  it('[CR2] opens for everyone when it ends', async () => {
    const id = await begin(BLIND)
    await note(critique.kit, 'Of Kit.')
    await handInAs(critique.kit, id)
    await end(id)
    for (const viewer of [critique.ines, critique.odile]) expect(await reaching(viewer)).toEqual(['Of Kit.'])
  })

  it('[CR2] [CR10] hides open notes from the bound as well', async () => {
    await begin({ isBlind: true, allowsOpen: true })
    await note(critique.kit, 'To the author.', { visibility: 'open' })
    expect(await reaching(critique.mara)).toEqual(['To the author.'])
    expect(await reaching(critique.ines)).toEqual([])
    expect(told()).toEqual(['thread_changed → kit mara tomas'])
  })

  it('[CR3] [CR12] hides what others say in older threads, with its date, its count and its order', async () => {
    const one = await note(critique.ines, 'First question.')
    const two = await note(critique.ines, 'Second question.')
    await addComment(await critique.thread(critique.kit, one.id, 'comment'), { body: 'An old answer.' })
    await addComment(await critique.thread(critique.kit, two.id, 'comment'), { body: 'A newer answer.' })
    await begin(BLIND)
    const before = await listThreads(await critique.chapter(critique.ines, 'read'), { limit: 500 })
    const deskBefore = await deskOf(critique.ines)
    heard.length = 0
    const grant = await critique.thread(critique.kit, one.id, 'comment')
    const said = await addComment(grant, { body: 'A hidden answer.' })
    expect(told()).toEqual(['thread_changed → kit mara tomas'])
    const after = await listThreads(await critique.chapter(critique.ines, 'read'), { limit: 500 })
    expect(after).toEqual(before)
    expect((await deskOf(critique.ines)).answers).toEqual(deskBefore.answers)
    const hidden = said.comments.at(-1)?.id ?? ''
    expect(await refusalOf(authorizeOwnComment(critique.ines, hidden))).toBe('not_found')
    const own = await authorizeOwnComment(critique.kit, hidden)
    await editComment(own, { body: 'A hidden answer, changed.' })
    await deleteComment(own)
    expect(await listThreads(await critique.chapter(critique.ines, 'read'), { limit: 500 })).toEqual(before)
    expect(new Set(told())).toEqual(new Set(['thread_changed → kit mara tomas']))
    const seen = await showThread(await critique.thread(critique.mara, one.id, 'read'))
    expect(seen.comments.map(({ body }) => body)).toEqual(['First question.', 'An old answer.'])
  })

  it('[CR3] hides an older comment that another has given new words since', async () => {
    const { id } = await note(critique.ines, 'First question.')
    const grant = await critique.thread(critique.kit, id, 'comment')
    const { comments } = await addComment(grant, { body: 'An old answer.' })
    await begin(BLIND)
    const own = await authorizeOwnComment(critique.kit, comments.at(-1)?.id ?? '')
    await editComment(own, { body: 'What I think of this draft.' })
    const seen = await showThread(await critique.thread(critique.ines, id, 'read'))
    expect(seen.comments.map(({ body }) => body)).toEqual(['First question.'])
  })

  it('[CR3] takes away a thread with the last comment that its writer sees, as if nobody had answered', async () => {
    const { id, comments } = await note(critique.ines, 'First question.')
    await begin(BLIND)
    await addComment(await critique.thread(critique.kit, id, 'comment'), { body: 'A hidden answer.' })
    const own = await authorizeOwnComment(critique.ines, comments[0]?.id ?? '')
    await deleteComment(own)
    expect(await reaching(critique.ines)).toEqual([])
    expect((await listTrash(critique.ines, { limit: 500 })).items).toHaveLength(1)
    await restoreComment(own)
    const seen = await showThread(await critique.thread(critique.mara, id, 'read'))
    expect(seen.comments.map(({ body }) => body)).toEqual(['First question.', 'A hidden answer.'])
  })

  it('[CR7] counts nothing hidden against a limit', async () => {
    const { id } = await note(critique.ines, 'First question.')
    await begin(BLIND)
    const at = new Date()
    const many = Array.from({ length: CRITIQUE_LIMITS.commentsPerThread - 1 }, (_, i) => ({
      ...{ id: `full-${i}`, threadId: id, authorId: critique.kit.userId, body: 'Yes.', createdAt: at },
    }))
    await world.db.comment.createMany({ data: many })
    const asInes = await critique.thread(critique.ines, id, 'comment')
    expect((await addComment(asInes, { body: 'Still mine.' })).comments).toHaveLength(2)
    const asMara = await critique.thread(critique.mara, id, 'comment')
    expect(await refusalOf(addComment(asMara, { body: 'No more.' }))).toBe('conflict')
  })

  it('[CR8] tells of a package those whom it reaches', async () => {
    const id = await begin(BLIND)
    await note(critique.kit, 'Of Kit.')
    heard.length = 0
    await handInAs(critique.kit, id)
    expect(told()).toEqual(['package_handed_in → kit mara tomas'])
    expect(heard.filter(({ kind }) => kind === 'access_changed')).toEqual([
      { kind: 'access_changed', userId: critique.kit.userId, manuscriptId: critique.manuscriptId },
    ])
  })

  it('[CR19] marks as independent what was written before one saw what others wrote', async () => {
    const id = await begin(BLIND)
    await note(critique.ines, 'Alone.')
    const changed = await note(critique.ines, 'Alone, at first.')
    await saveAs(critique.ines, id, { remark: 'On my own.' })
    await handInAs(critique.ines, id)
    await note(critique.ines, 'After I had read Kit.')
    const opening = await authorizeOwnComment(critique.ines, changed.comments[0]?.id ?? '')
    await editComment(opening, { body: 'As Kit says.' })
    await handInAs(critique.ines, id)
    await note(critique.kit, 'Too late to hand in, in time to be independent.')
    await end(id)
    await handInAs(critique.kit, id)
    const { threads } = await listThreads(await critique.chapter(critique.mara, 'read'), { limit: 500 })
    expect(threads.map(({ comments: [first], independent }) => [first?.body, independent])).toEqual([
      ['Alone.', true],
      ['As Kit says.', false],
      ['After I had read Kit.', false],
      ['Too late to hand in, in time to be independent.', true],
    ])
    expect((await shownTo(critique.mara, id)).handedIn.map(({ independent }) => independent)).toEqual([
      true,
      true,
    ])
  })
})

describe('rounds', () => {
  it('[CR13] are open one at a time, and end for good', async () => {
    const id = await begin()
    expect(await refusalOf(begin())).toBe('conflict')
    await end(id)
    expect(await refusalOf(end(id))).toBe('conflict')
    const next = await begin({ question: 'And now?' })
    const { rounds } = await listRounds(await critique.chapter(critique.odile, 'read'), { limit: 500 })
    expect(rounds.map((one) => [one.id, one.endedAt === null])).toEqual([
      [next, true],
      [id, false],
    ])
    const chapter = await viewChapter(await critique.chapter(critique.ines, 'read'))
    expect(chapter.status).toBe('in_critique')
  })

  it('[CR13] end by their date, by the clock of whoever reads', async () => {
    expect(await refusalOf(begin({ endsAt: '2020-01-01T00:00:00Z' }))).toBe('invalid')
    const endsAt = new Date(Date.now() + 60_000)
    const id = await begin({ ...BLIND, endsAt: endsAt.toISOString() })
    await note(critique.kit, 'Of Kit.')
    await handInAs(critique.kit, id)
    expect(await reaching(critique.ines)).toEqual([])
    await world.db.critiqueRound.update({ where: { id }, data: { endsAt: new Date(Date.now() - 1) } })
    expect(await reaching(critique.ines)).toEqual(['Of Kit.'])
    expect((await shownTo(critique.ines, id)).endedAt).not.toBeNull()
    expect(await refusalOf(note(critique.ines, 'Late.', { visibility: 'private' }))).toBe('conflict')
    await begin()
  })

  it('[CR13] tell browsers when their date passes', async () => {
    const endsAt = new Date(Date.now() + 3_600_000)
    const id = await begin({ ...BLIND, endsAt: endsAt.toISOString() })
    const clock = fakeClock(endsAt.getTime() - 20_000)
    const log = { error: (problem: unknown) => expect(problem).toBeUndefined() }
    const leave = keepRounds({ clock, log: log as never })
    heard.length = 0
    for (let second = 0; second < 30 && heard.length === 0; second++) {
      clock.advance(1_000)
      await settled()
      await world.db.critiqueRound.count()
    }
    leave()
    expect(clock.now()).toBeGreaterThanOrEqual(endsAt.getTime())
    const { chapterId, manuscriptId } = critique
    expect(heard).toEqual([
      { kind: 'access_changed', manuscriptId },
      { kind: 'round_changed', roundId: id, chapterId, docId: chapterId },
    ])
  })

  it('[CR14] ask the workshop’s questions unless they ask others, as they stood when they began', async () => {
    const { workshopId } = await critique.chapter(critique.mara, 'read')
    const host = await authorizeWorkshop(critique.mara, workshopId, 'host')
    const asked = await changeCritiqueForm(host, { questions: [{ text: 'Who wants what?' }] })
    const id = await begin()
    await changeCritiqueForm(host, { questions: [{ ...asked.questions[0], text: 'Who fears what?' }] })
    expect((await shownTo(critique.ines, id)).form).toEqual(asked)
    expect(await showCritiqueForm(host)).toEqual({
      questions: [{ id: asked.questions[0]?.id, text: 'Who fears what?' }],
    })
    await end(id)
    expect((await shownTo(critique.ines, await begin({ questions: [] }))).form.questions).toEqual([])
  })
})

describe('throwing away', () => {
  it('[CR36] takes all notes of a package at once, and its remark and answers, and tells nobody else', async () => {
    const id = await begin()
    for (const body of ['One.', 'Two.']) await note(critique.ines, body)
    await note(critique.kit, 'Not his.')
    await saveAs(critique.ines, id, { remark: 'I would read on.' })
    heard.length = 0
    const round = await throwAwayAs(critique.ines, id)
    expect(round.mine).toMatchObject({ notes: [], remark: '', answers: {}, held: 0, can: { handIn: false } })
    expect(await reaching(critique.ines)).toEqual([])
    expect(await reaching(critique.kit)).toEqual(['Not his.'])
    expect(told()).toEqual(['thread_changed → ines', 'thread_changed → ines'])
    expect((await listTrash(critique.mara, { limit: 500 })).items).toEqual([])
  })

  it('[CR36] can be undone note by note, each private and in its package again', async () => {
    const id = await begin()
    const { id: noteId } = await note(critique.ines, 'One.')
    await throwAwayAs(critique.ines, id)
    expect((await listTrash(critique.ines, { limit: 500 })).items.map((one) => one.id)).toEqual([noteId])
    await restoreThread(await critique.thread(critique.ines, noteId, 'comment'))
    expect((await shownTo(critique.ines, id)).mine).toMatchObject({ notes: [noteId], held: 1 })
    expect(await reaching(critique.mara)).toEqual([])
    await handInAs(critique.ines, id)
    expect(await reaching(critique.mara)).toEqual(['One.'])
  })

  it('[CR36] is refused while it is handed in, and does nothing where there is no package', async () => {
    const id = await begin()
    await note(critique.ines, 'One.')
    await handInAs(critique.ines, id)
    expect(await refusalOf(throwAwayAs(critique.ines, id))).toBe('conflict')
    expect(await reaching(critique.mara)).toEqual(['One.'])
    await withdrawAs(critique.ines, id)
    await throwAwayAs(critique.ines, id)
    expect(await reaching(critique.ines)).toEqual([])
    expect((await throwAwayAs(critique.kit, id)).mine).toBeNull()
  })

  it('[CR36] is possible after the round has ended, for what was never handed in', async () => {
    const id = await begin()
    await note(critique.ines, 'Too late.')
    await end(id)
    await throwAwayAs(critique.ines, id)
    expect(await reaching(critique.ines)).toEqual([])
  })
})

describe('the desk', () => {
  const askedOn = async (viewer: Viewer) => (await deskOf(viewer)).critique.map(({ asked }) => asked)

  it('shows the first line of what the author asks and until when, while the round is open', async () => {
    const endsAt = new Date(Date.now() + 86_400_000).toISOString()
    const id = await begin({ question: '\nIs the gull too calm?\n\nI worry about the rope as well.', endsAt })
    for (const viewer of [critique.mara, critique.ines, critique.odile])
      expect(await askedOn(viewer)).toEqual([{ question: 'Is the gull too calm?', endsAt }])
    await end(id)
    expect(await askedOn(critique.ines)).toEqual([null])
  })
})
