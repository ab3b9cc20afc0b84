import type { ReadingView } from '@/lib/beta/contract.reading'
import type { Waiting } from './outbox'
import { ask } from './sending'

/** The session as it is after something arrived that may open the next chapter. */
async function readingAfter(sessionId: string, waiting: Waiting, view: unknown): Promise<ReadingView | null> {
  if (waiting.kind === 'prediction') return view as ReadingView
  if (waiting.kind !== 'progress' || waiting.body?.['finished'] !== true) return null
  const answer = await ask(sessionId, '/reading')
  return answer?.status === 200 ? (answer.view as ReadingView) : null
}

/** Shows the way to the next chapter as soon as the server has opened it. */
export async function openNext(sessionId: string, waiting: Waiting, view: unknown): Promise<void> {
  const link = document.querySelector<HTMLElement>('[data-next]')
  if (!link?.hidden) return
  const reading = await readingAfter(sessionId, waiting, view)
  const next = reading?.chapters.find(({ id }) => id === link.dataset['next'])
  if (!next) return
  link.hidden = next.locked !== null
  for (const reason of document.querySelectorAll<HTMLElement>('[data-locked]'))
    reason.hidden = next.locked !== reason.dataset['locked']
}
