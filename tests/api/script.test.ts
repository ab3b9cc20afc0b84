import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { apiClient } from '@/tests/support/api'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { stockProvider, whenDoc, type StockProvider } from '@/tests/support/stock-provider'

let world: PeopledServer<'mara' | 'ines' | 'jonas'>
let workshopId: string
let manuscriptId: string
let chapterId: string
const open: StockProvider[] = []

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const connect = (who: 'mara' | 'ines' | 'jonas', docId: string) => {
  const provider = stockProvider(world.server.url, docId, world.tokens[who].token)
  open.push(provider)
  return provider
}

const MARKDOWN = [
  'The ferry left at six, as it had *every* evening since the bridge went.',
  'Mara counted the passengers twice and was one short both times.',
  '***',
  '“You count like a smuggler,” said the mate. Mara counted on.',
].join('\n\n')

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', ines: 'Ines Rautio', jonas: 'Jonas Weld' })
  const { mara } = world.api
  workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${world.userIds.ines}`, { role: 'member' })
  manuscriptId = await mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    ...{ title: 'The Salt Road', language: 'en-GB' },
  })
  chapterId = await mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
    ...{ title: 'The Last Ferry', markdown: MARKDOWN },
  })
  await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${world.userIds.ines}`, {
    role: 'critic',
  })
}, 180_000)

afterAll(async () => {
  for (const provider of open) provider.close()
  await world?.stop()
})

