import { expect, it } from 'vitest'
import { checkSpec } from '@/tests/support/spec'

it('every rule of sync is shown by a test, and tests cite only rules', () => {
  const check = checkSpec(
    'lib/sync/SPEC.md',
    'lib/sync',
    'lib/db',
    'tests/unit',
    'tests/fuzz',
    'tests/faults',
  )
  expect(check).toMatchObject({ untested: [], unknown: [] })
})
