// @vitest-environment jsdom
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import * as Y from 'yjs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { bindingOf } from '@/components/editor/binding/sync-plugin'
import { CHAPTER_FRAGMENT } from '@/lib/prose/schema'
import { fragmentToProse } from '@/lib/prose/ydoc'
import { doSomething, openEditor } from '@/tests/support/editor-acts'
import { chanceFrom } from '@/tests/support/random'
import type { Chance } from '@/tests/support/random'
import { openDesk } from '@/tests/support/writers'
import type { Writer } from '@/tests/support/writers'

/** Kept seeds; one that ever fails is added to them. `FUZZ_RUNS` new ones come besides; `FUZZ_SEED` repeats one. */
const KEPT = [
  ...Array.from({ length: 8 }, (_, i) => 5_000 + i),
  15460185,
  15460233,
  15460251,
  15460261,
  3805531,
  3805591,
]
const today = Number(process.env.FUZZ_SEED ?? (Date.now() & 0xffffff) + 10_000)
const SEEDS = process.env.FUZZ_SEED
  ? [today]
  : [...KEPT, ...Array.from({ length: Number(process.env.FUZZ_RUNS ?? 0) }, (_, i) => today + i)]
const ACTS = 150

/** Somebody with the real editor, over the real rooms and gate. */
interface Seat {
  writer: Writer
  editor: Editor
}

const editors: Editor[] = []

afterEach(() => {
  for (const editor of editors.splice(0)) editor.destroy()
  document.body.replaceChildren()
  vi.restoreAllMocks()
})

function takeSeat(writer: Writer): Seat {
  const editor = openEditor(writer.doc)
  editors.push(editor)
  return { writer, editor }
}

/** As JSON, without marks on line breaks: Yjs keeps none, and nobody sees one. */
function plainly(doc: Node): unknown {
  return JSON.parse(
    JSON.stringify(doc.toJSON(), (_, value: unknown) =>
      isObject(value) && value['type'] === 'hardBreak' ? { type: 'hardBreak' } : value,
    ),
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The editor says what its doc says, and knows each block by the very node that is on the page. */
function expectEqual({ writer, editor }: Seat, why: string): void {
  const fragment = writer.doc.getXmlFragment(CHAPTER_FRAGMENT)
  const { state } = editor
  expect(plainly(state.doc), why).toEqual(plainly(fragmentToProse(fragment)))
  const binding = bindingOf(state)
  const known = fragment.toArray().flatMap((block) => binding?.mapping.get(block) ?? [])
  if (fragment.length > 0) {
    expect(known, why).toHaveLength(state.doc.childCount)
    known.forEach((node, i) => expect(node === state.doc.child(i), `${why}: block ${i}`).toBe(true))
  }
}

function docOf(chance: Chance): Y.Doc {
  return Object.assign(new Y.Doc(), { clientID: 1 + chance.below(0x7fffffff) })
}

describe('editors of one chapter', () => {
  it.each(SEEDS)('make nothing that the gate refuses, and end equal (seed %i)', async (seed) => {
    // Each refusal of the editor's own guard is told to the console.
    const guarded = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const chance = chanceFrom(seed)
    const desk = openDesk()
    const seats: Seat[] = []
    for (const name of ['mara', 'tomas', 'ines'])
      seats.push(takeSeat(await desk.join(name, {}, docOf(chance))))
    for (let i = 0; i < ACTS; i++) {
      const seat = chance.pick(seats)
      const act = doSomething(seat.editor, chance)
      expectEqual(seat, `after ${act}, act ${i}`)
      if (chance.oneIn(3)) {
        await desk.exchange()
        for (const other of seats) expectEqual(other, `heard of ${act}, act ${i}`)
      }
    }
    await desk.exchange()
    const stored = new Y.Doc()
    Y.applyUpdate(stored, (await desk.rooms.durableState('the-last-ferry')).state)
    for (const seat of seats) {
      expect(seat.writer.heardOf('refusal')).toEqual([])
      expect(seat.writer.socket.closedWith).toBeNull()
      expectEqual(seat, 'at the end')
      expect(seat.writer.doc.getXmlFragment(CHAPTER_FRAGMENT).toString()).toBe(
        stored.getXmlFragment(CHAPTER_FRAGMENT).toString(),
      )
    }
    expect(guarded.mock.calls.length).toBeGreaterThan(0)
    expect(seats[0]?.writer.saved).toBeGreaterThan(0)
  })
})
