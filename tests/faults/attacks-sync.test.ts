import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { chanceFrom } from '@/tests/support/random'
import { rawClient, type RawClient } from '@/tests/support/raw-client'

/** DESIGN §6: one person may have this many connections. */
const OF_ONE_PERSON = 500
const FRAMES = 20_000
const SEED = Number(process.env.ATTACK_SEED ?? randomInt(1_000_000))

let world: PeopledServer<'mara' | 'tomas' | 'odile'>
let chapterId: string
/** Another chapter, in which nothing happens but what Mara writes. */
let quietId: string

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', tomas: 'Tomas Oyelaran', odile: 'Odile Marchetti' })
  const { mara } = world.api
  const workshopId = await mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscripts = `/api/v1/workshops/${workshopId}/manuscripts`
  const manuscriptId = await mara.made(manuscripts, { title: 'The Last Ferry' })
  for (const [who, role] of [['tomas', 'coauthor'] as const, ['odile', 'reader'] as const]) {
    const userId = world.userIds[who]
    await mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userId}`, { role: 'member' })
    await mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userId}`, { role })
  }
  const chapters = `/api/v1/manuscripts/${manuscriptId}/chapters`
  chapterId = await mara.made(chapters, { title: 'The Timetable', markdown: 'The ferry stopped.' })
  quietId = await mara.made(chapters, { title: 'Forty Steps', markdown: 'There are forty-three.' })
}, 120_000)

afterAll(() => world?.stop())

const connect = (who: 'mara' | 'tomas' | 'odile', docId = chapterId) =>
  rawClient(world.server.url, docId, { token: world.tokens[who].token, wantsExtensions: true })

async function textOf(docId: string): Promise<string> {
  const { bytes } = await world.api.mara.call('GET', `/api/v1/chapters/${docId}/export?format=txt`)
  return new TextDecoder().decode(bytes)
}

/** What the change that `make` does to a copy of the client's doc is as an update. */
function updateBy({ doc }: RawClient, make: (text: Y.XmlFragment, doc: Y.Doc) => void, clientId?: number) {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  if (clientId !== undefined) copy.clientID = clientId
  const before = Y.encodeStateVector(copy)
  copy.transact(() => make(copy.getXmlFragment('default'), copy))
  return Y.encodeStateAsUpdate(copy, before)
}

function element(name: string, ...content: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, content)
  return made
}

const linked = (href: string) => (text: Y.XmlFragment) => {
  const words = new Y.XmlText('here')
  words.format(0, 4, { link: { href } })
  text.insert(0, [element('paragraph', words)])
}

function nested(text: Y.XmlFragment, depth: number): void {
  let within: Y.XmlFragment = text
  for (let at = 0; at < depth; at++) {
    const quote = element('blockquote')
    within.insert(0, [quote])
    within = quote
  }
}

describe('an update that no editor makes', () => {
  it.each<[string, string, (text: Y.XmlFragment, doc: Y.Doc) => void]>([
    ['twenty thousand quotes in each other', 'too_deep', (text) => nested(text, 20_000)],
    [
      'a paragraph in a paragraph',
      'bad_content',
      (text) => text.insert(0, [element('paragraph', element('paragraph'))]),
    ],
    ['a root nobody knows', 'unknown_root', (_, doc) => doc.getMap('users').set('isAdmin', true)],
    ['a doc within the doc', 'unknown_root', (_, doc) => doc.getMap('more').set('doc', new Y.Doc())],
    ['a script', 'unknown_node', (text) => text.insert(0, [element('script', new Y.XmlText('alert(1)'))])],
    [
      'an attribute that would run',
      'bad_attribute',
      (text) => {
        const paragraph = element('paragraph')
        paragraph.setAttribute('onclick', 'alert(1)')
        text.insert(0, [paragraph])
      },
    ],
    ['a link that would run', 'bad_link', linked('javascript:alert(1)')],
    ['a link that would run, disguised', 'bad_link', linked('java\tscript:alert(1)')],
    ['a link to data', 'bad_link', linked('data:text/html,<script>alert(1)</script>')],
  ])('such as %s is refused for %s, and the text stays', async (_, reason, make) => {
    const tomas = await connect('tomas')
    const before = await textOf(chapterId)
    tomas.say({ type: 'update', update: updateBy(tomas, make) })
    expect(await tomas.closed).toMatchObject({ reason })
    expect(await textOf(chapterId)).toBe(before)
  })

  it('or that is written in another’s name is refused', async () => {
    const mara = await connect('mara')
    const add = (words: string) => (text: Y.XmlFragment) =>
      text.insert(text.length, [element('paragraph', new Y.XmlText(words))])
    mara.say({ type: 'update', update: updateBy(mara, add('She counted twice.'), 77) })
    await mara.taken()
    const tomas = await connect('tomas')
    tomas.say({ type: 'update', update: updateBy(tomas, add('As Mara never said.'), 77) })
    expect((await tomas.closed).code).toBe(4409)
    const text = await textOf(chapterId)
    expect([text.includes('She counted twice.'), text.includes('As Mara never')]).toEqual([true, false])
    mara.close()
  })
})

