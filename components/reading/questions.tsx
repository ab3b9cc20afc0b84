import { readingText as words } from '@/components/text/reading'
import type { BetaQuestionView } from '@/lib/beta/contract'
import type { ReadingView } from '@/lib/beta/contract.reading'
import { FIELD } from './controls'

type Answers = ReadingView['answers']

interface QuestionsProps {
  questions: readonly BetaQuestionView[]
  answers: Answers
  /** What they stand under: a heading of the page, or a few words. */
  title: string
}

/**
 * Questions as plain fields. `useAnswers` keeps what is filled in; they are no forms, so that nothing is sent to the
 * page's own address before that listens.
 */
export function Questions({ questions, answers, title }: QuestionsProps) {
  if (questions.length === 0) return null
  return (
    <aside className="room-questions needs-script" aria-label={title}>
      <p className="room-small">{title}</p>
      {questions.map((question) => (
        <Question
          key={question.id}
          question={question}
          answer={answers.find(({ questionId }) => questionId === question.id)?.value}
        />
      ))}
    </aside>
  )
}

interface QuestionProps {
  question: BetaQuestionView
  answer: string | number | undefined
}

function Question({ question, answer }: QuestionProps) {
  const { id, kind, prompt } = question
  const label = `question-${id}`
  return (
    <div data-question={id} data-kind={kind} className="mt-4 first-of-type:mt-2">
      <p id={label} className="font-serif text-[17px] leading-snug">
        {prompt}
      </p>
      {kind === 'text' ? (
        <textarea
          aria-labelledby={label}
          rows={3}
          maxLength={10_000}
          defaultValue={answer}
          placeholder={words.end.answer}
          className={`${FIELD} mt-2`}
        />
      ) : (
        <Choices question={question} answer={answer} label={label} />
      )}
      <output className="mt-1 block min-h-5 text-[13px] text-ink-soft" />
    </div>
  )
}

function Choices({ question, answer, label }: QuestionProps & { label: string }) {
  const { id, kind, options } = question
  const first = kind === 'scale' ? 1 : 0
  return (
    <div
      role="radiogroup"
      aria-labelledby={label}
      className={kind === 'scale' ? 'room-scale mt-2' : 'mt-2 grid gap-2'}
    >
      {options.map((option, index) => (
        <label key={index} className="room-choice">
          <input
            type="radio"
            name={id}
            value={index + first}
            defaultChecked={answer === index + first}
            className="sr-only"
          />
          <span>{option}</span>
        </label>
      ))}
    </div>
  )
}
