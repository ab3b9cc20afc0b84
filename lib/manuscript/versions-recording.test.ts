import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { changeThread, openThread } from '@/lib/critique/threads'
import { database } from '@/lib/db/client'
import { openLog } from '@/lib/log'
import { workshopDatabase } from '@/tests/support/database'
import { openVersionDesk, type VersionDesk } from '@/tests/support/versions'
import { deleteVersion, listVersions, nameVersion, renameVersion, showVersion } from './versions'
import { EDITING_MS, keepVersions } from './versions-recording'

openLog('silent')
workshopDatabase()

const LINES = ['The ferry left at six.', 'Nobody waved.']
const HOUR = 3_600_000

let desk: VersionDesk
let versions: ReturnType<typeof keepVersions>

beforeEach(async () => {
  desk = await openVersionDesk(...LINES)
  versions = keepVersions({ clock: desk.clock })
  await versions.settled()
})

afterEach(async () => {
  versions.stop()
  await desk.close()
})

const list = async () => (await listVersions(await desk.chapter(), { limit: 50 })).versions

describe('versions of a chapter', () => {
  it('begin with what the chapter began with', async () => {
    expect(await list()).toMatchObject([
      { kind: 'automatic', words: 7, delta: null, by: null, writers: [{ name: 'Mara Voss' }] },
    ])
  })

  it('are recorded after ten minutes of writing, with those who wrote', async () => {
    const tomas = await desk.join(desk.tomas)
    tomas.writeParagraph('The bell rang all the same.')
    await desk.exchange()
    desk.clock.advance(EDITING_MS - 1)
    await versions.settled()
    expect(await list()).toHaveLength(1)
    desk.clock.advance(1)
    await versions.settled()
    expect(await list()).toMatchObject([
      { kind: 'automatic', words: 13, delta: 6, writers: [{ name: 'Tomas Oyelaran' }] },
      { words: 7 },
    ])
    desk.clock.advance(EDITING_MS)
    await versions.settled()
    expect(await list()).toHaveLength(2)
  })

  it('are recorded when the last writer leaves, and not when one of two does', async () => {
    const [mara, tomas] = [await desk.join(desk.mara), await desk.join(desk.tomas)]
    tomas.writeParagraph('The bell rang all the same.')
    await desk.exchange()
    desk.clock.advance(1_000)
    desk.leave(tomas)
    await versions.settled()
    expect(await list()).toHaveLength(1)
    desk.leave(mara)
    await versions.settled()
    expect((await list()).map(({ words }) => words)).toEqual([13, 7])
  })

  it('are not recorded when nobody wrote', async () => {
    desk.leave(await desk.join(desk.mara))
    desk.clock.advance(EDITING_MS)
    await versions.settled()
    expect(await list()).toHaveLength(1)
  })

  it('are recorded after a restart for what was written before it', async () => {
    const tomas = await desk.join(desk.tomas)
    tomas.writeParagraph('The bell rang all the same.')
    await desk.exchange()
    versions.stop()
    await database().docUpdate.updateMany({ data: { createdAt: new Date(desk.clock.now()) } })
    versions = keepVersions({ clock: desk.clock })
    await versions.settled()
    desk.clock.advance(EDITING_MS)
    await versions.settled()
    expect((await list()).map(({ words }) => words)).toEqual([13, 7])
  })

  it('are thinned as they age, and a named one stays until somebody deletes it', async () => {
    const grant = await desk.chapter()
    const tomas = await desk.join(desk.tomas)
    for (let evening = 0; evening < 3; evening += 1) {
      for (let round = 0; round < 3; round += 1) {
        tomas.writeParagraph('The bell rang.')
        await desk.exchange()
        desk.clock.advance(EDITING_MS)
        await versions.settled()
      }
    }
    expect(await list()).toHaveLength(10)
    const named = (await list())[4]?.id ?? ''
    await renameVersion(grant, named, 'Where it was best')
    desk.leave(tomas)
    desk.clock.advance(48 * HOUR)
    await versions.settled()
    const left = await list()
    expect(left.length).toBeLessThan(6)
    expect(left.find(({ id }) => id === named)).toMatchObject({ kind: 'named', by: { name: 'Mara Voss' } })
    await expect(deleteVersion(grant, left[0]?.id ?? '')).rejects.toMatchObject({ code: 'conflict' })
    await deleteVersion(grant, named)
    expect((await list()).some(({ id }) => id === named)).toBe(false)
  })

  it('show their threads as they stood, without what was said or deleted since', async () => {
    const grant = await desk.chapter()
    const quote = { exact: 'Nobody waved' }
    const thread = await openThread(grant, { kind: 'comment', body: 'Nobody?', quote })
    desk.clock.advance(Date.now() + 1_000 - desk.clock.now())
    const { id } = await nameVersion(grant, 'Second draft', desk.clock)
    await changeThread({ ...grant, threadId: thread.id }, { status: 'resolved' })
    const { threads, prose, name } = await showVersion(grant, id)
    expect(name).toBe('Second draft')
    expect(prose).toMatchObject({ type: 'doc', content: [{ type: 'paragraph' }, { type: 'paragraph' }] })
    expect(threads).toMatchObject([
      {
        ...{ id: thread.id, status: 'open', comments: [{ body: 'Nobody?' }] },
        placement: { state: 'exact', from: 23, to: 35 },
      },
    ])
  })

  it('are listed page by page, also when the last one of a page was thinned meanwhile', async () => {
    const grant = await desk.chapter()
    for (const name of ['One', 'Two', 'Three']) {
      desk.clock.advance(1_000)
      await nameVersion(grant, name, desk.clock)
    }
    const first = await listVersions(grant, { limit: 2 })
    expect(first.versions.map(({ name }) => name)).toEqual(['Three', 'Two'])
    await deleteVersion(grant, first.versions[1]?.id ?? '')
    const second = await listVersions(grant, { limit: 2, cursor: first.next ?? '' })
    expect(second.versions.map(({ name }) => name)).toEqual(['One', null])
    expect(second.next).toBeNull()
    await expect(listVersions(grant, { limit: 2, cursor: 'yesterday' })).rejects.toMatchObject({
      code: 'invalid',
    })
  })
})
