'use client'

import type { GrantsView, MeView } from '@/lib/accounts/contract'
import type { NoticeSwitches } from '@/lib/notify/contract'
import { SwitchesPanel } from '@/components/notices/switches-panel'
import { AppHeader, DeskMain } from '@/components/shell/app-header'
import { text } from '@/components/text/en'
import { noticesText } from '@/components/text/notices'
import { GrantsPanel } from './grants-panel'
import { LookPanel, PasswordPanel, ProfilePanel } from './profile-panel'

const PARTS = [
  { id: 'you', label: text.settings.you },
  { id: 'look', label: text.settings.look },
  { id: 'notices', label: noticesText.settings.title },
  { id: 'password', label: text.settings.password },
  { id: 'grants', label: text.settings.grants },
]

interface SettingsPageProps {
  me: MeView
  grants: GrantsView
  switches: NoticeSwitches
  passwordMin: number
}

/** Who I am, how pages look for me, and every open way into my account. */
export function SettingsPage({ me, grants, switches, passwordMin }: SettingsPageProps) {
  return (
    <>
      <AppHeader here={text.settings.title} />
      <DeskMain className="max-w-[1040px] 2xl:max-w-[1040px]">
        <h1 className="mb-7 font-serif text-[28px] leading-[1.16] font-semibold tracking-[-0.012em] sm:text-[34px]">
          {text.settings.title}
        </h1>
        <div className="grid items-start gap-x-10 gap-y-5 lg:grid-cols-[176px_minmax(0,1fr)]">
          <nav aria-label={text.settings.nav} className="sticky top-20 max-lg:hidden">
            <ul className="grid gap-0.5 border-l border-rule">
              {PARTS.map((part) => (
                <li key={part.id}>
                  <a
                    href={`#${part.id}`}
                    className="-ml-px block border-l-2 border-transparent py-1.5 pl-4 text-ink-soft hover:border-accent hover:text-ink"
                  >
                    {part.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div className="grid min-w-0 gap-5">
            <ProfilePanel me={me} />
            <LookPanel preferences={me.preferences} />
            <SwitchesPanel switches={switches} />
            <PasswordPanel passwordMin={passwordMin} />
            <GrantsPanel grants={grants} />
          </div>
        </div>
      </DeskMain>
    </>
  )
}
