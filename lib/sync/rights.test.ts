import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { settled } from '@/tests/support/sockets'
import { admissionOf, CHAPTER, openDesk } from '@/tests/support/writers'
import type { Admission } from './contract'
import { docWorkHere } from './doc-work'
import { SYNC_CLOSE } from './contract'
import { encodeFrame } from './wire'
import { checkChapter } from './structure'

/** Somebody else’s paragraph, as an update. */
function paragraphUpdate(): Uint8Array {
  const doc = new Y.Doc()
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('Not mine to write.')])
  doc.getXmlFragment('default').push([paragraph])
  return Y.encodeStateAsUpdate(doc)
}

/** The same frame with needless bytes in its type varints. */
function disguised(frame: Uint8Array): Uint8Array {
  return new Uint8Array([0x80, 0x80, 0, frame[1]! | 0x80, 0x80, 0x80, 0, ...frame.slice(2)])
}

/** An admission whose next judgement the test decides, and when it is given. */
function judgedBy(userId: string, as: Partial<Admission> = {}) {
  const verdicts: ((verdict: Admission | { gone: 'forbidden' | 'unauthenticated' }) => void)[] = []
  const admission = admissionOf(userId, {
    ...as,
    rejudge: () => new Promise((resolve) => verdicts.push(resolve)),
  })
  return { admission, verdicts }
}

describe('a connection that may not edit', () => {
  it('[SY4] gets the words and what others write, and is never asked for its own', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('For reading.')
    await desk.exchange()
    const ines = await desk.join('ines', { canEdit: false })
    expect(ines.text).toBe('For reading.')
    mara.type(0, 'Only ')
    await desk.exchange()
    expect(ines.text).toBe('Only For reading.')
    expect(ines.heardOf('step1')).toHaveLength(0)
    expect(ines.heardOf('hello')[0]?.canEdit).toBe(false)
  })

  it.each([
    ['an update', encodeFrame({ type: 'update', update: paragraphUpdate() })],
    ['a SyncStep2', encodeFrame({ type: 'step2', update: paragraphUpdate() })],
    ['a disguised update', disguised(encodeFrame({ type: 'update', update: paragraphUpdate() }))],
    ['a disguised SyncStep2', disguised(encodeFrame({ type: 'step2', update: paragraphUpdate() }))],
    ['a sync frame of an unknown kind', new Uint8Array([0, 9, 1, 1])],
    ['rubbish behind the types', new Uint8Array([0, 2, 255, 255, 255])],
  ])('[SY3] changes nothing with %s, and is told why', async (_, frame) => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    mara.writeParagraph('Untouched.')
    await desk.exchange()
    for (const wantsExtensions of [true, false]) {
      const critic = await desk.join('ines', { canEdit: false, wantsExtensions })
      critic.sayBytes(frame)
      await desk.exchange()
      const refusals = critic.heardOf('refusal').map(({ ordinal, reason }) => [ordinal, reason])
      expect(refusals).toEqual(wantsExtensions ? [[1, 'read_only']] : [])
      expect(critic.socket.closedWith).toBeNull()
    }
    expect(await desk.storedText()).toBe('Untouched.')
    expect(mara.text).toBe('Untouched.')
    expect(desk.rooms.counters().refused_read_only).toBe(2)
  })

  it('[SY4] may answer with an empty SyncStep2', async () => {
    const desk = openDesk()
    const ines = await desk.join('ines', { canEdit: false })
    ines.say({ type: 'step2', update: new Uint8Array([0, 0]) })
    await desk.exchange()
    expect(ines.heardOf('refusal')).toHaveLength(0)
    expect(desk.rooms.counters().refused_read_only).toBeUndefined()
  })
})

