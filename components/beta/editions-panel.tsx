'use client'

import type { EditionSummary } from '@/lib/beta/contract'
import type { BetaSessionView } from '@/lib/beta/contract.sessions'
import { call } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/pieces'
import { RelativeTime } from '@/components/ui/time'
import { useAct } from '@/components/use-act'

const words = betaText.editions

/** The newest edition of each chapter of a session, in reading order. */
export function newestEditions(editions: readonly EditionSummary[]): EditionSummary[] {
  const newest = new Map<string, EditionSummary>()
  for (const edition of editions) {
    const before = newest.get(edition.chapterId)
    if (!before || before.number < edition.number) newest.set(edition.chapterId, edition)
  }
  return [...newest.values()].sort((a, b) => a.position - b.position)
}

/** What is read: the newest edition of each chapter, and the way to issue a later one. */
export function EditionsPanel({ session, language }: { session: BetaSessionView; language: string }) {
  const act = useAct()
  const issue = ({ chapterId, title }: EditionSummary) =>
    void act({
      work: () => call('POST', `/beta-sessions/${session.id}/editions`, { body: { chapterId } }),
      said: words.issued(title),
    })
  return (
    <Panel title={words.title}>
      <ul className="-mt-1 -mb-1">
        {newestEditions(session.editions).map((edition) => (
          <li
            key={edition.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-t border-rule py-2.5 first:border-t-0"
          >
            <span className="min-w-0 flex-1 basis-48">
              <span lang={language} className="block font-serif text-[16px] wrap-anywhere">
                {edition.title}
              </span>
              <span className="block text-[12.5px] text-ink-soft">
                {words.of(edition.number)} · {text.manuscript.words(edition.words)} · {words.frozen}{' '}
                <RelativeTime at={edition.issuedAt} />
              </span>
            </span>
            <Button size="small" aria-label={words.issueOf(edition.title)} onClick={() => issue(edition)}>
              {words.issue}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
