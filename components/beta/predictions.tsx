'use client'

import type { BetaReport, ReportPrediction } from '@/lib/beta/contract.report'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/pieces'
import { useAct } from '@/components/use-act'

const words = betaText.report

function Verdict({
  sessionId,
  prediction,
  name,
}: {
  sessionId: string
  prediction: ReportPrediction
  name: string
}) {
  const act = useAct()
  const { id, cameTrue } = prediction
  const say = (verdict: boolean) =>
    void act({
      work: () =>
        call('PATCH', `/beta-sessions/${sessionId}/predictions/${id}`, {
          body: { cameTrue: cameTrue === verdict ? null : verdict },
        }),
    })
  return (
    <span role="group" aria-label={words.verdictOf(name)} className="flex gap-1 print:hidden">
      {([true, false] as const).map((verdict) => (
        <Button
          key={String(verdict)}
          size="small"
          aria-pressed={cameTrue === verdict}
          className={cameTrue === verdict ? 'border-accent text-accent' : undefined}
          onClick={() => say(verdict)}
        >
          {verdict ? words.cameTrue : words.didNot}
        </Button>
      ))}
    </span>
  )
}

/** What readers thought would happen; the author says what came true. */
export function Predictions({ report }: { report: BetaReport }) {
  const { sessionId, predictions, readers, editions } = report
  if (predictions.length === 0) return null
  return (
    <Panel title={words.predictions}>
      <ul>
        {predictions.map((prediction) => {
          const name = readers.find(({ id }) => id === prediction.readerId)?.name ?? ''
          const title = editions.find(({ id }) => id === prediction.editionId)?.title ?? ''
          return (
            <li
              key={prediction.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-rule py-3 first:border-t-0 first:pt-0"
            >
              <span className="min-w-0 flex-1 basis-64">
                <span className="font-medium">{name}</span>{' '}
                <span className="text-[12.5px] text-ink-soft">{betaText.questions.after(title)}</span>
                <span className="block font-serif text-[15.5px] whitespace-pre-line">{prediction.body}</span>
              </span>
              <Verdict sessionId={sessionId} prediction={prediction} name={name} />
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
