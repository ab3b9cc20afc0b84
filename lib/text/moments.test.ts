import { expect, it } from 'vitest'
import { addToMoments, fewerMoments, type Moment } from '@/lib/text/moments'

const MINUTE = 60_000

it('[MO2] that are too many are put together, and a gap in the history stays one', () => {
  const moments: Moment[] = []
  for (let seq = 1; seq <= 40; seq += 1) addToMoments(moments, { seq, authorId: 'ana', at: seq * MINUTE })
  for (let seq = 61; seq <= 100; seq += 1) addToMoments(moments, { seq, authorId: 'ben', at: seq * MINUTE })
  expect(moments).toHaveLength(80)
  const fewer = fewerMoments(moments, 20)
  expect(fewer.length).toBeLessThanOrEqual(20)
  expect(fewer[0]).toMatchObject({ fromSeq: 1, toSeq: 1 })
  expect(fewer.at(-1)?.toSeq).toBe(100)
  expect(fewer.filter(({ isAfterGap }) => isAfterGap)).toMatchObject([{ fromSeq: 61, authorIds: ['ben'] }])
  fewer.slice(2).forEach(({ fromSeq, isAfterGap }, i) => {
    if (!isAfterGap) expect(fromSeq).toBe((fewer[i + 1]?.toSeq ?? 0) + 1)
  })
  expect(fewerMoments(moments, 100)).toEqual(moments)
})
