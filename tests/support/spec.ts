import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What is wrong between a SPEC.md and the tests that cite it; both lists are empty when all is well. */
export interface SpecCheck {
  /** Every rule of the spec, in order. */
  readonly rules: string[]
  /** Rules that no test cites. */
  readonly untested: string[]
  /** Ids that tests cite and the spec does not have, as `XY9 in file.test.ts`. */
  readonly unknown: string[]
}

const RULE = /^(?:[-*] |\d+\. )?\*{0,2}\[([A-Z]{2,3}\d+[a-z]?)\]/gm
const CITED = /\[([A-Z]{2,3}\d+[a-z]?)\]/g

/**
 * Compares the numbered rules of a spec with the ids that tests cite. A rule is a line (or list entry) that begins
 * with `[AN1]`: two or three capitals and a number. A test cites it in its name: `it('[AN1] keeps …')`. Only ids
 * with the letters of this spec's rules are looked at.
 * @param specFile path of the SPEC.md
 * @param testDirs folders searched for `*.test.ts` and `*.test.tsx`, with all below them
 * @throws {RangeError} if the spec has no rules, gives an id twice, or the folders hold no tests
 */
export function checkSpec(specFile: string, ...testDirs: string[]): SpecCheck {
  const rules = Array.from(readFileSync(specFile, 'utf8').matchAll(RULE), (match) => match[1] ?? '')
  if (rules.length === 0) throw new RangeError(`${specFile} has no rules.`)
  const twice = rules.find((rule, i) => rules.indexOf(rule) !== i)
  if (twice !== undefined) throw new RangeError(`${specFile} gives the id ${twice} twice.`)
  const letters = new Set(rules.map((rule) => rule.replace(/\d.*$/, '')))
  const cited = new Map<string, string>()
  const files = testDirs.flatMap((dir) => testFiles(dir))
  if (files.length === 0) throw new RangeError(`There are no tests in ${testDirs.join(', ')}.`)
  for (const file of files)
    for (const [, id = ''] of readFileSync(file, 'utf8').matchAll(CITED))
      if (letters.has(id.replace(/\d.*$/, ''))) cited.set(id, file)
  return {
    rules,
    untested: rules.filter((rule) => !cited.has(rule)),
    unknown: Array.from(cited).flatMap(([id, file]) => (rules.includes(id) ? [] : [`${id} in ${file}`])),
  }
}

function testFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join(dir, name))
}
