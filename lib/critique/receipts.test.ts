import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize, authorizeWorkshop } from '@/lib/access/authorize'
import type { Viewer } from '@/lib/access/contract'
import { subscribe, type Notice } from '@/lib/events/events'
import { listNotices, readNotices } from '@/lib/notify/notices'
import { PAGE_LIMIT } from '@/lib/paging'
import { removeMember } from '@/lib/workshop/members'
import { openCritique, refusalOf, type Critique } from '@/tests/support/critique'
import { workshopDatabase } from '@/tests/support/database'
import { listManuscriptThreads } from './all-threads'
import type { ThreadView } from './contract'
import { ManuscriptThreadQuery, ThreadQuery } from './contract.filters'
import { RECEIPT_LIMITS, ReceiptBody } from './contract.receipts'
import { collectCritique } from './collecting'
import { CRITIQUE_FORMATS } from './contract.critique'
import { handIn } from './packages'
import { giveReceipt, offerReceipt, takeReceiptBack } from './receipts'
import { tellReceipts, waitingReceipts } from './receipts-telling'
import { authorizeRound, beginRound, changeRound } from './rounds'
import { deleteThread, listThreads, showThread } from './threads'

const world = workshopDatabase()
let critique: Critique
let note: ThreadView

const QUOTE = 'at six'

beforeEach(async () => {
  critique = await openCritique('The ferry left at six, and nobody waved.', 'Aurel counted the gulls twice.')
  note = await critique.open(critique.ines, { quote: { exact: QUOTE }, body: 'Too early?' })
  const until = new Date(Date.now() + 1).toISOString()
  for (const name of ['mara', 'tomas', 'ines', 'kit', 'odile'] as const)
    await readNotices(critique[name], { until })
})

afterEach(() => critique.close())

const mark = async (thread: ThreadView, body: unknown, by: Viewer = critique.mara) =>
  giveReceipt(await critique.thread(by, thread.id, 'edit'), ReceiptBody.parse(body))
const takeBack = async (thread: ThreadView, by: Viewer = critique.mara) =>
  takeReceiptBack(await critique.thread(by, thread.id, 'edit'))
const tell = async (by: Viewer = critique.mara) => tellReceipts(await critique.chapter(by, 'edit'))
const waiting = async (by: Viewer = critique.mara) => waitingReceipts(await critique.chapter(by, 'edit'))
const seen = async (viewer: Viewer, thread: ThreadView = note) =>
  (await showThread(await critique.thread(viewer, thread.id, 'read'))).receipt
const counts = (some: object) => ({ ...{ used: 0, partly: 0, kept: 0, later: 0 }, ...some })
const told = async (viewer: Viewer) => {
  const { notices } = await listNotices(viewer, { limit: PAGE_LIMIT })
  return notices.filter(({ kind, isRead }) => kind === 'receipts' && !isRead)
}
const found = async (viewer: Viewer, receipt: string) => {
  const query = ThreadQuery.parse({ receipt })
  const { threads } = await listThreads(await critique.chapter(viewer, 'read'), query)
  const grant = await authorize(viewer, critique.manuscriptId, 'read')
  const all = await listManuscriptThreads(grant, ManuscriptThreadQuery.parse({ receipt }))
  expect([all.total, all.threads.map(({ id }) => id)]).toEqual([threads.length, threads.map(({ id }) => id)])
  return threads.map(({ id }) => id)
}

