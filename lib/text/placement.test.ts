import { describe, expect, it } from 'vitest'
import { placeAll, placeMore, type Placement } from '@/lib/text/placement'
import { marked, pageOf } from '@/tests/support/page'

const HARBOUR = 'The harbour lay grey and still under the morning fog.'
const MARA = 'Mara Voss counted the boats twice before she spoke.'
const TOMAS = 'Tomas Oyelaran only shrugged and went on mending the net.'
const BELL = 'Far out, beyond the mole, a bell began to ring.'
const ODILE = 'Odile Marchetti had promised to be back before the tide.'

/** A chapter of these sentences with a thread on Mara’s, which stands in the middle of a paragraph. */
const middle = () => marked(HARBOUR, `${BELL} <${MARA}> ${TOMAS}`, ODILE)

describe('a passage in its place', () => {
  it('[AN1] stands on its words when nothing changed', () => {
    expect(middle().placed).toBe(`exact: ${MARA}`)
  })
  it('[AN1] keeps to its words when a sentence is inserted before it', () => {
    expect(middle().insertBefore('Far out', 'It was cold. ').placed).toBe(`exact: ${MARA}`)
  })
  it('[AN2] does not grow when somebody types right before or right after it', () => {
    const page = middle().insertBefore('Mara Voss', 'Then ').insertAfter('she spoke.', 'And again.')
    expect(page.placed).toBe(`exact: ${MARA}`)
  })
  it('[AN2] does not grow at the borders of a block', () => {
    const page = marked(`<${MARA}>`).insertBefore('Mara', 'Then ').insertAfter('spoke.', ' Twice.')
    expect(page.placed).toBe(`exact: ${MARA}`)
  })
  it('[AN3] takes in what is typed inside of it', () => {
    const page = middle().insertAfter('counted the', ' seven old')
    expect(page.placed).toBe('exact: Mara Voss counted the seven old boats twice before she spoke.')
  })
  it('[AN3] keeps a single word that a letter or a long aside is typed into', () => {
    expect(marked('The <cat> sat.').insertAfter('The ca', 'r').placed).toBe('exact: cart')
    expect(marked('The <cat> sat.').insertAfter('The c', 'LONG ASIDE').placed).toBe('exact: cLONG ASIDEat')
  })
  it('[AN4] stays when a typing error in it is put right', () => {
    expect(marked('You will <recieve> it.').replace('recieve', 'receive').placed).toBe('exact: receive')
  })
  it('[AN4] stays while at least half of its characters survive in order', () => {
    const page = middle().delete('counted the boats twice ')
    expect(page.placed).toBe('exact: Mara Voss before she spoke.')
    expect(middle().delete('Mara Voss counted ').placed).toBe('exact: the boats twice before she spoke.')
    expect(middle().delete(' before she spoke.').placed).toBe('exact: Mara Voss counted the boats twice')
  })
})

