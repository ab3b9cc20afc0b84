import type { Node } from '@tiptap/pm/model'
import { blockText, plainText } from '@/lib/prose/plain'
import { countWords } from '@/lib/text/words'

/** A heading, or the beginning of a scene. */
export type OutlineEntry =
  | { kind: 'heading'; level: number; words: string; position: number }
  | { kind: 'scene'; number: number; words: string; position: number }

/** Characters of a scene's first words that the outline shows. */
const SCENE_CHARACTERS = 60

/**
 * The headings of a chapter and, where it has scene breaks, its scenes by their first words. `position` is
 * ProseMirror's, inside the first text block of the entry.
 */
export function outlineOf(doc: Node): OutlineEntry[] {
  const entries: OutlineEntry[] = []
  const hasScenes = doc.content.content.some((block) => block.type.name === 'sceneBreak')
  let scene = 1
  let isBeginning = hasScenes
  doc.forEach((block, offset) => {
    if (block.type.name === 'sceneBreak') {
      scene += 1
      isBeginning = true
    } else if (block.type.name === 'heading' && block.content.size > 0) {
      entries.push({
        kind: 'heading',
        level: Number(block.attrs['level']),
        words: blockText(block),
        position: offset + 1,
      })
    } else if (isBeginning && block.textContent.trim() !== '') {
      isBeginning = false
      const words = block.textContent.trim()
      const short = words.length > SCENE_CHARACTERS ? `${words.slice(0, SCENE_CHARACTERS).trimEnd()}…` : words
      entries.push({ kind: 'scene', number: scene, words: short, position: offset + 1 })
    }
  })
  return entries
}

/** What the footer and the drawer say about a chapter's text. */
export interface ChapterFigures {
  words: number
  outline: readonly OutlineEntry[]
}

/** Counts a chapter: linear in its text, so not with every key. */
export function figuresOf(doc: Node): ChapterFigures {
  return { words: countWords(plainText(doc)), outline: outlineOf(doc) }
}
