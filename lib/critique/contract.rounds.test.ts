import { describe, expect, it } from 'vitest'
import { CritiqueFormChange, NewRound, PackageChange, ROUND_LIMITS, RoundChange } from './contract.rounds'

const long = (characters: number) => 'a'.repeat(characters + 1)
const { questionCharacters, questions, formQuestionCharacters, remarkCharacters, answerCharacters } =
  ROUND_LIMITS

describe('what is sent about rounds', () => {
  it.each([
    ['no question', { question: '   ' }],
    ['a question that is too long', { question: long(questionCharacters) }],
    ['half of a character', { question: 'Why \ud83d?' }],
    ['a NUL', { question: 'Why\u0000?' }],
    ['a date that is none', { question: 'Why?', endsAt: 'next Tuesday' }],
    ['a date without its zone', { question: 'Why?', endsAt: '2026-12-01T10:00:00' }],
    [
      'too many questions',
      { question: 'Why?', questions: Array.from({ length: questions + 1 }, () => ({ text: 'Who?' })) },
    ],
    ['a question of two lines', { question: 'Why?', questions: [{ text: 'Who?\nWhy?' }] }],
    ['something strange', { question: 'Why?', isSecret: true }],
  ])('a round is refused with %s', (_, body) => {
    expect(NewRound.safeParse(body).success).toBe(false)
  })

  it('a round is neither blind nor mixed unless that is asked for', () => {
    expect(NewRound.parse({ question: 'Why?' })).toEqual({
      question: 'Why?',
      isBlind: false,
      allowsOpen: false,
    })
  })

  it.each([
    ['nothing', {}],
    ['a beginning instead of an end', { end: false }],
    ['a change of what it hides', { isBlind: false }],
  ])('a change of a round is refused with %s', (_, body) => {
    expect(RoundChange.safeParse(body).success).toBe(false)
  })

  it.each([
    ['nothing', {}],
    ['a remark that is too long', { remark: long(remarkCharacters) }],
    ['an answer that is too long', { answers: { whose: long(answerCharacters) } }],
    ['a list of answers', { answers: ['The gull.'] }],
    ['somebody else’s name', { remark: 'Good.', criticId: 'kit' }],
    ['a date of handing in', { handedInAt: '2026-12-01T10:00:00Z' }],
  ])('a package is refused with %s', (_, body) => {
    expect(PackageChange.safeParse(body).success).toBe(false)
  })

  it('a form has questions of one line each', () => {
    expect(
      CritiqueFormChange.safeParse({ questions: [{ text: long(formQuestionCharacters) }] }).success,
    ).toBe(false)
    expect(CritiqueFormChange.parse({ questions: [{ text: '  Who? ' }] })).toEqual({
      questions: [{ text: 'Who?' }],
    })
  })
})
