import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

const SAMPLES: Record<string, string> = {
  clean: `export async function save(): Promise<void> {\n  await Promise.resolve()\n}\n`,
  'no-floating-promises': `const save = async () => 'saved'\nexport function leave() {\n  save()\n}\n`,
  'no-misused-promises': `const save = async (word: string) => word\nexport const all = () => ['sea'].forEach(save)\n`,
  'no-explicit-any': `export const wordsOf = (chapter: any): unknown => chapter\n`,
  'ban-ts-comment': `// @ts-ignore\nexport const words: number = 'three'\n`,
  'no-unused-vars': `export function leave() {\n  const saved = 1\n}\n`,
  'no-empty': `export function leave() {\n  try {\n    localStorage.clear()\n  } catch {}\n}\n`,
  'switch-exhaustiveness-check': [
    `export function heading(state: 'open' | 'resolved') {`,
    `  switch (state) {`,
    `    case 'open':`,
    `      return 'Open'`,
    `  }`,
    `  return ''`,
    `}`,
    ``,
  ].join('\n'),
}

describe('the linter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scriptorium-lint-'))
  const found: Record<string, string[]> = {}

  beforeAll(() => {
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
    const compilerOptions = { strict: true, target: 'ES2023', lib: ['ES2023', 'DOM'], types: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir')
    for (const [name, source] of Object.entries(SAMPLES)) writeFileSync(join(folder, `${name}.ts`), source)
    const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint')
    const { stdout } = spawnSync(
      process.execPath,
      [oxlint, '--type-aware', '--ignore-pattern', 'node_modules', '-f', 'unix', '.'],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    )
    for (const [, file = '', rule = ''] of stdout.matchAll(
      /^(\S+)\.ts:\d+:\d+: .*\[Error\/\w+\(([\w-]+)\)\]$/gm,
    ))
      (found[file] ??= []).push(rule)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has nothing to say about clean code', () => {
    expect(found['clean']).toBeUndefined()
  })

  it.each(Object.keys(SAMPLES).filter((name) => name !== 'clean'))(
    'reports a planted breach of %s',
    (rule) => {
      expect(found[rule]).toContain(rule)
    },
  )
})
