import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/env'
import { limitsFrom, limitVariable, SYNC_LIMITS, type SyncLimits } from './limits'

const LIMITS = Object.keys(SYNC_LIMITS) as (keyof SyncLimits)[]

describe('the limits of a server', () => {
  it.each(LIMITS)('let %s be overridden, and nothing else changes with it', (limit) => {
    const { syncSettings } = parseEnv({ [limitVariable(limit)]: '77' })
    expect(limitsFrom(syncSettings)).toEqual({ ...SYNC_LIMITS, [limit]: 77 })
  })

  it('are those of the source when nothing is set', () => {
    expect(limitsFrom(parseEnv({}).syncSettings)).toEqual(SYNC_LIMITS)
    expect(limitsFrom(parseEnv({ SYNC_FRAME_BYTES: '' }).syncSettings)).toEqual(SYNC_LIMITS)
    expect(limitVariable('connectionsPerAddress')).toBe('SYNC_CONNECTIONS_PER_ADDRESS')
  })

  it.each(['0', '-1', '1.5', 'many', '1e3', '99999999999999999', ' 5'])(
    'stop the start with a sentence that names the variable for %s',
    (value) => {
      expect(() => parseEnv({ SYNC_FRAME_BYTES: value })).toThrow(
        'The setting SYNC_FRAME_BYTES is not usable',
      )
    },
  )

  it('stop the start for a variable that no limit has', () => {
    const { syncSettings } = parseEnv({ SYNC_FRAME_BITES: '5' })
    expect(() => limitsFrom(syncSettings)).toThrow('The setting SYNC_FRAME_BITES is not usable')
  })

  it('stand in the documentation, each with the value it has', () => {
    const docs = readFileSync(join(import.meta.dirname, '../../docs/OPERATIONS.md'), 'utf8')
    const rows = [...docs.matchAll(/^\| `(SYNC_\w+)` +\| (\d+) +\|/gm)].map(([, name, value]) => [
      name,
      Number(value),
    ])
    expect(rows).toEqual(LIMITS.map((limit) => [limitVariable(limit), SYNC_LIMITS[limit]]))
  })
})
