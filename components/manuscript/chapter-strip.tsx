import type { ChapterSummary } from '@/lib/manuscript/contract'
import { text } from '@/components/text/en'
import { StatusSign } from './status'

/** A chapter without words is still as wide as this many. */
const LEAST_WORDS = 120

const LOOKS = {
  drafting: 'border border-rule-strong bg-transparent',
  in_critique:
    'border border-accent bg-[repeating-linear-gradient(45deg,var(--accent)_0_3px,transparent_3px_6px)]',
  finished: 'border border-praise bg-praise',
}

/** The whole manuscript as one bar: each chapter as wide as it is long, its status in hue and pattern. */
export function ChapterStrip({ chapters }: { chapters: readonly ChapterSummary[] }) {
  const statuses = (['finished', 'in_critique', 'drafting'] as const)
    .map((status) => ({ status, many: chapters.filter((chapter) => chapter.status === status).length }))
    .filter(({ many }) => many > 0)
  const tones = { drafting: 'text-ink-soft', in_critique: 'text-accent', finished: 'text-praise' }
  return (
    <div>
      <div role="img" aria-label={text.manuscript.strip} className="flex h-3 gap-[3px]">
        {chapters.map((chapter) => (
          <span
            key={chapter.id}
            title={text.manuscript.stripPart(
              chapter.title,
              text.manuscript.words(chapter.words),
              text.statuses[chapter.status],
            )}
            style={{ flexGrow: Math.max(LEAST_WORDS, chapter.words) }}
            className={`min-w-[3px] basis-0 rounded-[3px] ${LOOKS[chapter.status]}`}
          />
        ))}
      </div>
      <div className="mt-2.5 flex flex-wrap gap-x-4 gap-y-1 text-[12.5px] text-ink-soft">
        {statuses.map(({ status, many }) => (
          <span key={status} className="inline-flex items-center gap-1.5">
            <span className={tones[status]}>
              <StatusSign status={status} />
            </span>
            {text.statuses[status]} · {many}
          </span>
        ))}
      </div>
    </div>
  )
}
