'use client'

import { chapterText as words } from '@/components/text/chapter'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import type { Recovery } from '@/lib/sync/client/local-store'
import { beyond } from '@/lib/sync/client/salvage'
import { CopyText } from './saving-state'

interface KeptCopiesProps {
  copies: readonly Recovery[]
  /** The chapter as it is on this page. */
  text: string
  language: string
  onForget: (id: number) => void
}

/** The copies on this device, each with the words that are not in the chapter. */
export function KeptCopies({ copies, text, language, onForget }: KeptCopiesProps) {
  const { drawer } = words
  if (copies.length === 0) return null
  return (
    <section aria-label={drawer.copies}>
      <h3 className="mb-1 text-[13px] font-semibold text-ink-soft">{drawer.copies}</h3>
      <p className="mb-3 text-ink-soft">{drawer.copiesLead}</p>
      <ul className="grid gap-3">
        {copies.map((copy) => {
          const missing = beyond(copy.text, text)
          return (
            <li key={copy.id} className="rounded-card border border-rule bg-paper p-3">
              <p className="mb-1 text-[13px] text-ink-soft">
                <RelativeTime at={new Date(copy.at).toISOString()} /> ·{' '}
                {missing === '' ? drawer.nothingMissing : drawer.missing}
              </p>
              {missing === '' ? null : (
                <p lang={language} className="mb-3 line-clamp-12 font-serif break-words whitespace-pre-line">
                  {missing}
                </p>
              )}
              <div className="flex flex-wrap gap-2">
                {missing === '' ? null : <CopyText read={() => missing} label={drawer.copyMissing} />}
                <CopyText read={() => copy.text} label={drawer.copyAll} />
                <Button size="small" tone="ghost" onClick={() => onForget(copy.id)}>
                  {drawer.remove}
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Offers what this page had beyond a state that came back on the server; nothing when it had no more. */
export function KeptBanner({ copies, onShow }: { copies: readonly Recovery[]; onShow: () => void }) {
  if (!copies.some(({ reason }) => reason === 'other_epoch')) return null
  return (
    <div
      role="status"
      className="mx-auto mb-6 flex max-w-[calc(var(--measure)+10rem)] flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line/40 bg-raised px-4 py-3 shadow-card"
    >
      <div className="min-w-[30ch] flex-1">
        <p className="font-medium">{words.kept.title}</p>
        <p>{words.kept.body}</p>
      </div>
      <Button size="small" onClick={onShow}>
        {words.kept.show}
      </Button>
    </div>
  )
}
