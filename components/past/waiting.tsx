import { pastText as words } from '@/components/text/past'
import { Button } from '@/components/ui/button'
import { EmptyState, Skeleton } from '@/components/ui/pieces'

/** Bars where text will be. */
export function Waiting() {
  return (
    <div aria-busy="true" className="grid max-w-(--measure) gap-3">
      <span className="sr-only" role="status">
        {words.reading}
      </span>
      {[100, 97, 99, 62, 98, 84].map((width, i) => (
        <span key={i} style={{ width: `${width}%` }}>
          <Skeleton className="h-4" />
        </span>
      ))}
    </div>
  )
}

/** What stands there when the past could not be read. */
export function NotThere({ onAgain }: { onAgain: () => void }) {
  return <EmptyState title={words.notThere} action={<Button onClick={onAgain}>{words.again}</Button>} />
}
