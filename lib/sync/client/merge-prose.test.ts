import { describe, expect, it } from 'vitest'
import { proseSchema } from '@/lib/prose/schema'
import { plainText } from '@/lib/prose/plain'
import { mergeProse } from './merge-prose'

const { paragraph } = proseSchema.nodes
const chapter = (...lines: string[]) =>
  proseSchema.topNodeType.createChecked(
    null,
    lines.map((line) => paragraph.createChecked(null, line === '' ? [] : proseSchema.text(line))),
  )
const merge = (base: string[], mine: string[], theirs: string[]) => {
  const merged = mergeProse(chapter(...base), chapter(...mine), chapter(...theirs))
  return { text: plainText(merged.doc).split('\n'), conflicts: merged.conflicts }
}

describe('merging a copy that could not be saved', () => {
  it('takes a changed paragraph from the side that changed it', () => {
    expect(
      merge(['Fog.', 'Bell.', 'Ferry.'], ['Fog.', 'Bell!', 'Ferry.'], ['Thick fog.', 'Bell.', 'Ferry.']),
    ).toEqual({ text: ['Thick fog.', 'Bell!', 'Ferry.'], conflicts: 0 })
  })

  it('takes changes apart from each other without a conflict', () => {
    const base = ['Fog.', 'Bell.', 'Ferry.', 'Rope.']
    expect(
      merge(base, ['Fog.', 'Bell.', 'Ferry.', 'Old rope.'], ['Thick fog.', 'Bell.', 'Ferry.', 'Rope.']),
    ).toEqual({
      text: ['Thick fog.', 'Bell.', 'Ferry.', 'Old rope.'],
      conflicts: 0,
    })
  })

  it('keeps both when both changed the same paragraph', () => {
    expect(merge(['Bell.'], ['The bell rang.'], ['No bell rang.'])).toEqual({
      text: ['No bell rang.', 'The bell rang.'],
      conflicts: 1,
    })
  })

  it('does not double what both sides have', () => {
    expect(merge(['Fog.'], ['Fog.', 'Bell.'], ['Fog.', 'Bell.'])).toEqual({
      text: ['Fog.', 'Bell.'],
      conflicts: 0,
    })
  })

  it('removes what I removed where nobody else touched it', () => {
    expect(
      merge(['Fog.', 'Bell.', 'Rope.'], ['Fog.', 'Rope.'], ['Fog.', 'Bell.', 'Rope.', 'Tar.']).text,
    ).toEqual(['Fog.', 'Rope.', 'Tar.'])
  })
})
