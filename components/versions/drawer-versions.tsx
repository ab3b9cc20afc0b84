'use client'

import { Bookmark } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import useSWR from 'swr'
import { fetchView } from '@/components/api'
import { versionsText as words } from '@/components/text/versions'
import { Button, ButtonLink } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import type { VersionList } from '@/lib/manuscript/contract.versions'
import { useVersionActs } from './use-version-acts'
import { NameDialog } from './version-dialogs'

/** How many versions the drawer shows; the screen has them all. */
const LATEST = 4

interface DrawerVersionsProps {
  chapterId: string
  /** Resolves when what was typed is on the server's disk, so that a named version holds it. */
  whenSaved: () => Promise<void>
}

/** The newest versions of the chapter, and a name for the text as it is now. */
export function DrawerVersions({ chapterId, whenSaved }: DrawerVersionsProps) {
  const [isNaming, setNaming] = useState(false)
  const path = `/chapters/${chapterId}/versions?limit=${LATEST}`
  const { data, mutate } = useSWR<VersionList, Error>(path, fetchView)
  const acts = useVersionActs(chapterId, () => void mutate())
  const versions = data?.versions ?? []
  return (
    <section aria-label={words.lately}>
      <h3 className="mb-2 text-[13px] font-semibold text-ink-soft">{words.lately}</h3>
      {data && versions.length === 0 ? <p className="mb-3 text-ink-soft">{words.none}</p> : null}
      <ol className="-mx-2 mb-3 grid grid-cols-[minmax(0,1fr)]">
        {versions.map((version) => (
          <li key={version.id}>
            <Link
              href={`/chapters/${chapterId}/versions?v=${version.id}`}
              className="touch flex items-baseline gap-3 rounded-control px-2 py-1.5 hover:bg-ink/6"
            >
              <span
                className={
                  version.name
                    ? 'min-w-0 flex-1 truncate font-serif font-semibold'
                    : 'min-w-0 flex-1 truncate'
                }
              >
                {version.name ?? words.kinds[version.kind]}
              </span>
              <span className="shrink-0 text-[12.5px] text-ink-soft">
                <RelativeTime at={version.createdAt} />
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => setNaming(true)}>
          <Bookmark aria-hidden className="size-3.5" />
          {words.nameNow}
        </Button>
        <ButtonLink size="small" tone="ghost" href={`/chapters/${chapterId}/versions`}>
          {words.all}
        </ButtonLink>
      </div>
      <NameDialog
        open={isNaming}
        onOpenChange={setNaming}
        onSave={async (name) => {
          await whenSaved()
          await acts.name(name, null)
        }}
      />
    </section>
  )
}
