import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import type { Transaction } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { MAX_DEPTH } from '@/lib/prose/schema'

/** True when a transaction brings what the doc already holds: others' words, an undo, the first rendering. */
export function isFromDoc(tr: Transaction): boolean {
  const meta = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined
  return meta?.isChangeOrigin === true
}

/** The range of top-level children of the new doc that a transaction touched, as indexes; null when none. */
export function touchedBlocks(tr: Transaction): { from: number; to: number } | null {
  let from = Infinity
  let to = -1
  tr.mapping.maps.forEach((map, i) => {
    const rest = tr.mapping.slice(i + 1)
    map.forEach((_oldStart, _oldEnd, newStart, newEnd) => {
      const size = tr.doc.content.size
      const start = Math.min(rest.map(newStart, -1), size)
      const end = Math.min(rest.map(newEnd, 1), size)
      from = Math.min(from, tr.doc.resolve(start).index(0))
      to = Math.max(to, tr.doc.resolve(end).index(0))
    })
  })
  return to < 0 ? null : { from, to: Math.min(to, tr.doc.childCount - 1) }
}

function depthOf(node: Node): number {
  let deepest = 0
  if (!node.isTextblock) node.forEach((child) => (deepest = Math.max(deepest, depthOf(child))))
  return deepest + 1
}

/** Half of a character, as stands where one is cut in two. Yjs would send another character in its place. */
const HALF = /\p{Surrogate}/u

function holdsHalf(node: Node): boolean {
  if (node.isText) return HALF.test(node.text ?? '')
  return node.content.content.some(holdsHalf)
}

/**
 * What is wrong with the blocks a transaction touched, or null. The same rules as `checkTouched` of `lib/prose`, read
 * from ProseMirror's side: what the server's gate refuses is refused here first.
 */
export function problemIn(tr: Transaction): string | null {
  const touched = touchedBlocks(tr)
  if (!touched) return null
  for (let i = touched.from; i <= touched.to; i += 1) {
    const block = tr.doc.child(i)
    try {
      block.check()
    } catch (error) {
      if (error instanceof RangeError) return error.message
      throw error
    }
    if (holdsHalf(block)) return 'A character was cut in two'
    if (depthOf(block) > MAX_DEPTH) return `More than ${MAX_DEPTH} levels of quotes`
  }
  return null
}

/** Lets no change through that the server would refuse, and none at all by somebody who may not edit. */
export const Guard = Extension.create({
  name: 'guard',
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key: new PluginKey('guard'),
        filterTransaction(tr) {
          if (!tr.docChanged || isFromDoc(tr)) return true
          if (!editor.isEditable) return false
          const problem = problemIn(tr)
          if (problem !== null) console.warn(`This change cannot be made here: ${problem}.`)
          return problem === null
        },
      }),
    ]
  },
})
