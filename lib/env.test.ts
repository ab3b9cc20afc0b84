import { describe, expect, it } from 'vitest'
import { parseEnv } from './env'

describe('settings', () => {
  it('need nothing to be set', () => {
    expect(parseEnv({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      baseUrl: 'http://localhost:3000',
      signUp: 'invited',
    })
  })

  it('keep the address people use without a trailing slash', () => {
    expect(parseEnv({ BASE_URL: 'https://words.example.org/' }).baseUrl).toBe('https://words.example.org')
  })

  it.each([
    ['PORT', '99999'],
    ['PORT', 'three thousand'],
    ['BASE_URL', 'words.example.org'],
    ['SIGN_UP', 'everyone'],
    ['AUTH_SECRET', 'short'],
    ['TRUST_PROXY', '-1'],
    ['DATABASE_URL', 'mysql://127.0.0.1/words'],
  ])('stop the start with a sentence that names %s = %s', (name, value) => {
    expect(() => parseEnv({ [name]: value })).toThrow(`The setting ${name} is not usable`)
  })

  it('treat an empty value as not set', () => {
    expect(parseEnv({ PORT: '', BASE_URL: '' }).port).toBe(3000)
  })
})