async function file(viewer: Viewer, format: (typeof CRITIQUE_FORMATS)[number]): Promise<string> {
  const grant = await authorize(viewer, critique.manuscriptId, 'read')
  const { pieces } = await collectCritique(grant, { format })
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** Whom browsers are told of threads while `act` runs: one audience for each frame. */
async function audiencesDuring(act: () => Promise<unknown>): Promise<(readonly string[] | null)[]> {
  const heard: Notice[] = []
  const leave = subscribe((notice) => heard.push(notice))
  await act().finally(leave)
  return heard.flatMap((notice) => (notice.kind === 'thread_changed' ? [notice.audience] : []))
}

describe('what became of a note', () => {
  it('[CR20] is seen by those who write the chapter, and by nobody else by any route until it is told', async () => {
    const others = [critique.ines, critique.kit, critique.odile]
    const readings = () =>
      Promise.all(
        others.flatMap((viewer) => [
          ...CRITIQUE_FORMATS.map((format) => file(viewer, format)),
          ...['any', 'used', 'none'].map((receipt) => found(viewer, receipt)),
          critique.thread(viewer, note.id, 'read').then(showThread),
        ]),
      )
    const stampless = async () =>
      JSON.stringify(await readings()).replaceAll(/\\"collectedAt\\":\\"[^"]+"|Collected [^.]+\./g, '')
    const before = await stampless()
    const audiences = await audiencesDuring(() => mark(note, { outcome: 'used', note: 'Seven it is.' }))
    expect(await stampless()).toBe(before)
    expect(audiences).toHaveLength(1)
    expect(audiences[0]?.toSorted()).toEqual([critique.mara.userId, critique.tomas.userId].toSorted())
    for (const writer of [critique.mara, critique.tomas]) {
      expect(await seen(writer)).toMatchObject({
        ...{ outcome: 'used', note: 'Seven it is.', change: null, sentAt: null },
        by: { name: 'Mara Voss' },
      })
      expect(await found(writer, 'used')).toEqual([note.id])
    }
    expect(await told(critique.ines)).toEqual([])
  })

  it('[CR20] is not said by critics and readers, nor of a note that does not reach whoever says it', async () => {
    for (const viewer of [critique.ines, critique.kit, critique.odile]) {
      expect(await refusalOf(mark(note, { outcome: 'used' }, viewer))).toBe('forbidden')
      expect(await refusalOf(waiting(viewer))).toBe('forbidden')
      expect(await refusalOf(tell(viewer))).toBe('forbidden')
    }
    await beginRound(await critique.chapter(critique.mara, 'decide'), {
      ...{ question: 'And now?', isBlind: false, allowsOpen: false },
    })
    const hidden = await critique.open(critique.ines, { body: 'Mine alone.' })
    expect(await refusalOf(mark(hidden, { outcome: 'used' }))).toBe('not_found')
    expect((await waiting()).unmarked).toBe(1)
  })

  it('[CR21] [CR25] is told to its critic with one notice, and seen by everyone who sees the note', async () => {
    const more = [
      await critique.open(critique.ines, { body: 'And the gulls?' }),
      await critique.open(critique.ines, { body: 'Who is Aurel?' }),
      await critique.open(critique.kit, { body: 'Lovely.' }),
    ]
    await mark(note, { outcome: 'used' })
    await mark(more[0]!, { outcome: 'kept' })
    await mark(more[1]!, { outcome: 'used' })
    await mark(more[2]!, { outcome: 'later', note: 'In the next draft.' })
    expect(await waiting()).toEqual({
      critics: [
        {
          critic: expect.objectContaining({ name: 'Ines Rautio' }) as object,
          counts: counts({ used: 2, kept: 1 }),
          reach: 'told',
        },
        {
          critic: expect.objectContaining({ name: 'Kit Halvorsen' }) as object,
          counts: counts({ later: 1 }),
          reach: 'told',
        },
      ],
      unmarked: 0,
    })
    let sent: unknown
    const audiences = await audiencesDuring(async () => (sent = await tell()))
    expect(sent).toMatchObject({
      told: [
        { critic: { name: 'Ines Rautio' }, counts: counts({ used: 2, kept: 1 }) },
        { critic: { name: 'Kit Halvorsen' }, counts: counts({ later: 1 }) },
      ],
    })
    expect(audiences).toEqual([null])
    expect(await told(critique.ines)).toMatchObject([
      {
        ...{ count: 1, people: [{ name: 'Mara Voss' }], chapter: { id: critique.chapterId } },
        receipts: counts({ used: 2, kept: 1 }),
      },
    ])
    expect(await told(critique.kit)).toMatchObject([{ receipts: counts({ later: 1 }) }])
    for (const viewer of [critique.tomas, critique.odile]) expect(await told(viewer)).toEqual([])
    for (const viewer of [critique.ines, critique.kit, critique.odile]) {
      expect(await seen(viewer)).toMatchObject({ outcome: 'used', sentAt: expect.any(String) as string })
      expect(await found(viewer, 'used')).toEqual([note.id, more[1]!.id])
      expect(await found(viewer, 'later')).toEqual([more[2]!.id])
      expect(await found(viewer, 'none')).toEqual([])
    }
    expect((await waiting()).critics).toEqual([])
  })

  it('[CR25] is one notice with what was told before and not read, and another one after that', async () => {
    const second = await critique.open(critique.ines, { body: 'And the gulls?' })
    await mark(note, { outcome: 'used' })
    await tell()
    await mark(second, { outcome: 'partly' })
    await tell(critique.tomas)
    expect(await told(critique.ines)).toMatchObject([
      {
        count: 2,
        receipts: counts({ used: 1, partly: 1 }),
        people: [{ name: 'Tomas Oyelaran' }, { name: 'Mara Voss' }],
      },
    ])
    await readNotices(critique.ines, { until: new Date(Date.now() + 1).toISOString() })
    const third = await critique.open(critique.ines, { body: 'Why twice?' })
    await mark(third, { outcome: 'kept' })
    await tell()
    expect(await told(critique.ines)).toMatchObject([{ count: 1, receipts: counts({ kept: 1 }) }])
  })

  it('[CR25] is told once by two who tell at once, and not at all when there is nothing', async () => {
    expect(await refusalOf(tell())).toBe('conflict')
    await mark(note, { outcome: 'used' })
    const outcomes = await Promise.all([tell(), tell(critique.tomas), tell()].map(refusalOf))
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'done'])
    expect(await told(critique.ines)).toMatchObject([{ count: 1, receipts: counts({ used: 1 }) }])
    expect(await refusalOf(tell())).toBe('conflict')
  })

  it('[CR25] [CR27] is told as it was said first or last when it is said again while it is told', async () => {
    for (let turn = 0; turn < 5; turn++) {
      const thread = await critique.open(critique.kit, { body: `Lovely, ${turn}.` })
      await mark(thread, { outcome: 'used' })
      await Promise.all([tell(), refusalOf(mark(thread, { outcome: 'kept' }))])
      const said = await seen(critique.kit, thread)
      expect(['used', 'kept']).toContain(said?.outcome)
      expect(await told(critique.kit)).toMatchObject([{ receipts: counts({ [said?.outcome ?? '']: 1 }) }])
      await readNotices(critique.kit, { until: new Date(Date.now() + 1).toISOString() })
      if ((await waiting()).critics.length > 0) await takeBack(thread)
      expect(await seen(critique.mara, thread)).toEqual(said)
    }
  })

  it('[CR25] is told of no note that was deleted', async () => {
    await mark(note, { outcome: 'used' })
    await deleteThread(await critique.thread(critique.mara, note.id, 'comment'))
    expect((await waiting()).critics).toEqual([])
    expect(await refusalOf(tell())).toBe('conflict')
    expect(await refusalOf(mark(note, { outcome: 'kept' }))).toBe('gone')
  })

  it('[CR26] is not said of one’s own note, and whoever tells is not told', async () => {
    const own = await critique.open(critique.tomas, { body: 'Is this the right ferry?' })
    expect(await refusalOf(mark(own, { outcome: 'used' }, critique.tomas))).toBe('forbidden')
    expect(await refusalOf(takeBack(own, critique.tomas))).toBe('forbidden')
    await mark(own, { outcome: 'used' })
    expect((await waiting(critique.tomas)).critics).toEqual([])
    expect(await refusalOf(tell(critique.tomas))).toBe('conflict')
    await tell()
    expect(await told(critique.tomas)).toMatchObject([{ receipts: counts({ used: 1 }) }])
  })

  it('[CR26] is told to nobody who has left, and the others are told all the same', async () => {
    const other = await critique.open(critique.kit, { body: 'Lovely.' })
    await mark(note, { outcome: 'used' })
    await mark(other, { outcome: 'used' })
    const { workshopId } = await critique.chapter(critique.mara, 'read')
    await removeMember(await authorizeWorkshop(critique.mara, workshopId, 'own'), critique.ines.userId)
    expect((await waiting()).critics.map(({ reach }) => reach)).toEqual(['left', 'told'])
    expect(await tell()).toMatchObject({ told: [{ critic: { name: 'Kit Halvorsen' } }], ofThoseWhoLeft: 1 })
    expect(await world.db.notice.count({ where: { userId: critique.ines.userId, kind: 'receipts' } })).toBe(0)
    expect(await seen(critique.kit)).toMatchObject({ outcome: 'used' })
    expect((await waiting()).critics).toEqual([])
  })

  it('[CR27] is taken back until it is told, and not after', async () => {
    await mark(note, { outcome: 'used' })
    await takeBack(note)
    await takeBack(note)
    expect(await seen(critique.mara)).toBe(null)
    expect(await refusalOf(tell())).toBe('conflict')
    await mark(note, { outcome: 'partly' })
    await tell()
    expect(await refusalOf(takeBack(note))).toBe('conflict')
    expect(await seen(critique.ines)).toMatchObject({ outcome: 'partly' })
  })

  it('[CR27] that is changed after it was told is told again, and until then what was told stands', async () => {
    await mark(note, { outcome: 'later', note: 'Perhaps.' })
    await tell()
    const first = await seen(critique.ines)
    await mark(note, { outcome: 'later', note: 'Perhaps.' })
    expect((await seen(critique.mara))?.sentAt, 'the same again changes nothing').toBe(first?.sentAt)
    await mark(note, { outcome: 'used' })
    await mark(note, { outcome: 'partly' })
    expect(await seen(critique.mara)).toMatchObject({ outcome: 'partly', sentAt: null })
    for (const viewer of [critique.ines, critique.odile]) {
      expect(await seen(viewer)).toEqual(first)
      expect(await found(viewer, 'later')).toEqual([note.id])
      expect(await found(viewer, 'any')).toEqual([note.id])
      expect([await found(viewer, 'partly'), await found(viewer, 'none')]).toEqual([[], []])
    }
    await takeBack(note)
    expect(await seen(critique.mara)).toEqual(first)
    await mark(note, { outcome: 'used' })
    await tell()
    expect(await seen(critique.ines)).toMatchObject({ outcome: 'used', note: null })
    expect(await told(critique.ines)).toMatchObject([{ count: 2, receipts: counts({ used: 1 }) }])
  })

  it('[CR28] resolves the note only when that is asked for, and moves no date otherwise', async () => {
    const before = await showThread(await critique.thread(critique.mara, note.id, 'read'))
    const after = await mark(note, { outcome: 'used' })
    expect([after.status, after.updatedAt]).toEqual(['open', before.updatedAt])
    await tell()
    expect((await showThread(await critique.thread(critique.ines, note.id, 'read'))).updatedAt).toBe(
      before.updatedAt,
    )
    const resolved = await mark(note, { outcome: 'used', resolve: true })
    expect(resolved).toMatchObject({ status: 'resolved', resolvedBy: { name: 'Mara Voss' } })
    expect(resolved.receipt?.sentAt).not.toBe(null)
    const suggestion = await critique.open(critique.ines, {
      ...{ kind: 'suggestion', quote: { exact: 'nobody' }, body: '', replacement: 'no one' },
    })
    expect(await refusalOf(mark(suggestion, { outcome: 'used', resolve: true }))).toBe('conflict')
    expect(await seen(critique.mara, suggestion)).toBe(null)
  })

  it('is one of four, with one short line at most', () => {
    const parse = (body: unknown) => ReceiptBody.safeParse(body).success
    expect(ReceiptBody.parse({ outcome: 'kept', note: '  On purpose. ' }).note).toBe('On purpose.')
    expect(parse({ outcome: 'used', note: 'x'.repeat(RECEIPT_LIMITS.noteCharacters) })).toBe(true)
    for (const body of [
      {},
      { outcome: 'ignored' },
      { outcome: 'used', note: 'x'.repeat(RECEIPT_LIMITS.noteCharacters + 1) },
      { outcome: 'used', note: 'two\nlines' },
      { outcome: 'used', note: '\ud800' },
      { outcome: 'used', linked: 'yes' },
      { outcome: 'used', before: 'mine', after: 'yours' },
    ])
      expect(parse(body), JSON.stringify(body)).toBe(false)
    expect(ThreadQuery.safeParse({ receipt: 'ignored' }).success).toBe(false)
  })
})

