'use client'

import type { ReactNode } from 'react'
import { SignOutGuard } from '@/components/chapter/sign-out-guard'
import { text } from '@/components/text/en'
import { NowProvider } from '@/components/ui/time'
import { ToastProvider } from '@/components/ui/toast'
import { PersonProvider, type Person } from './person'
import { ShortcutsProvider } from './shortcuts'

interface PageFrameProps {
  person: Person | null
  /** The server's time in milliseconds. */
  now: number
  children: ReactNode
}

/** What every page stands in: the person, the time, toasts, shortcuts, and a way past the header. */
export function PageFrame({ person, now, children }: PageFrameProps) {
  return (
    <PersonProvider person={person}>
      <NowProvider at={now}>
        <ToastProvider>
          <ShortcutsProvider>
            <a href="#content" className="skip-link">
              {text.skip}
            </a>
            {children}
            {person ? <SignOutGuard userId={person.id} /> : null}
          </ShortcutsProvider>
        </ToastProvider>
      </NowProvider>
    </PersonProvider>
  )
}