describe('somebody who floods the server', () => {
  let mara: RawClient
  let written = 0

  beforeEach(async () => {
    mara = await rawClient(world.server.url, quietId, {
      ...{ token: world.tokens.mara.token, wantsExtensions: true, sendsEdits: true },
    })
    return () => mara.close()
  })

  /** Mara writes in the other chapter, and it is there. */
  async function maraIsUndisturbed(): Promise<void> {
    const words = `Step ${++written}.`
    const text = mara.doc.getXmlFragment('default')
    mara.doc.transact(() => text.insert(text.length, [element('paragraph', new Y.XmlText(words))]))
    await mara.taken()
    expect(await textOf(quietId)).toContain(words)
  }

  it(`with ${FRAMES} random frames is cut off each time, and nobody else notices (seed ${SEED})`, async () => {
    const chance = chanceFrom(SEED)
    const before = await textOf(chapterId)
    let cutOff = 0
    for (let sent = 0; sent < FRAMES;) {
      const client = await connect('tomas')
      const gone = client.closed.then(({ code }) => code)
      for (let at = 0; at < 200; at++, sent++)
        client.sayBytes(Uint8Array.from({ length: 1 + chance.below(60) }, () => chance.below(256)))
      expect(await gone).toBeGreaterThanOrEqual(4400)
      cutOff += 1
      if (cutOff % 25 === 0) await maraIsUndisturbed()
    }
    expect(cutOff).toBeGreaterThanOrEqual(FRAMES / 200)
    expect(await textOf(chapterId)).toBe(before)
    await maraIsUndisturbed()
  }, 120_000)

  it('with a state vector that claims two thousand million writers is cut off', async () => {
    const odile = await connect('odile')
    odile.say({ type: 'step1', stateVector: Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x07, 1, 1]) })
    expect(await odile.closed).toMatchObject({ code: 4400, reason: 'malformed' })
    await maraIsUndisturbed()
  })

  it('with frames that are too large, or no frames of ours, is cut off', async () => {
    const odile = await connect('odile')
    odile.sayBytes(new Uint8Array(3 * 1024 * 1024))
    expect((await odile.closed).code).toBe(1009)
    await maraIsUndisturbed()
  })

  it(`with more than ${OF_ONE_PERSON} connections gets no more, and others do`, async () => {
    const sockets: WebSocket[] = []
    const answers = Array.from({ length: OF_ONE_PERSON + 20 }, async () => {
      const socket = new WebSocket(`${world.server.url.replace('http', 'ws')}/sync/${chapterId}`, {
        headers: { authorization: `Bearer ${world.tokens.odile.token}` },
      })
      sockets.push(socket)
      return new Promise<number>((resolve) => {
        socket.on('error', () => undefined)
        socket.on('open', () => resolve(101))
        socket.on('unexpected-response', (request, response) => {
          request.destroy()
          resolve(response.statusCode ?? 0)
        })
      })
    })
    const statuses = await Promise.all(answers)
    expect(statuses.filter((status) => status === 101)).toHaveLength(OF_ONE_PERSON)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
    await maraIsUndisturbed()
    for (const socket of sockets) socket.terminate()
  })
})
