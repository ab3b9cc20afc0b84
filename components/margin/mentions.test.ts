import { describe, expect, it } from 'vitest'
import { calledIn, callingAt, offeredFor, partsOf } from './mentions'

const person = (userId: string, name: string) => ({ userId, name, colour: '#2a7a4b' })
const people = [
  person('1', 'Ines Rautio'),
  person('2', 'Ines'),
  person('3', 'Kit Halvorsen'),
  person('4', 'Kit Halvorsen'),
]

describe('a name after an @', () => {
  it('calls whoever has it, the longer of two that begin alike, and both of two who share it', () => {
    expect(calledIn('Do you agree, @Ines Rautio?', people)).toEqual(['1'])
    expect(calledIn('@Ines: and you, (@Kit Halvorsen)', people)).toEqual(['2', '3', '4'])
  })

  it('calls nobody inside of a word or an address', () => {
    for (const body of ['ines@Ines', '@Inessa', '@ Ines', '@Nobody'])
      expect(calledIn(body, people), body).toEqual([])
  })

  it('stands out, and the words around it stay', () => {
    const parts = partsOf('So, @Ines Rautio, @Ines!', people)
    expect(parts.map(({ text, person: who }) => [text, who?.userId ?? null])).toEqual([
      ...[
        ['So, ', null],
        ['@Ines Rautio', '1'],
        [', ', null],
        ['@Ines', '2'],
        ['!', null],
      ],
    ])
    expect(parts.map(({ text }) => text).join('')).toBe('So, @Ines Rautio, @Ines!')
  })

  it('is offered while it is typed, by the beginning of any word of it', () => {
    expect(callingAt('Ask @ines ra', 12)).toEqual({ at: 4, begun: 'ines ra' })
    expect(callingAt('Ask @ines\nnow', 13)).toBe(null)
    expect(callingAt('me@home', 7)).toBe(null)
    expect(offeredFor('rau', people).map(({ userId }) => userId)).toEqual(['1'])
    expect(offeredFor('', people)).toHaveLength(4)
    expect(offeredFor('Ines Rautio ', people)).toEqual([])
  })
})