describe('the handshake', () => {
  it('[SY26] tells those who asked what they may do, before anything else', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    expect(mara.heard[0]).toEqual({
      type: 'hello',
      epoch: 1,
      schemaVersion: 1,
      seq: 0,
      canEdit: true,
      user: { id: 'mara', name: 'mara of the workshop', colour: '#7a3b2e' },
      now: desk.clock.now(),
    })
  })

  it('[SY26] sends nothing of its own to a stock provider', async () => {
    const desk = openDesk()
    const stock = await desk.join('tomas', { wantsExtensions: false })
    stock.writeParagraph('Plain protocol.')
    await desk.exchange()
    desk.rooms.notify(CHAPTER, { topic: 'threads' })
    stock.say({ type: 'update', update: new Uint8Array([1]) })
    await desk.exchange()
    const plain = ['step1', 'step2', 'update', 'awareness']
    expect(stock.heard.length).toBeGreaterThan(1)
    expect(stock.heard.filter((frame) => !plain.includes(frame.type))).toEqual([])
    expect(stock.socket.closedWith?.code).toBe(SYNC_CLOSE.refused)
  })

  it('[SY27] lets a client with an older schema read only, and says so', async () => {
    const desk = openDesk({ schemaVersion: 3 })
    const old = await desk.join('mara', { schemaVersion: 2 })
    expect(old.heardOf('hello')[0]?.canEdit).toBe(false)
    expect(old.heardOf('notice')[0]?.notice).toMatchObject({ topic: 'schema_outdated', schemaVersion: 3 })
    old.writeParagraph('From the past.')
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    const current = await desk.join('mara', { schemaVersion: 3 })
    expect(current.heardOf('hello')[0]?.canEdit).toBe(true)
  })

  it('[SY28] sends a client of another history away to rebase', async () => {
    const desk = openDesk()
    desk.log.setEpoch(CHAPTER, 2)
    const stale = await desk.join('mara', { epoch: 1 })
    expect(stale.heardOf('refusal')).toEqual([
      { type: 'refusal', ordinal: 0, class: 'rebase', reason: 'other_history' },
    ])
    expect(stale.socket.closedWith).toEqual({ code: SYNC_CLOSE.rebase, reason: 'other_history' })
    expect((await desk.join('mara', { epoch: 2 })).socket.closedWith).toBeNull()
  })
})

