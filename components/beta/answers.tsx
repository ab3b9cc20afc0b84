'use client'

import type { AnsweredQuestion, BetaReport } from '@/lib/beta/contract.report'
import { betaText } from '@/components/text/beta'
import { Panel } from '@/components/ui/pieces'

const words = betaText.report

function Bars({ counts }: Pick<AnsweredQuestion, 'counts'>) {
  const most = Math.max(1, ...counts.map(({ people }) => people))
  return (
    <table className="mt-2 w-full max-w-xl border-separate border-spacing-y-1">
      <tbody>
        {counts.map(({ option, people }) => (
          <tr key={option}>
            <th scope="row" className="w-2/5 pr-3 text-left text-[13px] font-normal wrap-anywhere">
              {option}
            </th>
            <td aria-hidden className="w-2/5">
              <span
                className="block h-4 min-w-0.5 rounded-[3px] bg-accent"
                style={{ width: `${(100 * people) / most}%` }}
              />
            </td>
            <td className="pl-2 text-[12.5px] text-ink-soft tabular-nums">{people}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function meanOf({ kind, answers }: AnsweredQuestion): string | null {
  const values = answers.map(({ value }) => value).filter((value) => typeof value === 'number')
  if (kind !== 'scale' || values.length === 0) return null
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1)
}

function Question({ question, report }: { question: AnsweredQuestion; report: BetaReport }) {
  const { prompt, kind, counts, answers, chapterId } = question
  const chapter = report.editions.find((edition) => edition.chapterId === chapterId)
  const nameOf = (id: string) => report.readers.find((reader) => reader.id === id)?.name ?? ''
  const mean = meanOf(question)
  return (
    <li className="border-t border-rule py-4 first:border-t-0 first:pt-0">
      <h3 className="font-serif text-[17px] font-semibold">{prompt}</h3>
      <p className="text-[12.5px] text-ink-soft">
        {chapter ? `${chapter.title} · ` : ''}
        {words.answered(answers.length)}
        {mean ? ` · ${words.mean(mean)}` : ''}
      </p>
      {kind === 'text' ? (
        <ul className="mt-2 grid gap-2">
          {answers.map(({ readerId, value }) => (
            <li key={readerId} className="max-w-[70ch]">
              <span className="font-medium">{nameOf(readerId)}</span>
              <span className="block font-serif text-[15.5px] whitespace-pre-line">{value}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Bars counts={counts} />
      )}
    </li>
  )
}

/** What readers answered, with bars where it can be counted. */
export function Answers({ report }: { report: BetaReport }) {
  return (
    <Panel title={words.answers}>
      {report.answers.length === 0 ? <p className="text-ink-soft">{words.answersNone}</p> : null}
      <ul>
        {report.answers.map((question) => (
          <Question key={question.questionId} question={question} report={report} />
        ))}
      </ul>
    </Panel>
  )
}
