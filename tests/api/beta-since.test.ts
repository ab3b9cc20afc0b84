import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChangesView } from '@/lib/beta/contract.changes'
import type { BetaNoteView } from '@/lib/beta/contract.reading'
import { apiClient, type ApiClient } from '@/tests/support/api'
import { writeDraft } from '@/tests/support/draft'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'

/** What a later edition tells a reader of the one that he read (`lib/beta/SPEC.md`, BS31 to BS36). */

const KEEPER = [
  'The keeper of the north light wrote two letters a week and posted neither.',
  'On Sundays he polished the brass until he could see in it who was coming up the stairs.',
  'Nobody had come up the stairs since the spring.',
  '***',
  'The cat, which had no name, slept on the barometer and changed the weather by turning over.',
  'His sister would have known what to do about the letters, and about the cat.',
  'In the last week of May somebody knocked.',
].join('\n\n')

const LAMP = ['The lamp was out for one night only.', 'Three ships noticed.'].join('\n\n')

let world: PeopledServer<'mara' | 'jonas'>
let mara: ApiClient
let manuscriptId: string

/** A session of its own over chapters of their own. */
let session: string
let chapters: [keeper: string, lamp: string]
let first: string

const path = (rest = '', of = session) => `/api/v1/beta-sessions/${of}${rest}`

interface Issued {
  id: string
  chapterId: string
}

async function sessionOf(more: object = {}): Promise<Issued[]> {
  const made = await mara.done('POST', `/api/v1/manuscripts/${manuscriptId}/beta-sessions`, {
    ...{ title: 'First readers', chapters, ...more },
  })
  session = String(made.id)
  return made.editions as Issued[]
}

/** Issues the draft of a chapter as it is now. @returns the edition's id */
async function issue(chapterId = chapters[0]): Promise<string> {
  const { editions } = await mara.done('POST', path('/editions'), { chapterId })
  return (editions as Issued[]).findLast((one) => one.chapterId === chapterId)?.id ?? ''
}

async function guest(name: string): Promise<ApiClient> {
  const { token } = await mara.done('POST', path('/invitations'))
  const joined = await apiClient(world.server.url, null).done('POST', path('/join'), { token, name })
  return apiClient(world.server.url, String(joined.token))
}

const read = (api: ApiClient, editionId: string, paragraph = 2) =>
  api.done('PUT', path('/progress'), { editionId, paragraph })
const changesOf = async (api: ApiClient, editionId: string) =>
  (await api.done('GET', path(`/editions/${editionId}/changes`))) as unknown as ChangesView
const statusOf = async (api: ApiClient, rest: string) => (await api.call('GET', path(rest))).status
const notesIn = async (api: ApiClient, editionId: string) =>
  (await api.done('GET', path(`/notes?in=${editionId}`))).notes as BetaNoteView[]
const note = (api: ApiClient, editionId: string, said: object) =>
  api.done('POST', path('/notes'), { editionId, ...said }) as unknown as Promise<BetaNoteView>

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', jonas: 'Jonas Weld' })
  mara = world.api.mara
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, { title: 'The North Light' })
}, 180_000)

afterAll(() => world?.stop())

beforeEach(async () => {
  const made = (title: string, markdown: string) =>
    mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, { title, markdown })
  chapters = [await made('Two Letters', KEEPER), await made('The Dark Night', LAMP)]
  first = (await sessionOf())[0]?.id ?? ''
})

/** The draft after a revision: words replaced, a paragraph cut, one moved, one new. */
const revise = () =>
  writeDraft(mara, chapters[0], (draft) => {
    draft.replace(0, 'two letters', 'three letters')
    draft.move(4, 1)
    draft.cut(3)
    draft.insert(5, 'The brass needed no polishing that week.')
  })

