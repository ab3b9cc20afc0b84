import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Past, wordsAt } from '@/tests/support/past'

const FERRY = 'The ferry left at six, as it had every evening.'
const MARA = 'Mara counted the passengers twice.'
const MATE = '“You count like a smuggler,” said the mate.'

/** A chapter that Ana wrote. */
function anas(...lines: string[]): Past {
  const past = new Past()
  past.says('ana', ...lines)
  past.wait(60_000)
  return past
}

describe('who wrote what', () => {
  it('[WW1] credits each character to whoever wrote it', () => {
    const past = anas(FERRY)
    past.acts('ben', (text) => wordsAt(text, 0).insert(21, ' sharp'))
    expect(past.written).toBe('ana:The ferry left at six|ben: sharp|ana:, as it had every evening.')
  })

  it('[WW2] keeps Ana the author of a paragraph that Ben divides, joins and moves', () => {
    const past = anas(FERRY, MARA, MATE)
    past.says('ben', 'The ferry left at six,', ' as it had every evening.', MARA, MATE)
    past.says('ben', 'The ferry left at six,', ` as it had every evening.${MARA}`, MATE)
    past.says('ben', MATE, 'The ferry left at six,', ` as it had every evening.${MARA}`)
    expect(past.written).toBe(`ana:${MATE}/The ferry left at six,/ as it had every evening.${MARA}`)
  })

  it('[WW2] keeps it when Ben has divided it before a short last word, and typed in the same row', () => {
    const past = anas('She said no.')
    past.acts('ben', (text) => {
      wordsAt(text, 0).delete(9, 3)
      const next = new Y.XmlElement('paragraph')
      next.insert(0, [new Y.XmlText('And then: no.')])
      text.insert(1, [next])
    })
    expect(past.written).toBe('ana:She said /|ben:And then: |ana:no.')
  })

  it('[WW2] credits a few letters to who typed them in the row that cut words in which they stand too', () => {
    const past = anas(FERRY, '“You count like a smuggler,” said the mate, and went below.')
    past.acts('ben', (text) => {
      wordsAt(text, 0).insert(21, 'te, ')
      text.delete(1, 1)
    })
    expect(past.written).toBe('ana:The ferry left at six|ben:te, |ana:, as it had every evening.')
  })

  it('[WW2] keeps it when marks are changed by writing the words anew', () => {
    const past = anas(FERRY)
    past.acts('ben', (text) => {
      const words = wordsAt(text, 0)
      words.delete(4, 5)
      words.insert(4, 'ferry', { italic: {} })
    })
    expect(past.written).toBe(`ana:${FERRY}`)
  })

  it('[WW2] credits words that come twice to the one who put them there the second time', () => {
    const past = anas(FERRY)
    past.acts('ben', (text) => {
      wordsAt(text, 0).delete(0, FERRY.length)
      wordsAt(text, 0).insert(0, `${FERRY}${FERRY}`)
    })
    expect(past.written).toBe(`ana:${FERRY}|ben:${FERRY}`)
  })

  it('[WW3] keeps the author of words that were cut and are pasted, undone or brought back later', () => {
    const past = anas(FERRY, MARA)
    past.says('ben', FERRY)
    past.wait(3_600_000)
    past.says('cleo', FERRY, 'It rained.', MARA)
    expect(past.written).toBe(`ana:${FERRY}/|cleo:It rained./|ana:${MARA}`)
  })

  it('[WW4] knows from when on it traces, and credits what is older to the client that wrote it', () => {
    const past = anas(FERRY)
    past.says('ben', 'The ferry left at six,', ' as it had every evening.')
    past.trace.restart({ seq: 2, bytes: Y.encodeStateAsUpdate(past.docOf('ben')) })
    past.says('cleo', 'The ferry left', ' at six,', ' as it had every evening.')
    expect(past.trace.since).toBe(past.now)
    expect(past.written).toBe('ana:The ferry left/ at six,/ as it had every evening.')
    const cold = new Past()
    cold.trace.restart({ seq: 0, bytes: Y.encodeStateAsUpdate(past.docOf('ben')) })
    const [behind] = [...cold.trace.doc.store.clients.keys()]
    expect([past.docOf('ana').clientID, past.docOf('ben').clientID, past.docOf('cleo').clientID]).toContain(
      behind,
    )
  })
})

it('[WW6] a space alone goes with the words before it', () => {
  const past = anas('Nobody waved.')
  past.acts('ben', (text) => {
    wordsAt(text, 0).insert(6, ',')
    wordsAt(text, 0).insert(8, ' ')
  })
  expect(past.written).toBe('ana:Nobody|ben:,  |ana:waved.')
})

describe('moments', () => {
  it('[MO1] part where people pause, and what a chapter began with is the first', () => {
    const past = anas(FERRY)
    for (let i = 0; i < 5; i += 1) past.acts('ben', (text) => wordsAt(text, 0).insert(0, 'x'))
    past.wait(30_000)
    past.acts('ana', (text) => wordsAt(text, 0).insert(0, 'y'))
    past.acts('ben', (text) => wordsAt(text, 0).insert(0, 'y'))
    expect(past.trace.moments).toMatchObject([
      { fromSeq: 1, toSeq: 1, authorIds: ['ana'] },
      { fromSeq: 2, toSeq: 6, authorIds: ['ben'] },
      { fromSeq: 7, toSeq: 8, authorIds: ['ana', 'ben'] },
    ])
  })
})