describe('a passage whose block changed', () => {
  it('[AN5] stays exact when Enter is pressed right before it', () => {
    expect(middle().splitAt('Mara').placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays exact when Enter is pressed further before and after it', () => {
    expect(middle().splitAt('beyond').splitAt('only').placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays whole when Enter is pressed inside of it', () => {
    const page = middle().splitAt('boats')
    expect(page.placed).toBe('exact: Mara Voss counted the \nboats twice before she spoke.')
  })
  it('[AN5] stays whole when Enter is pressed inside of it and a word is corrected', () => {
    const page = middle().splitAt('twice').replace('before she', 'ere she')
    expect(page.placed).toBe('exact: Mara Voss counted the boats \ntwice ere she spoke.')
  })
  it('[AN5] stays exact when its block is joined with the one before', () => {
    const page = marked(HARBOUR, `${BELL} <${MARA}>`, ODILE)
    expect(page.join('Far out')).toBe(true)
    expect(page.placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays exact when its block is quoted, made a heading, or both', () => {
    expect(middle().wrap('Mara').placed).toBe(`exact: ${MARA}`)
    expect(middle().heading('Mara').placed).toBe(`exact: ${MARA}`)
    expect(middle().wrap('Mara').wrap('Far out').heading('Mara').placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays exact when the whole chapter is put in a quote', () => {
    const page = middle()
    expect(page.wrap({ from: 0, to: page.text.length }).placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays exact when it is deleted and brought back by undo', () => {
    expect(middle().delete(MARA).undo().placed).toBe(`exact: ${MARA}`)
    expect(middle().deleteBlock(MARA).undo().placed).toBe(`exact: ${MARA}`)
    expect(middle().splitAt('boats').undo().placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] stays exact when it is cut and pasted back', () => {
    expect(middle().cutAndPaste(MARA, ` ${TOMAS}`).placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] keeps a passage over two paragraphs when they are joined', () => {
    const page = marked(HARBOUR, `${BELL} <${MARA}`, `${TOMAS}> And on.`, ODILE)
    expect(page.placed).toBe(`exact: ${MARA}\n${TOMAS}`)
    expect(page.join('Tomas')).toBe(true)
    expect(page.placed).toBe(`exact: ${MARA}${TOMAS}`)
    expect(page.insertBefore('Tomas', ' ').placed).toBe(`exact: ${MARA} ${TOMAS}`)
  })
  it('[AN4] leaves out what stands before it now, when its first paragraph went elsewhere', () => {
    const page = marked(HARBOUR, `“Six,” she said, <“and a seventh.”`, `“No.” ${MARA}> ${TOMAS}`, ODILE)
    page.moveBlockToEnd('“Six,”')
    expect(page.placed).toBe(`exact: “No.” ${MARA}`)
  })
  it('[AN4] leaves out a long paragraph at its end of which only the quotation mark is its own', () => {
    const page = marked(HARBOUR, `${BELL} <“Six,” said Ines.`, `${MARA}> ${TOMAS}`, ODILE)
    page.replace('Six,” said Ines.', 'It is cold and nobody can tell me how to mend a net.”')
    expect(page.placed).toBe(`exact: ${MARA}`)
  })
  it('[AN5] keeps what is left of it in its paragraph, when the one in which it ends is made anew elsewhere', () => {
    const page = marked(HARBOUR, `${BELL} She <spoke.`, `So> ${TOMAS}`, ODILE)
    expect(page.moveBlockToEnd('So Tomas').placed).toBe('exact: spoke.')
  })
  it('[AN5] keeps an equal sentence apart when the block is quoted', () => {
    const page = marked(HARBOUR, `“No.” ${BELL} “No.” <“No.”> ${TOMAS}`, ODILE)
    const before = page.placement
    page.wrap(BELL)
    expect(page.placement).toEqual(before)
  })
})

describe('a passage that moved', () => {
  it('[AN6] is found again where it was pasted', () => {
    expect(middle().cutAndPaste(MARA, 'Odile').placed).toBe(`moved: ${MARA}`)
    expect(middle().cutAndPaste(`${MARA} `, 'The harbour').placed).toBe(`moved: ${MARA}`)
  })
  it('[AN6] is found again when its block is moved past others', () => {
    expect(middle().moveBlockToEnd('Mara').placed).toBe(`moved: ${MARA}`)
  })
  it('[AN6] is found again between the words around it when its block is moved, however common a word it is', () => {
    const salt = Array.from({ length: 60 }, () => 'salt').join(' ')
    const page = marked(HARBOUR, `${BELL} Mara put the <salt> beside the lamp, and went.`, ODILE, salt)
    expect(page.moveBlockToEnd('Far out').placed).toBe('moved: salt')
    expect(page.placement).toMatchObject({ from: page.find('put the salt').to - 4 })
  })
  it('[AN6] is found again with a word changed, and over a new block border', () => {
    const page = middle().cutAndPaste(MARA, 'Odile').replace('twice', 'thrice')
    expect(page.placed).toBe('moved: Mara Voss counted the boats thrice before she spoke.')
    expect(page.splitAt('before she').placed).toBe(
      'moved: Mara Voss counted the boats thrice \nbefore she spoke.',
    )
  })
  it('[AN6] stays where it is when its words are copied elsewhere', () => {
    const page = middle()
    const before = page.placement
    expect(page.insert(MARA, page.text.length).placement).toEqual(before)
  })
  it('[AN6] is not where somebody typed its words anew while it was taken apart in its place', () => {
    const apart = middle().delete('Voss counted the boats twice before ')
    expect(apart.insertBefore('The harbour', `${MARA} `).placed).toBe('rewritten: Mara she spoke.')
    const begun = middle().delete(' the boats twice before she spoke.')
    expect(begun.insertBefore('The harbour', `${MARA} `).placed).toBe('rewritten: Mara Voss counted')
  })
  it('[AN6] is not where its words were typed anew while its last word and half of it stand around a long aside', () => {
    const page = marked(HARBOUR, `${BELL} He went <back, and had left me> by the mole.`, ODILE)
    const aside = ' the keys, the lamp and all that was owed to the harbour master, said'
    page.insertAfter('had left', aside).delete('back, and ')
    page.insertAfter('The harbour ', 'back, and had left me ')
    expect(page.placed).toBe(`rewritten: had left${aside} me`)
  })
  it('[AN8] is left open when it was typed anew with the words around it, which stand in its place too', () => {
    const said = '“We ought to send for Ines,” said Mara, and she shut the door.'
    const asked = () =>
      marked(
        HARBOUR,
        `${BELL} “We ought to send for <Ines,”> said Mara, and she shut the door.`,
        ODILE,
        TOMAS,
      )
    const copied = asked().delete('Ines,').insertBefore('Tomas', `${said} `)
    expect(copied.placed).toBe('unsure: 1')
    expect(asked().cutAndPaste(said, 'Tomas').placed).toBe('moved: Ines,”')
    const begun = asked().delete('Ines,” said Mara, and she shut the door.')
    expect(begun.insertBefore('Tomas', `${said} `).placed).toBe('unsure: 1')
  })
  it('[AN6] is not where its end was typed anew behind it, while its beginning stands', () => {
    const page = middle().replace('twice before she spoke.', 'and wept')
    page.insertAfter(TOMAS, ' Voss counted the boats twice before she')
    expect(page.placed).toBe('exact: Mara Voss counted the boats')
  })
  it('[AN8] is left open when a word was typed anew beside it with the words before it', () => {
    const page = marked(HARBOUR, `${BELL} Then Mara counted the boats <twice.> ${TOMAS}`, ODILE)
    page.delete('twice.').insertAfter(TOMAS, ' Then Mara counted the boats twice.')
    expect(page.placed).toBe('unsure: 1')
  })
  it('[AN6] is found with a word changed without its new neighbours', () => {
    const page = marked(HARBOUR, `${BELL} <at noon ${MARA}> ${TOMAS}`, ODILE)
    page.cutAndPaste(`at noon ${MARA}`, 'Odile').delete('at noon ').insertBefore('Mara', 'A shell! ')
    expect(page.placed).toBe(`moved: ${MARA}`)
  })
  it('[AN7] is never another passage that read the same all the time', () => {
    const page = marked(HARBOUR, `${BELL} <${MARA}> ${TOMAS}`, `${MARA} ${ODILE}`)
    expect(page.delete({ from: page.thread.from, to: page.thread.from + MARA.length }).placed).toBe('gone')
  })
  it('[AN7] is never a passage that read nearly the same all the time', () => {
    const page = marked(`She closed the door without a word. <He closed the door without a word.> ${BELL}`)
    expect(page.delete('He closed the door without a word.').placed).toBe('gone')
  })
  it('[AN7] is not the neighbour among three equal words', () => {
    const page = marked('“No.” Mara laughed. <“No.”> Tomas wept. “No.” Then he went.')
    expect(page.delete({ from: 6, to: page.thread.from + 5 }).placed).toBe('gone')
  })
  it('[AN7] is not its twin behind it when both were taken out and brought back', () => {
    const page = marked(HARBOUR, `${BELL} He knew the <story.> We all knew the story. ${TOMAS}`, ODILE)
    page.delete({ from: page.thread.from + 2, to: page.thread.from + 4 })
    page.delete('the sty. We all knew the story. Tomas').undo()
    expect(page.placed).toBe('rewritten: sty.')
  })
  it('[AN8] is left open between two equal copies', () => {
    const page = middle().delete(MARA)
    page.insert(` ${MARA}`, page.text.length).insert(`${MARA} `, 0)
    expect(page.placed).toBe('unsure: 2')
  })
  it('[AN8] is left open, with its pieces, when it was cut up over the chapter', () => {
    const page = middle().delete(MARA)
    page
      .insertAfter('The harbour ', 'before she spoke, ')
      .insertBefore('Odile', 'Mara Voss counted the boats. ')
    expect(page.placement).toMatchObject({ state: 'unplaced', reason: 'unsure' })
    const { candidates } = page.placement as { candidates: { from: number; to: number }[] }
    expect(candidates.map(({ from, to }) => page.text.slice(from, to))).toEqual([
      'Mara Voss counted the boats',
      'before she spoke',
    ])
  })
  it('[AN8] is left open when it is a word of a letter or two, and typed anew among others in its place', () => {
    expect(marked(`${BELL} <I> said so.`).replace('I', 'the time I reached it').placed).toBe('unsure: 1')
  })
  it('[AN4] is not one common word of two among words typed in its place', () => {
    const page = marked(HARBOUR, `${BELL} She lay in a yard before <that with> no engine.`, ODILE)
    page.insertAfter('before that ', 'or that each year ')
    page.delete('a yard before that ').delete('with no engine')
    expect(page.placed).toBe('rewritten: or that each year')
  })
  it('[AN4] is no letter of a word of two when the word itself was taken out', () => {
    const page = marked(`${BELL} She <it> was.`).replace('it', 'sang')
    page.replace('sang', 'i')
    expect(page.placed).toBe('rewritten: i')
  })
  it('[AN10] is gone when no more than some of its words stand elsewhere', () => {
    const page = middle().delete(` ${MARA}`).insertAfter('The harbour ', 'before she spoke, ')
    expect(page.placed).toBe('gone')
  })
  it('[AN8] is left open when only one common word came up elsewhere', () => {
    const page = marked(HARBOUR, 'They took the <gull> away.', ODILE).delete('gull')
    expect(page.insertAfter('Odile ', 'the gull ').placed).toBe('unsure: 1')
  })
})

describe('a passage that is no more', () => {
  const NEW = 'Nobody knew how many ships were missing.'
  it('[AN9] is rewritten when other words stand in its place', () => {
    expect(middle().replace(MARA, NEW).placed).toBe(`rewritten: ${NEW}`)
    expect(middle().delete(MARA).insertBefore(` ${TOMAS}`, NEW).placed).toBe(`rewritten: ${NEW}`)
  })
  it('[AN9] is rewritten when all of its paragraph is', () => {
    expect(marked(HARBOUR, `<${MARA}>`, ODILE).replace(MARA, NEW).placed).toBe(`rewritten: ${NEW}`)
    expect(marked(`<${MARA}>`).replace(MARA, NEW).placed).toBe(`rewritten: ${NEW}`)
  })
  it('[AN9] is rewritten, with the extent of the new words, when its block was made anew around them', () => {
    const page = middle().replace(MARA, NEW).wrap('Far out').heading('Far out')
    expect(page.placed).toBe(`rewritten: ${NEW}`)
  })
  it('[AN9] is rewritten where the words around it stand, when these moved with its paragraph', () => {
    const page = middle().replace(MARA, NEW).moveBlockToEnd('Far out')
    expect(page.placed).toBe(`rewritten: ${NEW}`)
  })
  it('[AN10] is gone between the words that stood around it, when these moved with its paragraph', () => {
    const page = middle().delete(`${MARA} `).moveBlockToEnd('Far out')
    expect(page.placement).toMatchObject({ reason: 'gone', near: page.find(TOMAS).from })
  })
  it('[AN10] is gone when nothing stands in its place', () => {
    const page = middle().delete(`${MARA} `)
    expect(page.placement).toEqual({
      state: 'unplaced',
      reason: 'gone',
      near: page.find(TOMAS).from,
    })
  })
  it('[AN10] is gone near its neighbours when its block is', () => {
    const page = middle().deleteBlock(MARA)
    expect(page.placed).toBe('gone')
    const { near } = page.placement as { near: number }
    expect(Math.abs(near - HARBOUR.length)).toBeLessThanOrEqual(1)
  })
  it('[AN10] is gone at 0 when the chapter is emptied', () => {
    const page = middle()
    page.delete({ from: 0, to: page.text.length })
    expect(page.placement).toEqual({ state: 'unplaced', reason: 'gone', near: 0 })
  })
  it('[AN10] is gone or rewritten, never placed, when all is written anew', () => {
    const page = middle().rewriteAll('Ines Rautio woke in another town.', 'The snow had stopped.')
    expect(page.placement.state).toBe('unplaced')
  })
  it('[AN11] comes back exact when undo brings its words back', () => {
    expect(middle().replace(MARA, NEW).undo().placed).toBe(`exact: ${MARA}`)
  })
})

describe('many passages', () => {
  it('[AN18] stand where they stand when placed at once, however often placing stops', () => {
    const page = pageOf(HARBOUR, `${BELL} ${MARA} ${TOMAS}`, ODILE)
    const anchors = [HARBOUR, BELL, MARA, TOMAS, ODILE].map((words) => page.anchor(words))
    page.delete(`${MARA} `).insertBefore('Odile', 'Then ').deleteBlock(HARBOUR)
    const placements: Placement[] = []
    const lengths: number[] = []
    let calls = 0
    for (let isDone = false; !isDone; lengths.push(placements.length))
      isDone = placeMore(page.plain, anchors, placements, () => ++calls % 2 === 1)
    expect(lengths).toEqual([2, 4, 5])
    expect(placements).toEqual(placeAll(page.plain, anchors))
  })
  it('[AN18] are done at once when there are none', () => {
    expect(placeMore(pageOf(HARBOUR).plain, [], [], () => false)).toBe(true)
  })
})
