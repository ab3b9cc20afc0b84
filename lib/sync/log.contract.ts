import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { LogEntry, UpdateLog } from './contract'

/** A log under test, and how a chapter's doc comes into being there. */
export interface LogUnderTest {
  log: UpdateLog
  createDoc(docId: string): Promise<void>
}

function entryOf(text: string, authorId: string, clientId?: number): LogEntry {
  const doc = new Y.Doc()
  doc.getText('default').insert(0, text)
  const bindings = clientId === undefined ? [] : [{ clientId, userId: authorId }]
  return { bytes: Y.encodeStateAsUpdate(doc), authorId, bindings }
}

/** What every update log keeps to. `open` is called for each test; docs of different tests may share a store. */
export function describeUpdateLog(name: string, open: () => Promise<LogUnderTest>): void {
  describe(`an update log ${name}`, () => {
    let last = 0
    const freshDoc = async () => {
      const { log, createDoc } = await open()
      const docId = `${name.replaceAll(' ', '-')}-${++last}`
      await createDoc(docId)
      return { log, docId }
    }

    it('[SY40] knows no doc that was never made, and starts a new one at position 0', async () => {
      const { log, docId } = await freshDoc()
      expect(await log.load('a doc that nobody made')).toBeNull()
      expect(await log.load(docId)).toMatchObject({ epoch: 1, seq: 0, rows: [] })
    })

    it('[SY40] gives out positions without a hole and loads the rows in their order', async () => {
      const { log, docId } = await freshDoc()
      const first = entryOf('The ferry was late.', 'mara')
      const second = entryOf('Nobody minded.', 'tomas')
      const third = entryOf('The gulls did.', 'mara')
      expect(await log.append(docId, [first])).toEqual({ firstSeq: 1, lastSeq: 1 })
      expect(await log.append(docId, [second, third])).toEqual({ firstSeq: 2, lastSeq: 3 })
      const stored = await log.load(docId)
      expect(stored?.seq).toBe(3)
      expect(stored?.rows.map((row) => [row.seq, row.authorId])).toEqual([
        [1, 'mara'],
        [2, 'tomas'],
        [3, 'mara'],
      ])
      expect(stored?.rows.map((row) => [...row.bytes])).toEqual(
        [first, second, third].map((entry) => [...entry.bytes]),
      )
    })

    it('[SY40] gives racing appends different positions', async () => {
      const { log, docId } = await freshDoc()
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => log.append(docId, [entryOf(`Line ${i}.`, 'ines')])),
      )
      const seqs = answers.map(({ firstSeq }) => firstSeq).sort((a, b) => a - b)
      expect(seqs).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    })

    it('[SY41] stores who writes under a client id with the update itself', async () => {
      const { log, docId } = await freshDoc()
      await log.append(docId, [entryOf('Salt.', 'mara', 71), entryOf('Rope.', 'tomas', 2 ** 40)])
      expect(await log.ownerOf(docId, [71, 2 ** 40, 9])).toEqual(
        new Map([
          [71, 'mara'],
          [2 ** 40, 'tomas'],
        ]),
      )
      expect(await log.ownerOf('a doc that nobody made', [71]).catch(() => new Map())).toEqual(new Map())
    })

    it('[SY41] refuses all of an append when one client id has an owner already', async () => {
      const { log, docId } = await freshDoc()
      await log.append(docId, [entryOf('Mine.', 'mara', 5)])
      const stolen = [entryOf('Quiet.', 'odile', 6), entryOf('Stolen.', 'odile', 5)]
      await expect(log.append(docId, stolen)).rejects.toThrow()
      expect((await log.load(docId))?.seq).toBe(1)
      expect(await log.ownerOf(docId, [5, 6])).toEqual(new Map([[5, 'mara']]))
    })

    it('[SY47] takes nothing while the doc is in quarantine, and says so when it is loaded', async () => {
      const { log, docId } = await freshDoc()
      await log.append(docId, [entryOf('Sound.', 'mara')])
      await log.quarantine(docId, { goodSeq: 1, lastSeq: 1, reason: 'missing_row' })
      await expect(log.append(docId, [entryOf('More.', 'mara', 3)])).rejects.toThrow()
      expect(await log.ownerOf(docId, [3])).toEqual(new Map())
      expect(await log.load(docId)).toMatchObject({ seq: 1, damage: { goodSeq: 1, lastSeq: 1 } })
    })

    it('[SY56] takes nothing for another epoch than the doc has', async () => {
      const { log, docId } = await freshDoc()
      await expect(log.append(docId, [entryOf('Late.', 'mara', 4)], 2)).rejects.toThrow()
      expect(await log.append(docId, [entryOf('In time.', 'mara', 4)], 1)).toEqual({
        firstSeq: 1,
        lastSeq: 1,
      })
    })

    it('[SY40] takes nothing for a doc that was never made', async () => {
      const { log } = await freshDoc()
      await expect(log.append('a doc that nobody made', [entryOf('Lost.', 'mara')])).rejects.toThrow()
      expect(await log.load('a doc that nobody made')).toBeNull()
    })
  })
}