describe('a change of rights', () => {
  it('[SY29] holds the frames of those it may concern until they are judged again', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    void desk.rooms.rejudge({ userId: 'mara' })
    mara.writeParagraph('Am I allowed?')
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    verdicts[0]!(admission)
    await desk.exchange()
    expect(await desk.storedText()).toBe('Am I allowed?')
    expect(mara.saved).toBe(1)
  })

  it('[SY29] takes nothing that was held when the right is gone, and closes for good', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    const judging = desk.rooms.rejudge({ manuscriptId: 'the-island' })
    mara.writeParagraph('One more line.')
    await desk.exchange()
    verdicts[0]!({ gone: 'forbidden' })
    await judging
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(4403)
    expect(await desk.storedText()).toBe('')
  })

  it('[SY29] sends someone who may now only read back to be admitted again', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    const judging = desk.rooms.rejudge({ connectionKey: admission.connectionKey })
    mara.writeParagraph('Too late.')
    verdicts[0]!({ ...admission, canEdit: false })
    await judging
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.judgeAgain)
    expect(await desk.storedText()).toBe('')
  })

  it('[SY29] closes, to be tried again, when the judge does not answer', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara', judgedBy('mara').admission)
    void desk.rooms.rejudge({ all: true })
    mara.writeParagraph('Who says so?')
    await desk.exchange()
    desk.clock.advance(3_000)
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
    expect(await desk.storedText()).toBe('')
  })

  it('[SY29] waits for the last of two judgements', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    void desk.rooms.rejudge({ userId: 'mara' })
    void desk.rooms.rejudge({ all: true })
    mara.writeParagraph('Between two verdicts.')
    await desk.exchange()
    verdicts[0]!(admission)
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    verdicts[1]!({ gone: 'unauthenticated' })
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(4401)
    expect(await desk.storedText()).toBe('')
  })

  it('[SY29] takes nothing of a frame that was being looked into when the right went', async () => {
    let goOn = () => {}
    const there = docWorkHere(checkChapter)
    const looked = new Promise<void>((resolve) => (goOn = resolve))
    const desk = openDesk({
      work: (kind, ask) => looked.then(() => there(kind, ask)),
      limits: { inlineBytes: 0 },
    })
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    mara.writeParagraph('Half-way through the gate.')
    await desk.exchange()
    void desk.rooms.rejudge({ userId: 'mara' })
    goOn()
    await settled()
    verdicts[0]!({ gone: 'forbidden' })
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
  })

  it('[SY29] reaches a connection that was still in its handshake', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    admission.judgedAt = desk.clock.now()
    await desk.rooms.rejudge({ userId: 'mara' })
    const mara = await desk.join('mara', admission)
    mara.writeParagraph('Slipped through?')
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    verdicts[0]!({ gone: 'forbidden' })
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(4403)
    const tomas = await desk.join('tomas', judgedBy('tomas', { judgedAt: desk.clock.now() }).admission)
    expect(tomas.heardOf('hello')).toHaveLength(1)
  })

  it('[SY29] leaves everyone else alone', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    await desk.join('mara', admission)
    const tomas = await desk.join('tomas', judgedBy('tomas').admission)
    void desk.rooms.rejudge({ userId: 'mara', manuscriptId: 'the-island' })
    void desk.rooms.rejudge({})
    tomas.writeParagraph('Nothing to do with me.')
    await desk.exchange()
    expect(verdicts).toHaveLength(1)
    expect(tomas.saved).toBe(1)
  })

  it('[SY30] judges everyone again each minute, without holding them up', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    const mara = await desk.join('mara', admission)
    desk.clock.advance(60_000)
    mara.writeParagraph('Busy writing.')
    await desk.exchange()
    expect(verdicts).toHaveLength(1)
    expect(mara.saved).toBe(1)
    verdicts[0]!({ gone: 'forbidden' })
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(4403)
  })

  it('[SY30] bears a judge who is away for a moment, but not for two minutes', async () => {
    const desk = openDesk()
    const mara = await desk.join(
      'mara',
      admissionOf('mara', { rejudge: () => Promise.reject(new Error('away')) }),
    )
    desk.clock.advance(61_000)
    await desk.exchange()
    expect(mara.socket.closedWith).toBeNull()
    for (let second = 0; second < 62; second++) {
      desk.clock.advance(1_000)
      await desk.exchange()
    }
    expect(mara.socket.closedWith?.code).toBe(SYNC_CLOSE.tryAgain)
  })

  it('[SY30] accepts nothing after the login has ended', async () => {
    const desk = openDesk()
    const { admission, verdicts } = judgedBy('mara')
    admission.expiresAt = desk.clock.now() + 5_000
    const mara = await desk.join('mara', admission)
    desk.clock.advance(5_000)
    mara.writeParagraph('After midnight.')
    await desk.exchange()
    expect(await desk.storedText()).toBe('')
    verdicts[0]!({ gone: 'unauthenticated' })
    await desk.exchange()
    expect(mara.socket.closedWith?.code).toBe(4401)
  })
})

describe('notices', () => {
  it('[SY35] reach those in the doc, or the audience that was named', async () => {
    const desk = openDesk()
    const mara = await desk.join('mara')
    const ines = await desk.join('ines', { canEdit: false })
    desk.rooms.notify(CHAPTER, { topic: 'chapter', title: 'The Last Ferry' })
    desk.rooms.notify(CHAPTER, { topic: 'threads', threadId: 'tide' }, { canEdit: true })
    desk.rooms.notify(CHAPTER, { topic: 'handed_in' }, { userIds: ['ines'] })
    desk.rooms.notify('another-chapter', { topic: 'chapter' })
    await desk.exchange()
    expect(mara.heardOf('notice').map((frame) => frame.notice.topic)).toEqual(['chapter', 'threads'])
    expect(ines.heardOf('notice').map((frame) => frame.notice.topic)).toEqual(['chapter', 'handed_in'])
  })
})
