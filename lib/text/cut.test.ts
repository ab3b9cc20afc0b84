import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { placeOfCut } from '@/lib/text/cut-place'
import { putBack } from '@/lib/text/put-back'
import { takeOut } from '@/lib/text/take-out'
import { proseSchema } from '@/lib/prose/schema'
import { Past, wordsAt } from '@/tests/support/past'

const FERRY = 'The ferry left at six, as it had every evening.'
const MARA = 'Mara counted the passengers twice and was one short.'
const MATE = '“You count like a smuggler,” said the mate.'
const TRUNK = 'On the fourth of December the sea gave back the first of the trunks.'

function anas(...lines: string[]): Past {
  const past = new Past()
  past.says('ana', ...lines)
  past.wait(60_000)
  return past
}

/** Brings the newest cut (or the one with these words) back for a person. */
function bringBack(past: Past, person: string, words = ''): void {
  const cut = past.trace.cuts().findLast(({ blocks }) => JSON.stringify(blocks).includes(words))
  if (!cut) throw new Error('Nothing was cut')
  const state = Y.encodeStateAsUpdate(past.trace.doc)
  past.takes(person, putBack(state, cut, placeOfCut(past.trace, cut), 7_000_000 + past.rows.length))
}

describe('cut passages', () => {
  it('[CP1] are what was deleted, with who, when and the words around it', () => {
    const past = anas(FERRY, MARA, MATE)
    past.acts('ben', (text) => wordsAt(text, 1).delete(12, 20))
    expect(past.trace.cuts()).toMatchObject([
      {
        ...{ authorId: 'ben', fromSeq: 2, toSeq: 2, at: past.now, words: 3 },
        blocks: [{ kind: 'paragraph', runs: [{ text: ' the passengers twic', marks: {} }], whole: false }],
        ...{ before: 'Mara counted', after: 'e and was one short.' },
      },
    ])
    past.says('ben', FERRY, MATE)
    expect(past.trace.cuts().at(-1)).toMatchObject({ before: FERRY, after: MATE })
  })

  it('[CP2] of fewer than three words are corrections', () => {
    const past = anas(FERRY)
    past.acts('ana', (text) => wordsAt(text, 0).delete(0, 10))
    expect(past.cuts).toEqual([])
  })

  it('[CP3] that were taken back letter by letter are one', () => {
    const past = anas(FERRY)
    for (let end = FERRY.length; end > 22; end -= 1)
      past.acts('ana', (text) => wordsAt(text, 0).delete(end - 1, 1))
    expect(past.cuts).toEqual([' as it had every evening.'])
  })

  it('[CP3] are two when time passed or text stands between', () => {
    const past = anas(FERRY, MARA, MATE)
    past.acts('ana', (text) => wordsAt(text, 0).delete(9, 12))
    past.acts('ana', (text) => wordsAt(text, 1).delete(12, 21))
    past.wait(60_000)
    past.acts('ana', (text) => wordsAt(text, 1).delete(0, 12))
    past.acts('ana', (text) => wordsAt(text, 2).delete(0, 28))
    expect(past.cuts).toEqual([' left at six', ' the passengers twice', '“You count like a smuggler,”'])
  })

  it('[CP4] are not what one row deletes and inserts again', () => {
    const past = anas(FERRY, MARA)
    past.says('ben', MARA, FERRY)
    past.says('ben', MARA, 'The ferry left at six,', 'as it had every evening.')
    expect(past.cuts).toEqual([])
  })

  it('[CP5] go over paragraphs, whole ones and parts, with their form and marks', () => {
    const { nodes, mark } = { nodes: proseSchema.nodes, mark: proseSchema.mark('italic') }
    const past = new Past()
    past.saysProse(
      'ana',
      nodes.doc.create(null, [
        nodes.paragraph.create(null, proseSchema.text(FERRY)),
        nodes.heading.create({ level: 2 }, proseSchema.text('The second evening')),
        nodes.sceneBreak.create(),
        nodes.paragraph.create(null, [
          proseSchema.text('Mara '),
          proseSchema.text('counted', [mark]),
          proseSchema.text(' twice.'),
        ]),
        nodes.paragraph.create(null, proseSchema.text(MATE)),
      ]),
    )
    past.wait(60_000)
    past.acts('ben', (text) => {
      wordsAt(text, 0).delete(22, 25)
      text.delete(1, 3)
    })
    expect(past.trace.cuts()).toMatchObject([
      {
        blocks: [
          { kind: 'paragraph', runs: [{ text: ' as it had every evening.' }], whole: false },
          { kind: 'heading', level: 2, runs: [{ text: 'The second evening' }], whole: true },
          { kind: 'sceneBreak', runs: [] },
          {
            runs: [
              { text: 'Mara ', marks: {} },
              { text: 'counted', marks: { italic: {} } },
              { text: ' twice.' },
            ],
          },
        ],
        after: MATE,
      },
    ])
    bringBack(past, 'ben')
    expect(past.textOf('ana').toString()).toBe(
      `<paragraph>${FERRY}</paragraph><heading level="2">The second evening</heading><scenebreak></scenebreak>` +
        `<paragraph>Mara <italic>counted</italic> twice.</paragraph><paragraph>${MATE}</paragraph>`,
    )
  })
})

