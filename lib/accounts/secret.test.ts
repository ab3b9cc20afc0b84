import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'
import { authSecret } from './secret'

const folders: string[] = []

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-secret-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('the secret of login cookies', () => {
  it('is made once and kept in a file that only the server may read', () => {
    const folder = dataFolder()
    const secret = authSecret(parseEnv({ DATA_DIR: folder }))
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(readFileSync(join(folder, 'auth-secret'), 'utf8')).toBe(secret)
    expect(statSync(join(folder, 'auth-secret')).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['auth-secret'])
  })

  it('survives a restart and differs between servers', () => {
    const folder = dataFolder()
    const first = authSecret(parseEnv({ DATA_DIR: folder }))
    const other = authSecret(parseEnv({ DATA_DIR: dataFolder() }))
    expect(authSecret(parseEnv({ DATA_DIR: folder }))).toBe(first)
    expect(other).not.toBe(first)
  })

  it('is AUTH_SECRET when that is set, and then no file is made', () => {
    const folder = dataFolder()
    const given = 'a secret that the operator keeps elsewhere'
    expect(authSecret(parseEnv({ DATA_DIR: folder, AUTH_SECRET: given }))).toBe(given)
    expect(readdirSync(folder)).toEqual([])
  })

  it('stops the start when its file is damaged, rather than sealing cookies with nothing', () => {
    const folder = dataFolder()
    writeFileSync(join(folder, 'auth-secret'), '')
    expect(() => authSecret(parseEnv({ DATA_DIR: folder }))).toThrow('is damaged')
  })
})
