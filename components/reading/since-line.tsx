import { readingText } from '@/components/text/reading'
import type { ChangesView, SinceView } from '@/lib/beta/contract.changes'
import type { ProgressView } from '@/lib/beta/contract.reading'
import { pathWith, type RoomView } from './views'

const words = readingText.since

/** What a reader read before of the chapter that is open, and how it is shown. */
export interface Since extends SinceView {
  view: RoomView
  /** With what changed; null in the clean view, and where that could not be worked out. */
  counts: Pick<ChangesView, 'wordsIn' | 'wordsOut' | 'moved'> | null
  /** He asked for what changed and does not get it. */
  failed: boolean
  /** Ids of the first change that lies open and of the paragraph at `place`, on the page. */
  firstId: string | null
  placeId: string | null
}

interface SinceLineProps {
  since: Since
  /** Of the page as it reads. */
  path: string
  progress: ProgressView | null
}

/** Under a chapter's title: that its reader read an earlier edition, the switch between the two views, and where he was. */
export function SinceLine({ since, path, progress }: SinceLineProps) {
  const { from, view, counts, differs, failed, place, placeId, firstId } = since
  const isAhead = place !== null && (progress === null || (!progress.finished && progress.furthest < place))
  if (!differs && !isAhead) return null
  return (
    <div lang="en" className="room-since">
      {differs ? (
        <nav aria-label={words.label} className="room-views">
          {(['clean', 'changes'] as const).map((one) => (
            <a key={one} href={pathWith(path, one)} aria-current={one === view ? 'page' : undefined}>
              {words[one]}
            </a>
          ))}
        </nav>
      ) : null}
      <p>
        {counts ? (
          <>
            {words.than(from.number)} <b>{words.counts(counts)}</b>
          </>
        ) : failed ? (
          words.failed
        ) : differs ? (
          words.read(from.number)
        ) : (
          words.same(from.number)
        )}
      </p>
      {counts && firstId ? <a href={`#${firstId}`}>{words.first}</a> : null}
      {isAhead && placeId ? <a href={`#${placeId}`}>{words.place}</a> : null}
    </div>
  )
}
