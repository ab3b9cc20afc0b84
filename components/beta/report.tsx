'use client'

import type { BetaReaderView } from '@/lib/beta/contract.access'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import type { BetaReport } from '@/lib/beta/contract.report'
import { betaText } from '@/components/text/beta'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState, Panel } from '@/components/ui/pieces'
import { Agreed } from './agreed'
import { Answers } from './answers'
import { Felt } from './felt'
import type { ReadManuscript } from './frame'
import { KeepReading } from './keep-reading'
import { Predictions } from './predictions'
import { ReaderNotes } from './reader-notes'
import { Reminders } from './reminders'
import { WhoIsWhere } from './who-is-where'

const words = betaText.report

interface ReportProps {
  session: BetaSessionView
  report: BetaReport
  /** Everybody who has access. */
  readers: readonly BetaReaderView[]
  manuscript: ReadManuscript
}

/** What came of a session: who is where, what they felt, answered, predicted and wrote. */
export function Report({ session, report, readers: present, manuscript }: ReportProps) {
  const { readers } = report
  const { language } = manuscript
  if (readers.length === 0)
    return (
      <Panel>
        <EmptyState
          title={words.nobody}
          action={
            <ButtonLink tone="accent" href={`/beta-sessions/${session.id}/readers`}>
              {words.invite}
            </ButtonLink>
          }
        >
          {words.nobodyHint}
        </EmptyState>
      </Panel>
    )
  const stopped = readers.filter(({ progress }) => progress.some((one) => one.stopped)).length
  const handedIn = readers.filter((reader) => reader.handedInAt !== null).length
  return (
    <>
      <p className="mb-4 text-ink-soft">{words.facts(readers.length, stopped, handedIn)}</p>
      <div className="grid gap-5 lg:grid-cols-[1.15fr_0.85fr]">
        <WhoIsWhere report={report}>
          {session.state === 'open' ? (
            <Reminders session={session} readers={present} manuscript={manuscript.title} />
          ) : null}
        </WhoIsWhere>
        <KeepReading report={report} />
        <Felt report={report} language={language} />
        <Agreed report={report} />
        <div className="grid gap-5 lg:col-span-2">
          <Answers report={report} />
          <Predictions report={report} />
          <ReaderNotes report={report} />
        </div>
      </div>
    </>
  )
}
