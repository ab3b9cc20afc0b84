import { describe, expect, it } from 'vitest'
import { CommentBody, CRITIQUE_LIMITS, NewThread, ThreadChange } from './contract'

describe('a hostile body', () => {
  const honest = {
    ...{ kind: 'comment', body: 'I stopped here.', category: 'line' },
    quote: { exact: 'said the board', prefix: ', ', suffix: '.' },
    anchor: { start: 'AAAA', end: 'AAAA' },
  }
  const strange: [string, unknown][] = [
    ['an object', { toString: 'x' }],
    ['null', null],
    ['a list', ['said']],
    ['a number', 1e308],
    ['true', true],
    ['a million letters', 'a'.repeat(1_000_000)],
  ]

  it('is honest before anything is replaced', () => {
    expect(NewThread.safeParse(honest).success).toBe(true)
  })

  it.each(
    strange.flatMap(([what, value]) =>
      ['kind', 'body', 'category', 'quote', 'anchor', 'authorId', 'status', 'replacement'].map(
        (field) => [field, what, { ...honest, [field]: value }] as const,
      ),
    ),
  )('is refused whole when %s is %s', (_field, _what, body) => {
    expect(NewThread.safeParse(body).success).toBe(false)
  })

  it.each(
    strange.flatMap(([what, value]) => [
      ...['exact', 'prefix', 'suffix', 'near'].map(
        (field) =>
          [`quote.${field}`, what, { ...honest, quote: { ...honest.quote, [field]: value } }] as const,
      ),
      ...['start', 'end', 'from'].map(
        (field) =>
          [`anchor.${field}`, what, { ...honest, anchor: { ...honest.anchor, [field]: value } }] as const,
      ),
    ]),
  )('is refused whole when %s is %s', (_field, _what, body) => {
    expect(NewThread.safeParse(body).success).toBe(false)
  })

  it.each([
    '',
    '   \n ',
    'half a pair \ud800',
    'NUL \u0000',
    'a'.repeat(CRITIQUE_LIMITS.commentCharacters + 1),
  ])('may not say %j', (body) => {
    expect(NewThread.safeParse({ kind: 'comment', body }).success).toBe(false)
  })

  it.each([
    {},
    { status: 'accepted' },
    { status: null },
    { category: 'Rude!' },
    { authorId: 'x', status: 'open' },
  ])('does not change a thread: %j', (change) => {
    expect(ThreadChange.safeParse(change).success).toBe(false)
  })

  it.each([
    {},
    { body: null },
    { body: ['x'] },
    { body: {} },
    { body: 7 },
    { body: '' },
    { body: 'x', id: 'y' },
  ])('does not answer in a thread: %j', (body) => {
    expect(CommentBody.safeParse(body).success).toBe(false)
  })
})
