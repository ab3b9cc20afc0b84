import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'
import { stockProvider, whenDoc, type StockProvider } from '@/tests/support/stock-provider'

/**
 * A stock y-websocket 3.1 provider drops a connection on which it heard nothing for 30 s, and somebody who writes alone
 * hears nothing of his own. The promise is about real time on a real server, so this test takes its two minutes
 * and paces itself by timers.
 */
const WORDS = 120
const A_SECOND = 1_000

let world: PeopledServer<'mara' | 'odile'>
let written: string
let read: string
const open: StockProvider[] = []

const provider = (docId: string, who: 'mara' | 'odile') => {
  const made = stockProvider(world.server.url, docId, world.tokens[who].token)
  open.push(made)
  return made
}

/** Everything that a provider says of its connection from now on. */
function disturbancesOf({ provider }: StockProvider): string[] {
  const heard: string[] = []
  provider.on('status', ({ status }) => heard.push(status))
  provider.on('connection-error', () => heard.push('connection-error'))
  provider.on('connection-close', (event) => heard.push(`closed with ${event?.code ?? 'nothing'}`))
  return heard
}

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss', odile: 'Odile Marchetti' })
  const { api, userIds } = world
  const workshopId = await api.mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
  const manuscriptId = await api.mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Last Ferry',
  })
  await api.mara.done('PUT', `/api/v1/workshops/${workshopId}/members/${userIds.odile}`, { role: 'member' })
  await api.mara.done('PUT', `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds.odile}`, {
    role: 'reader',
  })
  const chapters = `/api/v1/manuscripts/${manuscriptId}/chapters`
  written = await api.mara.made(chapters, { title: 'The Timetable', markdown: 'Now:' })
  read = await api.mara.made(chapters, { title: 'Forty Steps', markdown: 'There are forty-three.' })
}, 120_000)

afterAll(async () => {
  for (const made of open) made.close()
  await world?.stop()
})

it('keeps a stock provider that writes alone, and one that only reads, for two minutes', async () => {
  const mara = provider(written, 'mara')
  const odile = provider(read, 'odile')
  await Promise.all([mara.synced(), odile.synced()])
  const disturbed = { mara: disturbancesOf(mara), odile: disturbancesOf(odile) }
  const words = Array.from({ length: WORDS }, (_, second) => `word-${second + 1}`)
  for (const word of words) {
    mara.type(word)
    await pause(A_SECOND)
  }
  expect(disturbed).toEqual({ mara: [], odile: [] })
  expect([mara.provider.wsconnected, odile.provider.wsconnected]).toEqual([true, true])

  const later = provider(written, 'odile')
  await whenDoc(later.doc, () => later.blocks().length > WORDS)
  expect(later.blocks()).toEqual(['Now:', ...words])
  const { bytes } = await world.api.odile.call('GET', `/api/v1/chapters/${written}/export?format=txt`)
  expect(new TextDecoder().decode(bytes).trim().split('\n\n').slice(1)).toEqual(['Now:', ...words])
  expect(odile.blocks()).toEqual(['There are forty-three.'])
}, 300_000)