describe('the change that answered a note', () => {
  it('[CR23] is what the server has on disk, as it stood when it was linked', async () => {
    const offer = async () =>
      (await offerReceipt(await critique.thread(critique.mara, note.id, 'edit'))).change
    expect(await offer()).toBe(null)
    expect(await refusalOf(mark(note, { outcome: 'used', linked: true }))).toBe('conflict')
    critique.page.replace('six', 'seven')
    expect((await offer())?.after).toContain('The ferry left at seven, and')
    const linked = await mark(note, { outcome: 'used', linked: true })
    expect(linked.receipt?.change).toEqual(await offer())
    critique.page.replace('seven', 'eight')
    await tell()
    const change = (await seen(critique.ines))?.change
    expect(change?.before).toContain('The ferry left at six, and')
    expect(change?.after).toContain('The ferry left at seven, and')
    const { receiptChange } = await world.db.thread.findUniqueOrThrow({ where: { id: note.id } })
    expect(receiptChange).toMatchObject({ change: { seq: 2 } })
  })

  it('[CR23] is a cut when the words are gone', async () => {
    const gulls = await critique.open(critique.ines, { quote: { exact: 'Aurel counted the gulls twice.' } })
    critique.page.deleteBlock('Aurel counted')
    expect((await mark(gulls, { outcome: 'used', linked: true })).receipt?.change).toEqual({
      before: 'Aurel counted the gulls twice.',
      after: '',
    })
  })

  it('[CR24] is none of a note on the whole chapter', async () => {
    const whole = await critique.open(critique.ines)
    expect(await refusalOf(mark(whole, { outcome: 'used', linked: true }))).toBe('invalid')
    expect((await mark(whole, { outcome: 'used' })).receipt?.change).toBe(null)
  })

  it('[CR21] stands in every file once it was told, and in none before', async () => {
    critique.page.replace('six', '=seven*')
    await mark(note, { outcome: 'partly', note: '*Almost*', linked: true })
    for (const format of CRITIQUE_FORMATS)
      for (const viewer of [critique.mara, critique.ines])
        expect(await file(viewer, format), format).not.toContain('Almost')
    await tell()
    for (const viewer of [critique.mara, critique.ines, critique.odile]) {
      const md = await file(viewer, 'md')
      expect(md).toContain('Became: partly used (\\*Almost\\*), Mara Voss, ')
      expect(md).toContain('- Before: The ferry left at six, and nobody waved.')
      expect(md).toContain('- After: The ferry left at =seven\\*, and nobody waved.')
      const [head = '', row = ''] = (await file(viewer, 'csv')).split('\r\n')
      expect(head).toMatch(/,comment,receipt,receipt_note,before,after$/)
      expect(row).toContain(',partly,*Almost*,"The ferry left at six, and')
      const json = JSON.parse(await file(viewer, 'json')) as { threads: ThreadView[] }
      expect(json.threads[0]?.receipt).toMatchObject({ outcome: 'partly', note: '*Almost*' })
    }
  })
})