describe('a script with a token', { timeout: 120_000 }, () => {
  it('finds what it made, counted', async () => {
    const chapter = await world.api.mara.done('GET', `/api/v1/chapters/${chapterId}`)
    expect(chapter).toMatchObject({ title: 'The Last Ferry', words: 36, position: 0, docId: chapterId })
    const access = await world.api.ines.done('GET', `/api/v1/chapters/${chapterId}/access`)
    expect(access).toEqual({
      role: 'critic',
      can: { read: true, comment: true, edit: false, decide: false, administer: false },
    })
  })

  it('imports a file, exports it and imports that again', async () => {
    const { mara } = world.api
    const source =
      '# Low Water\n\nThe tide went out.\n\n-----\n\nIt stayed out.\n\n# High Water\n\nThen it came.\n'
    const path = `/api/v1/manuscripts/${manuscriptId}/import`
    const first = await mara.call('POST', path, {
      file: { name: 'tide.md', bytes: new TextEncoder().encode(source) },
    })
    expect(first.status).toBe(201)
    const chapters = (first.json?.chapters ?? []) as { id: string; title: string; words: number }[]
    expect(chapters.map(({ title, words }) => [title, words])).toEqual([
      ['Low Water', 7],
      ['High Water', 3],
    ])
    for (const format of ['txt', 'md']) {
      const file = await mara.call('GET', `/api/v1/chapters/${chapters[0]?.id}/export?format=${format}`)
      expect(file.status).toBe(200)
      expect(file.headers.get('content-disposition')).toContain(`Low%20Water.${format}`)
      expect(text(file.bytes)).toContain('***')
      const again = await mara.call('POST', path, {
        file: { name: `Low Water.${format}`, bytes: file.bytes },
      })
      const [copy] = (again.json?.chapters ?? []) as { id: string; title: string }[]
      expect(copy?.title).toBe('Low Water')
      const second = await mara.call('GET', `/api/v1/chapters/${copy?.id}/export?format=${format}`)
      expect(text(second.bytes)).toBe(text(file.bytes))
    }
  })

  it('gets a sentence for a bad file, and nothing is left of it', async () => {
    const { mara } = world.api
    const before = await mara.done('GET', `/api/v1/manuscripts/${manuscriptId}/chapters`)
    const files = {
      'empty.txt': new Uint8Array(),
      'ferry.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0, 1, 2, 3]),
      'long.txt': new Uint8Array(20 * 1024 * 1024).fill(0x61),
    }
    for (const [name, bytes] of Object.entries(files)) {
      const answer = await mara.call('POST', `/api/v1/manuscripts/${manuscriptId}/import`, {
        file: { name, bytes },
      })
      expect([400, 413, 415], name).toContain(answer.status)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(String(answer.json?.detail).length, name).toBeGreaterThan(20)
    }
    expect(await mara.done('GET', `/api/v1/manuscripts/${manuscriptId}/chapters`)).toEqual(before)
  })

  it('types through a stock y-websocket provider, and every read shows it', async () => {
    const mara = connect('mara', chapterId)
    const ines = connect('ines', chapterId)
    await Promise.all([mara.synced(), ines.synced()])
    expect(mara.blocks()[0]).toContain('The ferry left at six')
    mara.type('Nobody answered; the engine did it for them.')
    await whenDoc(ines.doc, () => ines.blocks().at(-1) === 'Nobody answered; the engine did it for them.')
    const file = await world.api.ines.call('GET', `/api/v1/chapters/${chapterId}/export?format=md`)
    expect(text(file.bytes)).toContain('Nobody answered; the engine did it for them.')
    const state = await world.api.ines.call('GET', `/api/v1/chapters/${chapterId}/state`)
    const etag = state.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\d+-\d+"$/)
    const again = await world.api.ines.call('GET', `/api/v1/chapters/${chapterId}/state`, null, {
      'if-none-match': etag,
    })
    expect([again.status, again.bytes.length]).toEqual([304, 0])
  })

  it('gets a long chapter compressed, or as it is when it says so', async () => {
    const mara = connect('mara', chapterId)
    await mara.synced()
    mara.type('The engine went on and on, and so did he. '.repeat(60))
    const fetched = (headers = {}) =>
      world.api.ines.call('GET', `/api/v1/chapters/${chapterId}/state`, null, headers)
    await expect.poll(async () => (await fetched()).headers.get('content-encoding')).toBe('gzip')
    const state = await fetched()
    const etag = state.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"\d+-\d+-gzip"$/)
    expect(state.bytes.length).toBeGreaterThan(2_000)
    expect((await fetched({ 'if-none-match': `W/"1-1", ${etag}` })).status).toBe(304)
    for (const coding of ['identity', 'gzip;q=0, br', 'br']) {
      const plain = await fetched({ 'accept-encoding': coding })
      expect(plain.headers.get('content-encoding'), coding).toBeNull()
      expect(plain.headers.get('vary')).toContain('accept-encoding')
      expect(plain.headers.get('etag')).toBe(etag.replace('-gzip', ''))
      expect(plain.bytes).toEqual(state.bytes)
    }
  })

  it('is not admitted to a doc that is not shared with it', async () => {
    await expect(connect('jonas', chapterId).synced()).rejects.toThrow('refused')
    await expect(connect('mara', 'no-such-chapter').synced()).rejects.toThrow('refused')
  })

  it('leaves notes on words without the right to edit, and they are answered and resolved', async () => {
    const { mara, ines } = world.api
    const threads = `/api/v1/chapters/${chapterId}/threads`
    const thread = await ines.done('POST', threads, {
      ...{ kind: 'comment', body: 'Lovely: she would.', category: 'dialogue' },
      quote: { exact: 'You count like a smuggler' },
    })
    expect(thread).toMatchObject({
      ...{ kind: 'comment', category: 'dialogue', status: 'open', quote: 'You count like a smuggler' },
      placement: { state: 'exact', text: 'You count like a smuggler' },
    })
    await mara.done('POST', `/api/v1/threads/${String(thread.id)}/comments`, { body: 'She counted hers.' })
    await mara.done('PATCH', `/api/v1/threads/${String(thread.id)}`, { status: 'resolved' })
    const whole = await ines.done('POST', threads, { kind: 'comment', body: 'I want the next one now.' })
    expect(whole).toMatchObject({ quote: null, placement: null })
    const list = await ines.done('GET', threads)
    const found = list.threads as { status: string; comments: { body: string }[] }[]
    expect(found.map(({ status, comments }) => [status, comments.map(({ body }) => body)])).toEqual([
      ['resolved', ['Lovely: she would.', 'She counted hers.']],
      ['open', ['I want the next one now.']],
    ])
    expect(list.next).toBeNull()
  })

  it('collects all critique of a manuscript as JSON, Markdown and a table, filtered as the list', async () => {
    const { ines, jonas } = world.api
    const path = `/api/v1/manuscripts/${manuscriptId}`
    const list = await ines.done('GET', `${path}/threads?author=${world.userIds.ines}`)
    const threads = list.threads as { chapter: { title: string }; comments: object[] }[]
    expect(threads.map(({ chapter }) => chapter.title)).toEqual(['The Last Ferry', 'The Last Ferry'])
    expect([list.total, list.next]).toEqual([2, null])
    const json = await ines.call('GET', `${path}/critique`)
    expect(json.json?.threads).toEqual(threads)
    const md = await ines.call('GET', `${path}/critique?format=md&status=settled`)
    expect(md.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(text(md.bytes)).toContain('> She counted hers.')
    expect(text(md.bytes)).not.toContain('I want the next one now.')
    const csv = await ines.call('GET', `${path}/critique?format=csv`)
    expect(csv.headers.get('content-disposition')).toContain('Notes on The Salt Road.csv')
    expect(text(csv.bytes).trimEnd().split('\r\n')).toHaveLength(4)
    const all = ['threads', 'critique?format=csv']
    for (const what of all) expect((await jonas.call('GET', `${path}/${what}`)).status).toBe(404)
    for (const wrong of [
      'critique?format=pdf',
      'threads?status=new',
      'threads?cursor=nowhere',
      'critique?q=%20',
    ])
      expect((await ines.call('GET', `${path}/${wrong}`)).status, wrong).toBe(400)
  })

  it('reacts, calls people, and reads what a comment said before', async () => {
    const { mara, ines } = world.api
    const { mara: author, jonas } = world.userIds
    const threads = `/api/v1/chapters/${chapterId}/threads`
    const { people } = await ines.done('GET', `/api/v1/chapters/${chapterId}/readers`)
    expect((people as { name: string }[]).map(({ name }) => name)).toEqual(['Ines Rautio', 'Mara Voss'])
    const note = { kind: 'comment', body: 'Tide or time, @Mara Voss?' }
    const thread = await ines.done('POST', threads, { ...note, mentions: [author] })
    const [first] = thread.comments as { id: string; mentions: object[] }[]
    expect(first?.mentions).toEqual([expect.objectContaining({ name: 'Mara Voss' })])
    const stranger = await ines.call('POST', threads, { json: { ...note, mentions: [jonas] } })
    expect([stranger.status, stranger.json?.code]).toEqual([400, 'invalid'])
    const comment = `/api/v1/comments/${first?.id}`
    const after = await mara.done('PUT', `${comment}/reactions/thinking`)
    expect((after.comments as object[])[0]).toMatchObject({
      reactions: [{ kind: 'thinking', people: [{ name: 'Mara Voss' }] }],
    })
    expect((await mara.call('PUT', `${comment}/reactions/meh`)).status).toBe(400)
    expect((await mara.call('DELETE', `${comment}/reactions/thinking`)).status).toBe(204)
    await ines.done('PATCH', comment, { body: 'Tide, surely.' })
    const { edits } = await mara.done('GET', `${comment}/edits`)
    expect(edits).toEqual([expect.objectContaining({ version: 1, body: note.body })])
    await ines.done('DELETE', `/api/v1/threads/${String(thread.id)}`)
    const odd = await ines.call('POST', threads, { json: { ...note, category: 'rhyme' } })
    expect(String(odd.json?.detail)).toContain('praise, line')
  })

  it.each([
    ['is not there', 'The bridge came back', 'quote_not_found'],
    ['stands twice', 'Mara counted', 'quote_ambiguous'],
  ])('is told 422 when the quote %s', async (_, exact, code) => {
    const answer = await world.api.ines.call('POST', `/api/v1/chapters/${chapterId}/threads`, {
      json: { kind: 'comment', body: 'Here.', quote: { exact } },
    })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.json).toMatchObject({ code, status: 422 })
  })

  it('finds a note on its words while somebody types and deletes over the socket', async () => {
    const { ines } = world.api
    const quote = { exact: 'was one short both times' }
    const { id, placement } = await ines.done('POST', `/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'comment', body: 'Who is the one?', quote },
    })
    const { from } = placement as { from: number }
    const now = async () => (await ines.done('GET', `/api/v1/threads/${String(id)}`)).placement
    const mara = connect('mara', chapterId)
    const reads = connect('ines', chapterId)
    await Promise.all([mara.synced(), reads.synced()])
    const fragment = mara.doc.getXmlFragment('default')
    const before = new Y.XmlElement('paragraph')
    before.insert(0, [new Y.XmlText('It rained.')])
    fragment.insert(0, [before])
    await whenDoc(reads.doc, () => reads.blocks()[0] === 'It rained.')
    const moved = from + 'It rained.\n'.length
    expect(await now()).toEqual({
      ...{ state: 'exact', from: moved, to: moved + quote.exact.length, text: quote.exact },
    })
    const at = mara.blocks().findIndex((block) => block.includes(quote.exact))
    fragment.delete(at, 1)
    await whenDoc(reads.doc, () => !reads.blocks().join().includes(quote.exact))
    expect(await now()).toMatchObject({ state: 'unplaced', reason: 'gone', text: '' })
    await ines.done('DELETE', `/api/v1/threads/${String(id)}`)
    expect((await ines.call('GET', `/api/v1/threads/${String(id)}`)).status).toBe(410)
    await ines.done('POST', `/api/v1/threads/${String(id)}/restore`)
    expect(await now()).toMatchObject({ state: 'unplaced', reason: 'gone' })
  })

  it('is told what was wrong as a problem', async () => {
    const { mara } = world.api
    const wrong = await mara.call('POST', '/api/v1/workshops', { json: { name: '', colour: 'red' } })
    expect(wrong.status).toBe(400)
    expect(wrong.json).toMatchObject({ code: 'invalid', status: 400, title: expect.any(String) })
    const unread = await world.api.jonas.call('GET', `/api/v1/chapters/${chapterId}`)
    const unknown = await world.api.jonas.call('GET', '/api/v1/chapters/no-such-chapter')
    expect(unread.json).toEqual(unknown.json)
    expect(unread.status).toBe(404)
    const nobody = await apiClient(world.server.url, 'scr_forged').call('GET', '/api/v1/workshops')
    expect([nobody.status, nobody.json?.code]).toEqual([401, 'unauthenticated'])
  })

  it('reads the description of the API', async () => {
    const description = await apiClient(world.server.url, null).done('GET', '/api/v1/openapi.json')
    expect(description.openapi).toMatch(/^3\.1/)
    expect(Object.keys(description.paths as object).length).toBeGreaterThan(20)
  })
})
