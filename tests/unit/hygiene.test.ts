import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

// Put together here, so that this file itself stays clean.
const PLANTED: Record<string, string> = {
  'a private key': ['-----BEGIN', 'PRIVATE KEY-----'].join(' '),
  'a token of GitHub': `token: ${['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_')}`,
  'a registry setting': ['registry', 'https://packages.example.org'].join('='),
  'the address of a package registry': ['https://', 'registry', '.example.org/yjs'].join(''),
  "a path in somebody's home folder": ['', 'home', 'mara', 'scriptorium'].join('/'),
}

function check(root: string): { lines: string[]; code: number | null } {
  const { stdout, status } = spawnSync(process.execPath, ['scripts/hygiene.mjs', root], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { lines: stdout.split('\n'), code: status }
}

describe('what is tracked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-hygiene-'))

  beforeAll(() => {
    for (const [what, text] of Object.entries(PLANTED))
      writeFileSync(join(folder, `${what}.txt`), `\n${text}\n`)
    writeFileSync(
      join(folder, 'clean.txt'),
      'Mara reads https://example.org/home/chapter and /var/lib/scriptorium.\n',
    )
    const packages = {
      'node_modules/yjs': { version: '13.6.33', resolved: 'https://example.org/yjs.tgz' },
      'node_modules/next': {
        version: '16.4.6',
        optionalDependencies: { '@next/swc-darwin-arm64': '16.4.6' },
      },
    }
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
    execFileSync('git', ['init', '-q'], { cwd: folder })
    execFileSync('git', ['add', '.'], { cwd: folder })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is clean in the real tree', () => {
    const { lines, code } = check(ROOT)
    expect({ lines: lines.slice(0, 10), code }).toEqual({ lines: expect.any(Array), code: 0 })
  })

  it.each(Object.keys(PLANTED))('must not hold %s', (what) => {
    expect(check(folder)).toEqual({
      lines: expect.arrayContaining([`${what}.txt:2 holds what looks like ${what}`]),
      code: 1,
    })
  })

  it('has a lock file that names no address and lacks no package', () => {
    const lock = check(folder).lines.filter((line) => line.startsWith('package-lock.json:1 '))
    expect(lock).toEqual([
      expect.stringContaining('node_modules/yjs names the address it came from'),
      expect.stringContaining('lacks @next/swc-darwin-arm64'),
    ])
  })

  it('lets ordinary addresses and folders stand', () => {
    expect(check(folder).lines.filter((line) => line.startsWith('clean.txt'))).toEqual([])
  })
})
