// First, so that the editor finds a page.
import '@/tests/support/page-globals'
import { Slice } from '@tiptap/pm/model'
import { expect, it, onTestFinished } from 'vitest'
import { act } from '@/components/editor/writing-keys'
import { openLog } from '@/lib/log'
import { Characters, lettersOf, withoutBreaks, type Carried } from '@/tests/support/characters'
import { workshopDatabase } from '@/tests/support/database'
import { press, typeInto } from '@/tests/support/editor-acts'
import { emptyTally, judge } from '@/tests/support/thread-judge'
import { Seat } from '@/tests/support/thread-seats'
import { openVersionDesk } from '@/tests/support/versions'

openLog('silent')
workshopDatabase()

/** Two writers at one chapter, whose characters are followed. */
async function twoSeats(...paragraphs: string[]) {
  const desk = await openVersionDesk(...paragraphs)
  const characters = new Characters()
  const seats = [
    new Seat(desk.mara, 11, desk, characters),
    new Seat(desk.tomas, 12, desk, characters),
  ] as const
  onTestFinished(async () => {
    for (const seat of seats) seat.close()
    await desk.close()
  })
  for (const seat of seats) seat.comeOnline()
  await desk.exchange()
  const reading = (seat: Seat = seats[0]) => characters.read(lettersOf(seat.doc))
  return { desk, seats, characters, reading }
}

/** Puts the caret at an offset of the plain text, or selects up to another. */
function select(seat: Seat, from: number, to = from): void {
  const { map } = seat.sides
  seat.editor.commands.setTextSelection({ from: map.positionAt(from), to: map.positionAt(to) })
}

/** Cuts a stretch. @returns what pastes it at an offset of the text without it */
function cut(seat: Seat, from: number, to: number): (at: number) => void {
  select(seat, from, to)
  const carried = seat.selected()
  const { dom } = seat.editor.view.serializeForClipboard(seat.editor.state.selection.content())
  seat.write((editor) => press(editor, 'Backspace'))
  return (at) => {
    select(seat, at)
    // jsdom has no ClipboardEvent.
    seat.write(
      (editor) => editor.view.pasteHTML(dom.innerHTML, new Event('paste') as ClipboardEvent),
      carried,
    )
  }
}

/** True when a passage may be placed on a stretch. */
function isItsOwn(
  letters: Carried,
  { from, to }: { from: number; to: number },
  reading: ReturnType<Characters['read']>,
) {
  const tally = emptyTally()
  const thread = { id: 'one', quote: letters.text, letters, planted: 1_000 }
  judge(thread, { state: 'exact', from, to }, reading, 'here', tally)
  return tally.wrong.length === 0
}

const LIFT = '“It can lift four kilos.”'
const KEEP = '“I can keep her going.”'

it('[AN17] whose letters Yjs took for equal ones stays itself by the writer’s hand when its paragraph is written anew', async () => {
  const { seats, reading } = await twoSeats('The boy spoke.', LIFT, KEEP)
  const [mara] = seats
  const first = mara.sides.plain.text.indexOf(KEEP)
  const passage = withoutBreaks(reading(), first, first + 2)
  const lifted = mara.sides.plain.text.indexOf(LIFT)
  const paste = cut(mara, lifted, lifted + LIFT.length)
  const at = mara.sides.plain.text.indexOf(KEEP)
  paste(at)
  const now = at + LIFT.length
  const pasted = mara.sides.plain.text.slice(at)
  expect(pasted).toBe(LIFT + KEEP)
  // Yjs kept the “I that stood there for the pasted one, and wrote another for that of the passage.
  expect(reading().who[now]).not.toBe(passage.letters[0]?.who)
  expect(isItsOwn(passage, { from: now, to: now + 2 }, reading())).toBe(true)

  select(mara, now)
  mara.write((editor) => act(editor, 'quote'))
  expect(isItsOwn(passage, { from: now, to: now + 2 }, reading())).toBe(true)
  const again = cut(mara, now, now + KEEP.length)
  again(0)
  expect(isItsOwn(passage, { from: 0, to: 2 }, reading())).toBe(true)
})

it('[AN17] equal words that somebody types are not the passage, whatever is copied or undone around them', async () => {
  const { seats, reading } = await twoSeats('The boy spoke.', KEEP)
  const [mara] = seats
  const first = mara.sides.plain.text.indexOf(KEEP)
  const passage = withoutBreaks(reading(), first, first + 2)
  cut(mara, first, first + KEEP.length)(0)
  mara.undo()
  mara.undo()
  select(mara, 0)
  mara.write((editor) => typeInto(editor, KEEP))
  const back = mara.sides.plain.text.lastIndexOf(KEEP)
  expect(isItsOwn(passage, { from: back, to: back + 2 }, reading())).toBe(true)
  expect(isItsOwn(passage, { from: 0, to: 2 }, reading())).toBe(false)
})

it('[AN17] words that undo brings back into a paragraph that somebody wrote in since are themselves', async () => {
  const { desk, seats, characters, reading } = await twoSeats(`${KEEP}\\\n${LIFT}`, 'The boy spoke.')
  const [mara, tomas] = seats
  const passage = withoutBreaks(reading(), 0, KEEP.length)
  const { content } = mara.editor.state.doc
  const all = withoutBreaks(reading())
  mara.write(({ view }) => view.dispatch(view.state.tr.delete(0, content.size)))
  const anew = new Slice(content, 0, 0)
  mara.write(({ view }) => view.dispatch(view.state.tr.replace(0, view.state.doc.content.size, anew)), all)
  await desk.exchange()
  select(tomas, 0)
  tomas.write((editor) => typeInto(editor, '.'))
  await desk.exchange()
  const { known } = characters
  mara.undo()
  expect(mara.sides.plain.text).toBe('.')
  mara.undo()
  await desk.exchange()
  const now = reading(tomas)
  expect(now.text).toBe(`.${KEEP}\n${LIFT}\nThe boy spoke.`)
  expect(withoutBreaks(now, 1, 1 + KEEP.length)).toEqual(passage)
  expect(characters.known).toBe(known)
})