describe('[CR22] in a blind round', () => {
  const begin = async () =>
    beginRound(await critique.chapter(critique.mara, 'decide'), {
      ...{ question: 'Too early?', isBlind: true, allowsOpen: true },
    })

  it('the bound are not told, keep their marks, and are told when they have handed in', async () => {
    const kits = await critique.open(critique.kit, { body: 'Lovely.' })
    const { id } = await begin()
    await mark(note, { outcome: 'used' })
    await mark(kits, { outcome: 'kept' })
    expect((await waiting()).critics.map(({ reach }) => reach)).toEqual(['waits', 'waits'])
    expect(await refusalOf(tell())).toBe('conflict')
    await critique.open(critique.kit, { body: 'Six is too early.' })
    await handIn(await authorizeRound(critique.kit, id, 'comment'))
    const audiences = await audiencesDuring(tell)
    expect(audiences).toHaveLength(1)
    expect(audiences[0]).not.toContain(critique.ines.userId)
    expect(await told(critique.kit)).toMatchObject([{ receipts: counts({ kept: 1 }) }])
    expect(await told(critique.ines)).toEqual([])
    for (const bound of [critique.ines, critique.odile]) {
      expect([await seen(bound), await seen(bound, kits)]).toEqual([null, null])
      expect([await found(bound, 'any'), await found(bound, 'none')]).toEqual([[], [note.id, kits.id]])
    }
    await changeRound(await authorizeRound(critique.mara, id, 'decide'), { end: true })
    expect(await seen(critique.odile, kits)).toMatchObject({ outcome: 'kept' })
    await tell()
    expect(await told(critique.ines)).toMatchObject([{ receipts: counts({ used: 1 }) }])
  })

  it('what was told before it began stays', async () => {
    await mark(note, { outcome: 'used' })
    await tell()
    await begin()
    for (const bound of [critique.ines, critique.odile])
      expect(await seen(bound)).toMatchObject({ outcome: 'used' })
  })
})