describe('a later edition', { timeout: 120_000 }, () => {
  it('[BS31] [BS32] is shown with what changed, in paragraphs and words that are its own', async () => {
    const api = await guest('Wren')
    await read(api, first)
    await revise()
    const second = await issue()
    const changes = await changesOf(api, second)
    expect(changes).toMatchObject({ from: { id: first, number: 1 }, to: { id: second, number: 2 }, moved: 1 })
    expect([changes.wordsIn, changes.wordsOut]).toEqual([8, 10])
    expect(
      changes.blocks.map(({ state, paragraph, paragraphBefore }) => [state, paragraph, paragraphBefore]),
    ).toEqual([
      ['changed', 0, 0],
      ['moved_here', 1, 4],
      ['same', 2, 1],
      ['out', null, 2],
      ['same', 3, 3],
      ['moved_away', null, 4],
      ['same', 4, 5],
      ['in', 5, null],
      ['same', 6, 6],
    ])
    const { paragraphs } = (await api.done('GET', path(`/editions/${second}`))) as unknown as {
      paragraphs: { text: string }[]
    }
    const words = changes.blocks
      .filter(({ paragraph }) => paragraph !== null)
      .map(({ pieces }) => pieces.map(({ change, text }) => (change === 'out' ? '' : text)).join(''))
    expect(words).toEqual(paragraphs.map(({ text }) => text))
  })

  it('[BS31] has nothing to show to who read none before it, and where both read the same', async () => {
    const [wren, odile] = [await guest('Wren'), await guest('Odile')]
    await read(wren, first)
    expect(await statusOf(wren, `/editions/${first}/changes`)).toBe(404)
    await revise()
    const second = await issue()
    await read(odile, second)
    expect(await statusOf(odile, `/editions/${second}/changes`)).toBe(404)
    await writeDraft(mara, chapters[0], (draft) => draft.insert(0, 'It rained.'))
    const third = await issue()
    expect((await changesOf(odile, third)).from.number).toBe(2)
    expect((await changesOf(wren, third)).from.number).toBe(1)
    await read(wren, third)
    await writeDraft(mara, chapters[0], (draft) => draft.cut(0))
    const fourth = await issue()
    await read(odile, fourth)
    const again = await changesOf(odile, fourth)
    expect(again).toMatchObject({ from: { number: 2 }, wordsIn: 0, wordsOut: 0, moved: 0 })
    expect(again.blocks.every(({ state }) => state === 'same')).toBe(true)
  })

  it('[BS31] of who does not let his reading be recorded knows what he finished or noted, and nothing else', async () => {
    const silent = await guest('Wren')
    await silent.done('PATCH', path('/me'), { recordsProgress: false })
    await read(silent, first)
    await revise()
    const second = await issue()
    expect(await statusOf(silent, `/editions/${second}/changes`)).toBe(404)
    const { id } = await note(silent, first, { paragraph: 2, reaction: 'moved', private: true })
    expect(await statusOf(silent, `/editions/${second}/changes`)).toBe(200)
    await silent.done('DELETE', path(`/notes/${id}`))
    expect(await statusOf(silent, `/editions/${second}/changes`)).toBe(404)
    await silent.done('PUT', path('/progress'), { editionId: first, paragraph: 0, finished: true })
    const changes = await changesOf(silent, second)
    expect([changes.from.number, changes.place]).toEqual([1, null])
  })

  it('[BS33] is compared for its author with the one before, whoever read which, and for nobody else', async () => {
    const wren = await guest('Wren')
    await read(wren, first)
    await revise()
    const second = await issue()
    await writeDraft(mara, chapters[0], (draft) => draft.insert(0, 'It rained.'))
    const third = await issue()
    expect((await changesOf(mara, third)).from.number).toBe(2)
    expect((await changesOf(mara, second)).from.number).toBe(1)
    expect(await statusOf(mara, `/editions/${first}/changes`)).toBe(404)
    expect(await statusOf(world.api.jonas, `/editions/${third}/changes`)).toBe(404)
    expect(await statusOf(apiClient(world.server.url, null), `/editions/${third}/changes`)).toBe(401)
    const here = session
    await sessionOf()
    expect(await statusOf(mara, `/editions/${third}/changes`)).toBe(404)
    const there = await guest('Sparrow')
    expect((await there.call('GET', path(`/editions/${third}/changes`, here))).status).toBe(404)
    expect((await there.call('GET', path(`/notes?in=${third}`))).status).toBe(404)
  })

  it('[BS10] [BS33] is not shown by its comparison or in its notes while its chapter is closed', async () => {
    const api = await guest('Wren')
    const { editions } = await mara.done('GET', path())
    const lamp = (editions as Issued[]).find(({ chapterId }) => chapterId === chapters[1])?.id ?? ''
    await read(api, lamp, 0)
    await note(api, lamp, { quote: 'Three ships', body: 'Only three?' })
    await writeDraft(mara, chapters[1], (draft) => draft.replace(1, 'Three', 'Nine'))
    const later = await issue(chapters[1])
    expect(await statusOf(api, `/editions/${later}/changes`)).toBe(200)
    await mara.done('PATCH', path(), { sequential: true })
    for (const rest of [`/editions/${later}/changes`, `/notes?in=${later}`]) {
      const answer = await api.call('GET', path(rest))
      expect([answer.status, answer.json?.code]).toEqual([403, 'forbidden'])
      expect(new TextDecoder().decode(answer.bytes)).not.toContain('Nine')
    }
    expect(await statusOf(api, '/notes')).toBe(200)
  })

  it('[BS34] says under which content note stood what was cut, and leaves out those that are new', async () => {
    await sessionOf({
      contentNotes: [
        { chapterId: chapters[0], from: 4, to: 4, what: 'a cat', bridge: 'The weather changes.' },
      ],
    })
    const { editions } = await mara.done('GET', path())
    first = (editions as Issued[])[0]?.id ?? ''
    const api = await guest('Wren')
    await read(api, first)
    await writeDraft(mara, chapters[0], (draft) => {
      draft.cut(4)
      draft.insert(0, 'There was blood on the stairs.')
    })
    const second = await issue()
    const { contentNotes, blocks } = await changesOf(api, second)
    expect(contentNotes).toMatchObject([{ from: 4, to: 4, what: 'a cat' }])
    expect(blocks.find(({ state }) => state === 'out')?.paragraphBefore).toBe(4)
    await mara.done('PATCH', path(), {
      contentNotes: [{ chapterId: chapters[0], from: 0, to: 0, what: 'blood', bridge: '' }],
    })
    expect((await changesOf(api, second)).contentNotes).toEqual([])
  })

  it('[BS36] begins at its beginning, and offers where he was when that paragraph stands there', async () => {
    const [wren, odile] = [await guest('Wren'), await guest('Odile')]
    await read(wren, first, 5)
    await read(odile, first, 2)
    await revise()
    const second = await issue()
    expect((await changesOf(wren, second)).place).toBe(4)
    expect((await changesOf(odile, second)).place).toBeNull()
    expect((await changesOf(mara, second)).place).toBeNull()
  })
})

