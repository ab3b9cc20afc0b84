import { describe, expect, it } from 'vitest'
import { encodeFrame } from '@/lib/sync/wire'
import { SERVERS, type Target } from '@/bench/servers/contract'
import { ASK_ALL, dialectFor, NOTHING_TO_SAY, updatePayload } from './dialect'

const target = (name: Target['name']): Target => ({ name, port: 0, pid: 0, tokens: ['ana', 'ben'] })

describe.each(SERVERS)('the frames of %s', (name) => {
  const dialect = dialectFor(target(name), 'the-last-ferry', 3)
  const read = (payload: Uint8Array) => dialect.read(Buffer.from(dialect.wrap(payload)))

  it('are those of y-protocols', () => {
    expect(read(ASK_ALL)).toEqual({ kind: 'step1' })
    expect(read(NOTHING_TO_SAY)).toMatchObject({ kind: 'state', update: Buffer.from([0, 0]) })
    const long = new Uint8Array(17_000).fill(7)
    expect(read(updatePayload(long))).toMatchObject({ kind: 'update', update: Buffer.from(long) })
    expect(read(encodeFrame({ type: 'awareness', states: new Uint8Array([0]) }))).toEqual({ kind: 'other' })
  })
})

describe('what a server says for itself', () => {
  it('is read where it stands: acknowledgements and refusals of ours', () => {
    const { read, headers } = dialectFor(target('scriptorium'), 'the-last-ferry', 3)
    expect(headers).toEqual({ authorization: 'Bearer ben' })
    expect(read(Buffer.from(encodeFrame({ type: 'ack', ordinal: 300, seq: 9 })))).toEqual({
      kind: 'taken',
      count: 300,
    })
    const refusal = encodeFrame({ type: 'refusal', ordinal: 1, class: 'rebase', reason: 'client_taken' })
    expect(read(Buffer.from(refusal))).toMatchObject({ reason: expect.stringContaining('client_taken') })
  })

  it('is read behind the name of the doc: the login and the status of hocuspocus', () => {
    const { read, wrap, greeting } = dialectFor(target('hocuspocus'), 'the-last-ferry', 0)
    expect(greeting).not.toBeNull()
    expect(read(Buffer.from(wrap(new Uint8Array([2, 2, 0]))))).toEqual({ kind: 'ready' })
    expect(read(Buffer.from(wrap(new Uint8Array([8, 1]))))).toEqual({ kind: 'taken', count: null })
    expect(read(Buffer.from(wrap(new Uint8Array([2, 1, 0]))))).toMatchObject({ kind: 'refused' })
  })
})
