import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkSpec } from '@/tests/support/spec'

it('every rule of SPEC.md has a test, and every cited rule exists', () => {
  const folder = fileURLToPath(new URL('.', import.meta.url))
  const more = ['../../tests/faults', '../sync', '../text'].map((to) => `${folder}${to}`)
  expect(checkSpec(`${folder}SPEC.md`, folder, ...more)).toMatchObject({
    untested: [],
    unknown: [],
  })
})