describe('notes of an earlier edition', { timeout: 120_000 }, () => {
  it('[BS35] stand where their words do now, or are told to have no place', async () => {
    const api = await guest('Wren')
    const made = {
      exact: await note(api, first, { quote: 'polished the brass', body: 'Lovely.' }),
      changed: await note(api, first, { quote: 'wrote two letters a week', body: 'To whom?' }),
      moved: await note(api, first, {
        ...{ quote: 'slept on the barometer and changed the weather by turning over', reaction: 'laughed' },
      }),
      gone: await note(api, first, { paragraph: 2, body: 'Since when?', private: true }),
      scene: await note(api, first, { paragraph: 3, reaction: 'bored' }),
    }
    await revise()
    const second = await issue()
    const notes = await notesIn(api, second)
    const carried = (one: BetaNoteView) => {
      const now = notes.find(({ id }) => id === one.id)
      const { placement, paragraph, number, editionId } = now?.carried ?? {}
      return [placement?.state, placement?.reason, placement?.text, paragraph, number, editionId === second]
    }
    expect(carried(made.exact)).toEqual(['exact', undefined, 'polished the brass', 2, 1, true])
    expect(carried(made.changed)).toEqual(['exact', undefined, 'wrote three letters a week', 0, 1, true])
    expect(carried(made.moved).slice(0, 4)).toEqual(['moved', undefined, made.moved.quote, 1])
    expect(carried(made.gone).slice(0, 3)).toEqual(['unplaced', 'gone', ''])
    expect(carried(made.scene).slice(0, 4)).toEqual(['exact', undefined, '', 3])
    // They are what they were: a passage of the edition that they were made in.
    for (const one of Object.values(made)) {
      const { carried: _, ...now } = notes.find(({ id }) => id === one.id) ?? {}
      expect(now).toEqual(one)
    }
    expect((await api.done('GET', path('/notes'))).notes).toEqual(Object.values(made))
  })

  it('[BS35] tell what was rewritten, with the new words in their place', async () => {
    const api = await guest('Wren')
    await note(api, first, { quote: 'posted neither', body: 'Why not?' })
    await writeDraft(mara, chapters[0], (draft) =>
      draft.replace(0, 'posted neither', 'burned all of them at once'),
    )
    const second = await issue()
    const [now] = await notesIn(api, second)
    expect(now?.carried?.placement).toMatchObject({ state: 'unplaced', reason: 'rewritten' })
    const { near, nearTo } = now?.carried?.placement ?? {}
    const { paragraphs } = (await api.done('GET', path(`/editions/${second}`))) as unknown as {
      paragraphs: { text: string }[]
    }
    expect(paragraphs[0]?.text.slice(near, nearTo)).toBe('burned all of them at once')
  })

  it('[BS35] are changed and deleted there, and counted once, with their own edition', async () => {
    const api = await guest('Wren')
    const made = await note(api, first, { quote: 'polished the brass', body: 'Lovely.', reaction: 'loved' })
    await read(api, first)
    await revise()
    const second = await issue()
    await read(api, second)
    await notesIn(api, second)
    await api.done('PATCH', path(`/notes/${made.id}`), { body: 'Still lovely.', reaction: 'moved' })
    const report = (edition: string) => mara.done('GET', path(`/report?edition=${edition}`))
    const [before, after] = [await report(first), await report(second)]
    expect(before.notes).toMatchObject([{ id: made.id, editionId: first, body: 'Still lovely.' }])
    expect(before.reactions).toMatchObject([{ people: 1, byReaction: [{ reaction: 'moved', people: 1 }] }])
    expect([after.notes, after.reactions]).toEqual([[], []])
    expect(JSON.stringify([before, after])).not.toContain('"carried"')
    const { threads } = await mara.done('GET', `/api/v1/chapters/${chapters[0]}/threads`)
    expect(threads).toMatchObject([{ id: made.id, comments: [{ body: 'Still lovely.' }] }])
    await api.done('DELETE', path(`/notes/${made.id}`))
    expect(await notesIn(api, second)).toEqual([])
  })

  it('[BS14] [BS35] are carried for who made them, never for others who may see them', async () => {
    await sessionOf({ visibility: 'always' })
    const { editions } = await mara.done('GET', path())
    first = (editions as Issued[])[0]?.id ?? ''
    const [wren, odile] = [await guest('Wren'), await guest('Odile')]
    await note(wren, first, { quote: 'polished the brass', body: 'Lovely.' })
    await note(odile, first, { quote: 'posted neither', body: 'Why not?' })
    await revise()
    const second = await issue()
    const seen = await notesIn(odile, second)
    expect(seen.map(({ mine, carried }) => [mine, carried !== undefined])).toEqual([
      [false, false],
      [true, true],
    ])
    expect((await notesIn(mara, second)).some(({ carried }) => carried)).toBe(false)
    // Whoever has only notes of others has read nothing himself.
    const ben = await guest('Ben')
    expect(await statusOf(ben, `/editions/${second}/changes`)).toBe(404)
  })

  it('refuses an edition that is none of the session, and what is no id', async () => {
    const api = await guest('Wren')
    expect(await statusOf(api, '/notes?in=no-such-edition')).toBe(404)
    expect(await statusOf(api, `/notes?in=${'x'.repeat(65)}`)).toBe(400)
    expect(await statusOf(api, '/notes?in=')).toBe(400)
    expect(await statusOf(api, '/editions/no-such-edition/changes')).toBe(404)
    expect(await statusOf(api, `/notes?in=${first}&within=${first}`)).toBe(400)
  })
})
