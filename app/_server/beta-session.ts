import 'server-only'
import { cache } from 'react'
import { authorizeBetaSession } from '@/lib/access/authorize'
import { showSession } from '@/lib/beta/sessions'
import { viewManuscript } from '@/lib/manuscript/manuscripts'
import { found } from './found'
import { requireViewer } from './viewer'

/** A session with the manuscript that is read, for its author's pages. Asked once per request. */
export const betaSessionOf = cache(async (id: string, place: string) => {
  const viewer = await requireViewer(`/beta-sessions/${id}${place}`)
  const grant = await found(authorizeBetaSession(viewer, id))
  const [session, manuscript] = await Promise.all([showSession(grant), viewManuscript(grant)])
  return { grant, session, manuscript }
})