describe('bringing back what was cut', () => {
  it('[CP6] puts words back where they stood, also when the paragraph was edited and others were moved since', () => {
    const past = anas(FERRY, MARA, MATE)
    past.acts('ben', (text) => wordsAt(text, 1).delete(12, 21))
    past.says('cleo', TRUNK, 'Well, Mara counted and was one short again.', MATE)
    bringBack(past, 'ben', 'the passengers')
    expect(past.text).toBe(
      [TRUNK, 'Well, Mara counted the passengers twice and was one short again.', MATE].join('\n'),
    )
  })

  it('[CP6] puts a paragraph back between those that stood around it', () => {
    const past = anas(FERRY, MARA, MATE)
    past.says('ben', FERRY, MATE)
    past.says('ben', TRUNK, FERRY, MATE, 'Nobody laughed.')
    bringBack(past, 'ben')
    expect(past.text).toBe([TRUNK, FERRY, MARA, MATE, 'Nobody laughed.'].join('\n'))
  })

  it('[CP7] divides a paragraph again that was joined over the cut', () => {
    for (const joined of ['The ferry left at six, said the mate.', 'The ferry said the mate.']) {
      const first = FERRY.replace(/\.$/, '!')
      const past = anas(first, MARA, MATE)
      past.says('ben', joined)
      bringBack(past, 'ben')
      expect(past.text).toBe([first, MARA, MATE].join('\n'))
    }
  })

  it('[CP7] divides a paragraph that was joined over whole ones, between its sentences and never in one', () => {
    const past = anas(FERRY, MARA, MATE)
    past.says('ben', FERRY, MATE)
    past.says('ben', FERRY + MATE)
    bringBack(past, 'ben', 'passengers')
    expect(past.text).toBe([FERRY, MARA, MATE].join('\n'))
    const inside = anas('The ferry left at six', MARA, 'as it had every evening.')
    inside.says('ben', 'The ferry left at six', 'as it had every evening.')
    inside.says('ben', FERRY)
    bringBack(inside, 'ben', 'passengers')
    expect(inside.text).toBe([FERRY, MARA].join('\n'))
  })

  /** Brings the newest cut back as a person's last row, then somebody acts. @returns what would take it out again */
  function cameBack(past: Past, act: (text: Y.XmlFragment) => void) {
    const before = Y.encodeStateAsUpdate(past.trace.doc)
    bringBack(past, 'ben')
    const at = past.rows.length
    past.acts('ana', act)
    const [step = new Uint8Array(), ...later] = past.rows.slice(at - 1).map(({ bytes }) => bytes)
    return takeOut(before, step, later, 8_000_000)
  }

  it('[CP11] is taken out again with what it divided, beside what was written elsewhere', () => {
    const first = FERRY.replace(/\.$/, '!')
    const past = anas(first, MARA, MATE)
    past.says('ben', 'The ferry left at six, said the mate.')
    const taken = cameBack(past, (text) => wordsAt(text, 0).insert(0, 'Late again: '))
    if (taken === null || taken === 'changed') throw new Error('It was not taken out')
    expect(past.text).toBe([`Late again: ${first}`, MARA, MATE].join('\n'))
    past.takes('ben', taken.update)
    expect(past.text).toBe('Late again: The ferry left at six, said the mate.')
  })

  it('[CP11] stays when somebody wrote in it, took of it, or wrote in what it divided', () => {
    const acts: ((text: Y.XmlFragment) => void)[] = [
      (text) => wordsAt(text, 1).insert(4, ' Voss'),
      (text) => wordsAt(text, 1).delete(0, 5),
      (text) => wordsAt(text, 2).insert(wordsAt(text, 2).length, ' Nobody laughed.'),
    ]
    for (const act of acts) {
      const past = anas(FERRY, MARA, MATE)
      past.says('ben', 'The ferry left at six, said the mate.')
      expect(cameBack(past, act)).toBe('changed')
    }
  })

  it('[CP8] puts words back at the end when nothing tells where they stood', () => {
    const past = anas(FERRY, MARA)
    past.acts('ben', (text) => wordsAt(text, 1).delete(12, 21))
    const cut = past.trace.cuts()[0]
    const other = anas(TRUNK)
    if (!cut) throw new Error('Nothing was cut')
    expect(placeOfCut(other.trace, cut)).toEqual({ kind: 'between', parent: [], index: 1 })
    const alike = anas(TRUNK, 'Yes, Mara counted and was one short.')
    expect(placeOfCut(alike.trace, cut)).toEqual({ kind: 'inside', parent: [], index: 1, offset: 17 })
  })

  it('[CP9] does not take words away that somebody writes at that moment', () => {
    const past = anas(FERRY, MARA, MATE)
    past.says('ben', 'The ferry said the mate.')
    const cleo = new Y.Doc()
    Y.applyUpdate(cleo, Y.encodeStateAsUpdate(past.docOf('ben')))
    wordsAt(cleo.getXmlFragment('default'), 0).insert(20, ' quietly')
    bringBack(past, 'ben')
    Y.applyUpdate(cleo, Y.encodeStateAsUpdate(past.docOf('ben')))
    const after = new Y.Doc()
    Y.applyUpdate(after, Y.encodeStateAsUpdate(cleo))
    expect(after.getXmlFragment('default').toString()).toContain('quietly')
    expect(after.getXmlFragment('default').toString()).toContain('counted the passengers')
  })
})
