import { stripVTControlCharacters } from 'node:util'

/** A file in a report of Vitest (`--reporter=json`), as far as it is read here. */
export type VitestFile = {
  name: string
  status: string
  message: string
  assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
}

/** A group of tests in a report of Playwright (`--reporter=json`), as far as it is read here. */
export type PlaywrightSuite = {
  specs?: {
    title: string
    file: string
    line: number
    ok: boolean
    tests: { results: { error?: { message?: string } }[] }[]
  }[]
  suites?: PlaywrightSuite[]
}

/** What failed, a line each; a file that broke before its tests counts as one. */
export function vitestFailures(files: VitestFile[]): string[] {
  return files
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const file = name.replace(`${process.cwd()}/`, '')
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      if (failed.length === 0) return [`${file}: ${firstLine(message)}`]
      return failed.map(
        ({ fullName, failureMessages = [] }) => `${file} › ${fullName}: ${firstLine(failureMessages[0])}`,
      )
    })
}

/** What failed, a line each. */
export function playwrightFailures(suites: PlaywrightSuite[]): string[] {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs
      .filter(({ ok }) => !ok)
      .map(({ file, line, title, tests }) => {
        const failed = tests.flatMap(({ results }) => results).find(({ error }) => error)
        return `${file}:${line} › ${title}: ${firstLine(failed?.error?.message)}`
      }),
    ...playwrightFailures(inner),
  ])
}

/** The first line of an error's text, without colours, at most 300 characters. */
export function firstLine(text = 'no reason given'): string {
  const [line = ''] = stripVTControlCharacters(text).trimStart().split('\n')
  return line.slice(0, 300)
}
