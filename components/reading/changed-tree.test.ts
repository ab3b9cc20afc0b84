import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { ContentNoteView } from '@/lib/beta/contract'
import type { ChangedBlockView } from '@/lib/beta/contract.changes'
import { numbered } from '@/lib/beta/since'
import { proseHtml } from '@/lib/prose/html'
import { proseTree } from '@/lib/prose/html-tree'
import { blocksOf, wordsIn, type TextBlock } from '@/lib/text/blocks'
import { compareTexts } from '@/lib/text/compare'
import { anyChapter } from '@/tests/support/prose'
import { changedTree, countStops } from './changed-tree'
import { firstStop, withPlace, type DrawnElement, type DrawnNode } from './drawn'
import { segmentsOf } from './segments'

const text = (...lines: string[]): TextBlock[] =>
  lines.map((line) => {
    if (line === '***') return { kind: 'sceneBreak', level: 0, quotes: 0, runs: [] }
    const quotes = line.startsWith('> ') ? 1 : 0
    const kind = line.startsWith('# ') ? 'heading' : 'paragraph'
    const words = line.replace(/^[>#] /, '')
    return {
      kind,
      level: kind === 'heading' ? 1 : 0,
      quotes,
      runs: words ? [{ text: words, marks: [] }] : [],
    }
  })

const changed = (before: readonly TextBlock[], after: readonly TextBlock[]) =>
  numbered(compareTexts(before, after).blocks) as ChangedBlockView[]

const tree = (before: string[], after: string[], notes: ContentNoteView[] = []) =>
  changedTree(changed(text(...before), text(...after)), notes)

const isAside = (node: DrawnElement) => node.attributes?.['data-aside'] !== undefined

/** What belongs to the edition, as `page-text.ts` reads it from the page. */
function ownWords(node: DrawnNode): string {
  if (typeof node === 'string') return node
  if (isAside(node)) return ''
  return node.tag === 'br' ? '\n' : node.children.map(ownWords).join('')
}

function paragraphsOf(nodes: readonly DrawnNode[]): { number: number; words: string }[] {
  return nodes.flatMap((node) => {
    if (typeof node === 'string') return []
    if (node.paragraph === undefined) return paragraphsOf(node.children)
    return [{ number: node.paragraph, words: ownWords(node) }]
  })
}

/** A page as somebody reads it who sees the marks. */
function shown(node: DrawnNode): string {
  if (typeof node === 'string') return node
  if (node.attributes?.['className'] === 'sr-only') return ''
  const inside = node.children.map(shown).join('')
  const stop = node.attributes?.['data-stop'] === undefined ? '' : '» '
  if (node.tag === 'ins') return `[+${inside}]`
  if (node.tag === 'del') return `[-${inside}]`
  if (node.tag === 'blockquote') return `> ${inside}`
  if (node.tag === 'hr') return `${stop}***`
  return stop + inside
}

const FERRY = 'The ferry left at six.'
const COUNT = 'She counted the passengers twice and was one short.'
const MATE = 'The mate laughed at her from the rail.'

describe('a later edition with what changed', () => {
  it('marks new words and cut words, and names each change once', () => {
    const drawn = tree([FERRY, COUNT, MATE], ['The ferry left at seven.', COUNT, 'Nobody spoke.', MATE])
    expect(drawn.map(shown)).toEqual([
      '» The ferry left at [-six][+seven].',
      COUNT,
      '» [+Nobody spoke.]',
      MATE,
    ])
    expect(firstStop(drawn)).toBe('change-1')
  })

  it('tells those who hear it what is new and what was cut, with a beginning and an end', () => {
    const [first] = tree([FERRY], ['The ferry left at seven.'])
    const heard = (first?.children ?? []).flatMap((node) =>
      typeof node === 'string'
        ? []
        : [[node.tag, node.children.map((one) => (typeof one === 'string' ? one : one.children.join('')))]],
    )
    expect(heard).toEqual([
      ['del', [' Cut: ', 'six', ' (end of cut) ']],
      ['ins', [' New: ', 'seven', ' (end of new) ']],
    ])
  })

  it('counts paragraphs that went and came side by side as one change, and a move as one, where it is', () => {
    const replaced = changed(text(FERRY, COUNT), text(FERRY, 'Rain.', 'More rain, and no boat.'))
    expect(countStops(replaced)).toBe(1)
    const moved = tree([FERRY, COUNT, MATE], [MATE, FERRY, COUNT])
    expect(moved.map(shown)).toEqual(['Moved here', `» ${MATE}`, FERRY, COUNT, `Moved from here: “${MATE}”`])
  })

  it('says of scene breaks and of the form of a block what happened to them', () => {
    expect(tree([FERRY, '***', MATE], [FERRY, MATE]).map(shown)).toEqual([
      FERRY,
      '» A scene break was cut here',
      MATE,
    ])
    expect(tree([FERRY, MATE], [FERRY, '***', MATE]).map(shown)).toEqual([
      FERRY,
      'A scene break is new here',
      '» ***',
      MATE,
    ])
    expect(tree([FERRY, MATE], [`# ${FERRY}`, `> ${MATE}`]).map(shown)).toEqual([
      'Was a paragraph',
      `» ${FERRY}`,
      `> Was a paragraph» ${MATE}`,
    ])
  })

  it('[BS32] has the numbers and the words of the edition, whatever changed', () => {
    let marked = 0
    fc.assert(
      fc.property(anyChapter, anyChapter, (before, after) => {
        const drawn = changedTree(changed(blocksOf(before), blocksOf(after)), [])
        marked += drawn.filter(isAside).length
        const clean = proseTree(proseHtml(after).html)
        expect(paragraphsOf(drawn)).toEqual(paragraphsOf(clean))
        expect(paragraphsOf(drawn).map(({ words }) => words)).toEqual(blocksOf(after).map(wordsIn))
      }),
      { numRuns: 200, seed: 20261127 },
    )
    expect(marked).toBeGreaterThan(100)
  })

  it('[BS34] keeps what was cut under the content note under which it stood', () => {
    const note = (from: number, to: number): ContentNoteView => ({
      ...{ id: 'storm', chapterId: 'ferry', from, to, what: 'drowning', bridge: '' },
    })
    const drawn = tree(
      [FERRY, COUNT, MATE, 'The end came.'],
      ['Rain.', FERRY, MATE, 'The end came.'],
      [note(1, 1)],
    )
    // In the later edition the note stands where it can: at the place of what is gone.
    const segments = segmentsOf(drawn, [note(3, 3)], [])
    const folded = segments.filter(({ kind }) => kind === 'noted')
    expect(folded).toHaveLength(2)
    expect(JSON.stringify(folded)).toContain(COUNT)
    expect(JSON.stringify(segments.filter(({ kind }) => kind !== 'noted'))).not.toContain(
      'counted the passengers',
    )
    expect(firstStop(segments.flatMap((one) => (one.kind === 'text' ? one.blocks : [])))).toBe('change-1')
  })

  it('keeps links that are safe, and no others', () => {
    const linked = (href: string): TextBlock => ({
      ...{
        kind: 'paragraph',
        level: 0,
        quotes: 0,
        runs: [{ text: 'the timetable', marks: [`link ${href}`] }],
      },
    })
    const hrefOf = (href: string) => {
      const [block] = changedTree(changed([linked(href)], [linked(href)]), [])
      const [link] = block?.children ?? []
      return typeof link === 'object' ? [link.tag, link.href] : link
    }
    expect(hrefOf('https://island.example/')).toEqual(['a', 'https://island.example/'])
    expect(hrefOf('javascript:alert(1)')).toEqual(['a', undefined])
  })
})

describe('the place of a reader in a page', () => {
  it('[BS36] is an element with a name, or the change that stands there', () => {
    const clean = proseTree('<p data-p="0">One.</p>\n<blockquote><p data-p="1">Two.</p></blockquote>')
    const { blocks, id } = withPlace(clean, 1, 'place')
    expect(id).toBe('place')
    expect(JSON.stringify(blocks[1])).toContain('"id":"place"')
    expect(withPlace(clean, null, 'place')).toEqual({ blocks: clean, id: null })
    expect(withPlace(clean, 7, 'place').id).toBeNull()
    expect(withPlace(tree([FERRY], ['The ferry left at seven.']), 0, 'place').id).toBe('change-1')
  })
})
