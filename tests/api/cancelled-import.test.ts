import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPeopledServer, type PeopledServer } from '@/tests/support/peopled-server'

let world: PeopledServer<'mara'>
let manuscriptId: string

beforeAll(async () => {
  world = await startPeopledServer({ mara: 'Mara Voss' })
  const workshopId = await world.api.mara.made('/api/v1/workshops', { name: 'Tuesday Night Fiction' })
  manuscriptId = await world.api.mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
    title: 'The Salt Road',
  })
}, 180_000)
afterAll(async () => {
  await world?.stop()
})

const SENTENCE = 'Mara counted the passengers twice and was one short both times. '
/** About 7 MB: reading it takes the server seconds, so that hanging up comes while it reads. */
const NOVEL = `# The Salt Road\n\n${`${SENTENCE.repeat(12)}\n\n`.repeat(9_000)}`
const path = () => `/api/v1/manuscripts/${manuscriptId}/import`

/** Sends the whole file and hangs up as soon as the last byte is on its way, before any answer. */
async function sendAndHangUp(): Promise<void> {
  const { server, tokens } = world
  const form = new FormData()
  form.set('file', new File([NOVEL], 'the-salt-road.md'))
  const body = new Response(form)
  const bytes = Buffer.from(await body.arrayBuffer())
  const sending = request(server.url + path(), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens.mara.token}`,
      'content-type': body.headers.get('content-type') ?? '',
      'content-length': bytes.byteLength,
    },
  })
  let answered = false
  sending.on('response', () => (answered = true))
  // Hanging up is an error to the sender, and what this is about.
  sending.on('error', () => undefined)
  const gone = new Promise<void>((resolve) => sending.on('close', resolve))
  sending.end(bytes, () => sending.destroy())
  await gone
  expect(answered).toBe(false)
}

it('a file whose sender hangs up while the server reads it leaves nothing behind', async () => {
  await sendAndHangUp()
  // Texts are read one after the other: when the second long one is in, the first is done with.
  const second = await world.api.mara.call('POST', path(), {
    file: {
      name: 'low-water.md',
      bytes: new TextEncoder().encode(`# Low Water\n\n${SENTENCE.repeat(2_000)}`),
    },
  })
  expect(second.status).toBe(201)
  const { chapters } = await world.api.mara.done('GET', `/api/v1/manuscripts/${manuscriptId}`)
  expect((chapters as { title: string }[]).map(({ title }) => title)).toEqual(['Low Water'])
}, 120_000)
