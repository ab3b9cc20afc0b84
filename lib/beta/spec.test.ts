import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkSpec } from '@/tests/support/spec'

it('every rule of SPEC.md has a test, and every cited rule exists', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const [faults, api] = ['../../tests/faults', '../../tests/api'].map((to) => `${folder}${to}`)
  expect(checkSpec(`${folder}SPEC.md`, folder, faults ?? '', api ?? '')).toMatchObject({
    untested: [],
    unknown: [],
  })
})
