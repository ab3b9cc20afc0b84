import { Extension } from '@tiptap/core'
import { DOMSerializer, Fragment, Slice } from '@tiptap/pm/model'
import type { Node, Schema } from '@tiptap/pm/model'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { plainText } from '@/lib/prose/plain'
import { isSceneBreakLine } from '@/lib/prose/manuscriptLines'
import { cleanPastedHtml } from '@/lib/prose/paste'
import { proseSchema } from '@/lib/prose/schema'

/** Other programs may put half of a character on the clipboard, which no chapter can keep. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')

/**
 * Plain text as blocks: each line is a paragraph, blank lines part paragraphs and vanish, a line of ornaments is a
 * scene break.
 */
export function blocksOfPlainText(text: string, schema: Schema): Node[] {
  const { paragraph, sceneBreak } = schema.nodes
  if (!paragraph || !sceneBreak) return []
  return wellFormed(text)
    .split(/\r\n?|\n|\u2028|\u2029/u)
    .filter((line) => line.trim() !== '')
    .map((line) =>
      isSceneBreakLine(line) ? sceneBreak.create() : paragraph.create(null, schema.text(line.trimEnd())),
    )
}

const parseInert = (html: string) => new DOMParser().parseFromString(html, 'text/html')

/** ProseMirror writes its own slices with `data-pm-slice`: they come from a chapter and are clean already. */
const isOwnSlice = (html: string) => html.includes('data-pm-slice')

/** Pasting: foreign HTML through `lib/prose`, plain text line by line; copying: the chapter's own clean HTML and text. */
export const Pasting = Extension.create({
  name: 'pasting',
  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key: new PluginKey('pasting'),
        props: {
          transformPastedHTML(html) {
            const whole = wellFormed(html)
            return isOwnSlice(whole) ? whole : cleanPastedHtml(whole, parseInert)
          },
          clipboardTextParser(text, $context, isPlain) {
            const blocks = blocksOfPlainText(text, editor.schema)
            const [first] = blocks
            if (blocks.length === 0) return Slice.empty
            if (blocks.length === 1 && first?.isTextblock && !isPlain) {
              return new Slice(Fragment.from(first.mark($context.marks())), 1, 1)
            }
            const open = (block: Node | undefined) => (block?.isTextblock ? 1 : 0)
            return new Slice(Fragment.from(blocks), open(first), open(blocks.at(-1)))
          },
          clipboardSerializer: DOMSerializer.fromSchema(proseSchema),
          clipboardTextSerializer(slice) {
            const blocks: Node[] = []
            slice.content.forEach((block) => blocks.push(block))
            if (blocks.some((block) => block.isInline)) {
              return slice.content.textBetween(0, slice.content.size, '\n', '\n')
            }
            const text = plainText(editor.schema.topNodeType.create(null, blocks))
            return text
              .split('\n')
              .join('\n\n')
              .replace(/\n{3,}/g, '\n\n***\n\n')
          },
        },
      }),
    ]
  },
})
