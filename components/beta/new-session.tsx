'use client'

import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { betaText as words } from '@/components/text/beta'
import type { ReadManuscript } from './frame'
import { SettingsForm } from './settings-form'

/** Sets up a beta session of a manuscript. */
export function NewSession({ manuscript }: { manuscript: ReadManuscript }) {
  const { id, title, language } = manuscript
  return (
    <>
      <AppHeader
        crumbs={[
          { label: title, href: `/manuscripts/${id}`, lang: language },
          { label: words.title, href: `/manuscripts/${id}/beta-sessions` },
        ]}
        here={words.new}
      />
      <DeskMain>
        <h1 className="font-serif text-[28px] font-semibold">{words.new}</h1>
        <p className="mb-5 max-w-[62ch] text-ink-soft">{words.lead}</p>
        <SettingsForm manuscript={manuscript} session={null} />
      </DeskMain>
    </>
  )
}
