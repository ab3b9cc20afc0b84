import type { Node } from '@tiptap/pm/model'
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

  it('brings into a paragraph that both changed only what it lacks', () => {
    expect(
      merge(
        ['The bell rang twice.'],
        ['The old bell rang twice.'],
        ['The bell rang twice that night. Nobody came.'],
      ),
    ).toEqual({ text: ['The old bell rang twice that night. Nobody came.'], conflicts: 0 })
    expect(merge(['The bell'], ['The bell rang twice.', 'Nobody came.'], ['The bell rang'])).toEqual({
      text: ['The bell rang twice.', 'Nobody came.'],
      conflicts: 0,
    })
  })

  it('has both words where both put one in the place of another', () => {
    const night = 'The lamp burned all night above the harbour.'
    expect(merge([night], [night.replace('lamp', 'lantern')], [night.replace('lamp', 'candle')])).toEqual({
      text: ['The candle lantern burned all night above the harbour.'],
      conflicts: 1,
    })
  })

  it('keeps words apart of which each lost its space', () => {
    expect(merge(['Fog over Skerry'], ['Fog Skerry, at last'], ['Fog over'])).toEqual({
      text: ['Fog , at last'],
      conflicts: 0,
    })
    expect(merge(['Fog '], ['Fog rolled'], ['Fog']).text).toEqual(['Fog rolled'])
  })

  it('keeps a paragraph that one side took out for what the other wrote in it', () => {
    expect(merge(['Fog', 'The bell'], ['Fog', 'The bell rang'], ['Fog, thick'])).toEqual({
      text: ['Fog, thick', 'rang'],
      conflicts: 0,
    })
  })

  it('takes the dress of words from the side that changed it, and words within a quote from both', () => {
    const said = (...parts: Node[]) =>
      proseSchema.topNodeType.createChecked(null, [
        proseSchema.nodes.blockquote.createChecked(null, paragraph.createChecked(null, parts)),
      ])
    const bold = proseSchema.text('never ', [proseSchema.mark('bold')])
    const merged = mergeProse(
      said(proseSchema.text('It never rang.')),
      said(proseSchema.text('It '), bold, proseSchema.text('rang.')),
      said(proseSchema.text('It never rang again.')),
    )
    expect(merged).toEqual({
      doc: said(proseSchema.text('It '), bold, proseSchema.text('rang again.')),
      conflicts: 0,
    })
  })
})
