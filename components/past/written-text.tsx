import { Fragment } from 'react'
import { pastText as words } from '@/components/text/past'
import { initialsOf, inkOn } from '@/components/ui/avatar'
import type { AuthorsView } from '@/lib/manuscript/contract.past'
import { dressed } from './dressed'

type Block = AuthorsView['blocks'][number]

const UNKNOWN = { name: words.nobody, colour: '#786f63' }

/** Which of four lines stands under a person's words, so that people are told apart without their colours. */
export function lineOf(index: number): number {
  return index % 4
}

interface WrittenTextProps {
  view: AuthorsView
  /** Index of the one person whose words are shown; null for all. */
  only: number | null
  language: string
}

/** The text with its authors: their letters stand where the writer changes, for eye and screen reader. */
export function WrittenText({ view, only, language }: WrittenTextProps) {
  const { blocks, people } = view
  let last: number | null | undefined
  return (
    <div lang={language} className="written prose-text mx-auto">
      {blocks.map((block, index) => {
        const before = last
        last = block.pieces.at(-1)?.by ?? last
        return <WrittenBlock key={index} block={block} before={before} people={people} only={only} />
      })}
    </div>
  )
}

interface WrittenBlockProps {
  block: Block
  /** Who wrote the words before; undefined at the beginning. */
  before: number | null | undefined
  people: AuthorsView['people']
  only: number | null
}

function WrittenBlock({ block, before, people, only }: WrittenBlockProps) {
  if (block.kind === 'sceneBreak')
    return (
      <p role="img" aria-label={words.sceneBreak} className="my-6 text-center indent-0!">
        ❧
      </p>
    )
  const pieces = block.pieces.map(({ text, marks, by }, i) => {
    const person = by === null ? UNKNOWN : (people[by]?.person ?? UNKNOWN)
    const isNew = by !== (i === 0 ? before : block.pieces[i - 1]?.by)
    return (
      <Fragment key={i}>
        {isNew ? (
          <span
            className="written-who"
            title={person.name}
            style={{ '--person': person.colour, '--on-person': inkOn(person.colour) }}
          >
            <span aria-hidden>{initialsOf(person.name)}</span>
            <span className="sr-only">{words.wrote(person.name)}</span>
          </span>
        ) : null}
        <span
          className="written-piece"
          title={person.name}
          data-line={by === null ? 0 : lineOf(by)}
          data-dim={only !== null && by !== only}
          style={{ '--person': person.colour }}
        >
          {dressed(text, marks)}
        </span>
      </Fragment>
    )
  })
  return (
    <div data-quotes={block.quotes > 0}>
      {block.kind === 'heading' ? (
        <h3 style={{ fontSize: `${1.55 - block.level * 0.17}em` }}>{pieces}</h3>
      ) : (
        <p>{pieces.length > 0 ? pieces : <br />}</p>
      )}
    </div>
  )
}
