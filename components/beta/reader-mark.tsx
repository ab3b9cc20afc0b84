'use client'

import { BookHeart } from 'lucide-react'
import Link from 'next/link'
import { betaText } from '@/components/text/beta'

/** Says that a note is a beta reader's, and leads to its passage in the edition that he read. */
export function ReaderMark({ noteId }: { noteId: string }) {
  return (
    <p className="mb-2 flex items-center gap-1.5 text-[12.5px] text-ink-soft">
      <BookHeart aria-hidden className="size-3.5" />
      {betaText.note.reader}
      <span aria-hidden>·</span>
      <Link
        href={`/beta-notes/${noteId}`}
        prefetch={false}
        className="touch underline underline-offset-3 hover:text-ink"
      >
        {betaText.note.inEdition}
      </Link>
    </p>
  )
}
