import { expect, it } from 'vitest'
import { placeAll } from '@/lib/text/placement'
import { pageOf } from '@/tests/support/page'
import { placeInSlices } from './placing'

it('lets everything else go on while the threads of a rewritten chapter are placed, and answers the same', async () => {
  const paragraph = (n: number) =>
    `On day ${n} somebody came in, stamping, and asked ${n * 7} questions about the ferry.`
  const page = pageOf(...Array.from({ length: 400 }, (_, n) => paragraph(n)))
  const anchors = Array.from({ length: 100 }, (_, n) => page.anchor(paragraph(n * 4)))
  page.rewriteAll(
    ...Array.from({ length: 400 }, (_, n) => `Nobody counted the ${n} steps to the water twice.`),
  )
  let turns = 0
  let isPlacing = true
  const others = () => {
    turns += 1
    if (isPlacing) setImmediate(others)
  }
  setImmediate(others)
  const placements = await placeInSlices(page.plain, anchors)
  isPlacing = false
  expect(turns).toBeGreaterThan(2)
  expect(placements).toEqual(placeAll(page.plain, anchors))
  expect(new Set(placements.map(({ state }) => state))).toEqual(new Set(['unplaced']))
})
