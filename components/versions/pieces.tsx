import { CornerDownRight, CornerUpLeft, Type } from 'lucide-react'
import { dressed } from '@/components/past/dressed'
import { versionsText as words } from '@/components/text/versions'
import type { ComparedBlockView } from '@/lib/manuscript/contract.versions'

type Piece = ComparedBlockView['pieces'][number]
type Form = Pick<ComparedBlockView, 'kind' | 'level' | 'quotes'>

/** Which of the two texts is shown: both as one, or one of them. */
export type Side = 'both' | 'from' | 'to'

function dressOf(marks: readonly string[]): string {
  const names = marks.map(
    (mark) => words.marks[(mark.split(' ')[0] ?? '') as keyof typeof words.marks] ?? mark,
  )
  return names.length > 0 ? names.join(', ') : words.plain
}

function PieceWords({ piece, side }: { piece: Piece; side: Side }) {
  const { change, text, marks, was = [] } = piece
  switch (change) {
    case 'same':
      return dressed(text, marks)
    case 'in':
      return side === 'from' ? null : <ins>{dressed(text, marks)}</ins>
    case 'out':
      return side === 'to' ? null : <del>{dressed(text, marks)}</del>
    case 'formatted':
      return (
        <span className="compared-dress" title={words.dress(dressOf(was), dressOf(marks))}>
          {dressed(text, side === 'from' ? was : marks)}
        </span>
      )
    case 'joined':
      return side === 'to' ? null : (
        <span className="compared-sign-out" title={words.joined}>
          <span aria-hidden>¶</span>
          <span className="sr-only">{words.joined}</span>
          {side === 'from' ? <br /> : null}
        </span>
      )
  }
}

function formName({ kind, quotes }: Form): string {
  return quotes > 0 && kind === 'paragraph' ? words.forms.quote : words.forms[kind]
}

/** What happened to the block as a whole, in words; null when nothing did. */
function Label({ block }: { block: ComparedBlockView }) {
  if (block.state === 'moved_here' || block.state === 'moved_away') {
    const Sign = block.state === 'moved_here' ? CornerDownRight : CornerUpLeft
    return (
      <span className="compared-label">
        <Sign aria-hidden className="size-3.5" />
        {block.state === 'moved_here' ? words.movedHere : words.movedAway}
      </span>
    )
  }
  if (!block.was) return null
  return (
    <span className="compared-label" data-form="true">
      <Type aria-hidden className="size-3.5" />
      {words.form(formName(block.was))}
      {block.was.kind === 'heading' && block.kind === 'heading' ? ` ${block.was.level}` : ''}
    </span>
  )
}

function Words({ block, side }: { block: ComparedBlockView; side: Side }) {
  const form = side === 'from' && block.was ? block.was : block
  if (form.kind === 'sceneBreak')
    return (
      <p role="img" aria-label={words.sceneBreak} className="my-6 text-center indent-0!">
        {block.state === 'in' ? <ins>❧</ins> : block.state === 'out' ? <del>❧</del> : '❧'}
      </p>
    )
  const pieces = block.pieces.map((piece, i) => <PieceWords key={i} piece={piece} side={side} />)
  const split =
    block.split && side !== 'from' ? (
      <span className="compared-sign-in" title={words.split}>
        <span aria-hidden>¶</span>
        <span className="sr-only">{words.split}</span>
      </span>
    ) : null
  const inside = (
    <>
      {split}
      {pieces}
      {block.pieces.length === 0 ? <br /> : null}
    </>
  )
  return form.kind === 'heading' ? (
    <h3 style={{ fontSize: `${1.55 - form.level * 0.17}em` }}>{inside}</h3>
  ) : (
    <p>{inside}</p>
  )
}

/** True when the block has a side to show. */
function stands(block: ComparedBlockView, side: Side): boolean {
  if (side === 'from') return block.state !== 'in' && block.state !== 'moved_here'
  if (side === 'to') return block.state !== 'out' && block.state !== 'moved_away'
  return true
}

interface BlockProps {
  block: ComparedBlockView
  index: number
  side?: Side
  active?: boolean
}

/** A paragraph, heading or scene break with its marks. */
export function ComparedBlock({ block, index, side = 'both', active = false }: BlockProps) {
  if (!stands(block, side)) return null
  return (
    <div
      className="compared-block"
      data-block={index}
      data-state={block.state}
      data-changed={block.state !== 'same'}
      data-move={block.move !== undefined}
      data-quotes={block.quotes > 0}
      data-active={active}
    >
      <Label block={block} />
      <Words block={block} side={side} />
    </div>
  )
}
