import 'server-only'
import type { ReactNode } from 'react'
import { showMe } from '@/lib/accounts/people'
import { PageFrame } from '@/components/shell/page-frame'
import { maybeViewer } from './viewer'

/** The frame of all pages but those of the reading room, which load none of it. */
export async function Framed({ children }: { children: ReactNode }) {
  const viewer = await maybeViewer()
  const me = viewer && (await showMe(viewer))
  const person = me && { id: me.id, name: me.name, colour: me.colour, isAdmin: me.isAdmin }
  return (
    <PageFrame person={person} now={Date.now()}>
      {children}
    </PageFrame>
  )
}
