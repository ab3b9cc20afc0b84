import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstLine, playwrightFailures, vitestFailures } from '../support/failures'

const passed = { status: 'passed', fullName: 'keeps a word', failureMessages: [] }

describe('what failed, at the end of a long run', () => {
  it('names each failed test with its file and the first line of why, without colours', () => {
    const failed = {
      status: 'failed',
      fullName: 'loses nothing',
      failureMessages: ['\u001B[31mAssertionError: 1 word is lost\u001B[39m\n    at lost.test.ts:3'],
    }
    const name = join(process.cwd(), 'tests/faults/lost.test.ts')
    const files = [
      { name, status: 'failed', message: '', assertionResults: [passed, failed] },
      { name: '/elsewhere/kept.test.ts', status: 'passed', message: '', assertionResults: [passed] },
    ]
    expect(vitestFailures(files)).toEqual([
      'tests/faults/lost.test.ts › loses nothing: AssertionError: 1 word is lost',
    ])
  })

  it('names a file that broke before its tests', () => {
    const file = {
      name: '/a/b.test.ts',
      status: 'failed',
      message: 'Cannot find c\nstack',
      assertionResults: [passed],
    }
    expect(vitestFailures([file])).toEqual(['/a/b.test.ts: Cannot find c'])
  })

  it('finds failed browser tests however deep their groups are', () => {
    const spec = (title: string, ok: boolean) => ({
      title,
      ok,
      file: 'desk.spec.ts',
      line: 7,
      tests: [{ results: [ok ? {} : { error: { message: 'Error: no desk\n at' } }] }],
    })
    const suites = [
      { title: 'file', suites: [{ title: 'group', specs: [spec('stands', true), spec('falls', false)] }] },
    ]
    expect(playwrightFailures(suites)).toEqual(['desk.spec.ts:7 › falls: Error: no desk'])
  })

  it('says so when there is no reason, and shortens a very long one', () => {
    expect(firstLine(undefined)).toBe('no reason given')
    expect(firstLine('long '.repeat(200))).toHaveLength(300)
  })
})
