import { expect, it } from 'vitest'
import { startPeopledServer } from '@/tests/support/peopled-server'

it('accepting a suggestion leaves text and status, or neither, when the server is killed at it', async () => {
  const world = await startPeopledServer({ mara: 'Mara Voss', ines: 'Ines Rautio' }, [])
  const { api, server, userIds } = world
  try {
    const workshopId = await api.mara.made('/api/v1/workshops', { name: 'Tuesday Circle' })
    const manuscriptId = await api.mara.made(`/api/v1/workshops/${workshopId}/manuscripts`, {
      title: 'The Ferry',
    })
    const member = `/api/v1/workshops/${workshopId}/members/${userIds.ines}`
    await api.mara.done('PUT', member, { role: 'member' })
    const critic = `/api/v1/manuscripts/${manuscriptId}/collaborators/${userIds.ines}`
    await api.mara.done('PUT', critic, { role: 'critic' })
    const chapterId = await api.mara.made(`/api/v1/manuscripts/${manuscriptId}/chapters`, {
      ...{ title: 'Forty Steps', markdown: 'The ferry left at six.' },
    })
    const threadId = await api.ines.made(`/api/v1/chapters/${chapterId}/threads`, {
      ...{ kind: 'suggestion', quote: { exact: 'at six' }, replacement: 'too early' },
    })
    const thread = `/api/v1/threads/${threadId}`
    const now = () => api.mara.done('GET', thread)

    await server.restart({ env: { TEST_ONLY_FAIL_POINTS: 'commit:kill:1' } })
    await expect(api.mara.done('POST', `${thread}/accept`)).rejects.toThrow()
    await server.restart()
    expect(await now()).toMatchObject({ status: 'open', fits: true })

    await server.restart({ env: { TEST_ONLY_FAIL_POINTS: 'committed:kill:1' } })
    await expect(api.mara.done('POST', `${thread}/accept`)).rejects.toThrow()
    await server.restart()
    expect(await now()).toMatchObject({ status: 'accepted' })
    const quote = { exact: 'The ferry left too early.' }
    const note = { kind: 'comment', body: 'It did.', quote }
    await api.mara.done('POST', `/api/v1/chapters/${chapterId}/threads`, note)

    expect(await api.mara.done('PATCH', thread, { status: 'open' })).toMatchObject({
      ...{ status: 'open', fits: true },
    })
  } finally {
    await world.stop()
  }
}, 240_000)
