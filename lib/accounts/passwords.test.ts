import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { hashPassword, passwordMatches, refusePoorPassword } from './passwords'

const mara = { email: 'mara.voss@island.example', name: 'Mara Voss' }

async function verdict(password: string): Promise<string> {
  try {
    await refusePoorPassword(password, mara)
    return 'fine'
  } catch (error) {
    if (!isAppError(error)) throw error
    expect(error.code).toBe('invalid')
    return error.message
  }
}

describe('a password', () => {
  it.each(['the ferry left at six', 'Leuchtturm-Wärterin', '灯台守は朝六時の船に乗った', 'vq7-Ledge.pillow'])(
    'may be %s',
    async (password) => expect(await verdict(password)).toBe('fine'),
  )

  it('has at least 10 characters, counted as people count them', async () => {
    expect(await verdict('ferry tim')).toContain('at least 10')
    expect(await verdict('🛶🛶🛶🛶🛶')).toContain('at least 10')
  })

  it('has at most 256 characters', async () => {
    const verse = 'the tide goes out and the tide comes in '
    expect(await verdict(verse.repeat(7).slice(0, 256))).toBe('fine')
    expect(await verdict(verse.repeat(7).slice(0, 257))).toContain('at most 256')
  })

  it.each([
    'qwertyuiop',
    'Basketball',
    'password123',
    'basketball2024!',
    'PASSWORD1234',
    'aaaaaaaaaaaa',
    'ababababababab',
  ])('is not %s, which is guessed first', async (password) =>
    expect(await verdict(password)).toContain('first that are guessed'),
  )

  it.each(['maravoss2024', 'Mara Voss!!', 'mara.voss@island.example', 'voss-mara-77'])(
    'is not %s, made of one’s own name or address',
    async (password) => expect(await verdict(password)).toContain('your name or e-mail'),
  )

  it('may speak of oneself as long as there is more to it', async () => {
    expect(await verdict('mara waits for the ferry')).toBe('fine')
  })
})

describe('a hashed password', () => {
  it('is argon2id with 19 MiB, two passes and one lane, and different each time', async () => {
    const [first, second] = await Promise.all([
      hashPassword('the ferry left at six'),
      hashPassword('the ferry left at six'),
    ])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(second).not.toBe(first)
    expect(await passwordMatches('the ferry left at six', first)).toBe(true)
    expect(await passwordMatches('the ferry left at seven', first)).toBe(false)
  })

  it('matches whichever way a keyboard composes an accent', async () => {
    const hash = await hashPassword('W\u00e4rterin am Turm')
    expect(await passwordMatches('Wa\u0308rterin am Turm', hash)).toBe(true)
  })

  it('of nobody matches nothing', async () => {
    expect(await passwordMatches('the ferry left at six', null)).toBe(false)
  })

  it('is refused in a storm instead of piling up, and the storm passes', async () => {
    const storm = await Promise.allSettled(
      Array.from({ length: 60 }, () => hashPassword('the ferry left at six')),
    )
    const refused = storm.filter((one) => one.status === 'rejected')
    expect(refused).toHaveLength(60 - 34)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'too_many' })
    expect(await hashPassword('the ferry left at six')).toContain('$argon2id$')
  })
})
