import { expect, it } from 'vitest'
import { ROUND_LIMITS } from '@/lib/critique/contract.rounds'
import { MOST_CHARACTERS, questionsIn } from './questions'

it('a question that stays keeps its id, and blank lines ask nothing', () => {
  const known = { questions: [{ id: 'whose', text: 'Whose story is it?' }] }
  expect(questionsIn('  Whose story is it? \n\nWhere did you stop?\n', known)).toEqual([
    { id: 'whose', text: 'Whose story is it?' },
    { text: 'Where did you stop?' },
  ])
})

it('fields take as much as the server does', () => {
  const { questionCharacters, answerCharacters, remarkCharacters } = ROUND_LIMITS
  expect(MOST_CHARACTERS).toEqual({
    ...{ question: questionCharacters, answer: answerCharacters, remark: remarkCharacters },
  })
})
