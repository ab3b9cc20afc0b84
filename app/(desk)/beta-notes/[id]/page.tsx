import { redirect } from 'next/navigation'
import { placeOfNote } from '@/lib/beta/notes'
import { found } from '@/app/_server/found'
import { requireViewer } from '@/app/_server/viewer'

interface PageProps {
  params: Promise<{ id: string }>
}

/** Where a reader's note was made: its passage in the edition, from the note in the draft. */
export default async function Page({ params }: PageProps) {
  const { id } = await params
  const viewer = await requireViewer(`/beta-notes/${id}`)
  const { sessionId, editionId, paragraph } = await found(placeOfNote(viewer, id))
  redirect(`/beta-sessions/${sessionId}/editions/${editionId}#p${paragraph}`)
}
