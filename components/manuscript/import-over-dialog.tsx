'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { RestoredView } from '@/lib/manuscript/contract.versions'
import { call, isCancelled, upload } from '@/components/api'
import { text } from '@/components/text/en'
import { Dialog } from '@/components/ui/overlay'
import { LongWork } from '@/components/ui/progress'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import { FileChooser, LARGEST_BYTES } from './file-chooser'

const words = text.importingOver

type State =
  { step: 'choosing'; error?: string; cancelled?: string } | { step: 'sending'; name: string; sent: number }

interface ImportOverDialogProps {
  chapterId: string
  title: string
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Makes a chapter say what a file says. What stood there is a version, which the toast brings back. */
export function ImportOverDialog({ chapterId, title, open, onOpenChange }: ImportOverDialogProps) {
  const router = useRouter()
  const toast = useToast()
  const [state, setState] = useState<State>({ step: 'choosing' })
  const cancel = useRef<AbortController | null>(null)
  const close = () => {
    onOpenChange(false)
    setState({ step: 'choosing' })
  }
  const tell = ({ beforeId, changed }: RestoredView) => {
    const restore = () => call('POST', `/chapters/${chapterId}/versions/${beforeId}/restore`)
    const undo = beforeId === null ? undefined : () => restore().then(() => router.refresh())
    toast({ text: changed ? words.done(title) : words.alreadySo(title), undo })
  }
  const send = async (file: File) => {
    if (file.size > LARGEST_BYTES) return setState({ step: 'choosing', error: text.importing.tooLarge })
    const { signal } = (cancel.current = new AbortController())
    const onProgress = (sent: number) => setState({ step: 'sending', name: file.name, sent })
    onProgress(0)
    try {
      tell(await upload<RestoredView>(`/chapters/${chapterId}/import`, file, { onProgress, signal }))
      close()
      router.refresh()
    } catch (error) {
      const why = isCancelled(error) ? { cancelled: words.cancelled } : { error: sentenceOf(error) }
      setState({ step: 'choosing', ...why })
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={() => state.step === 'choosing' && close()}
      title={words.title(title)}
      description={state.step === 'choosing' ? words.lead : undefined}
      locked={state.step === 'sending'}
    >
      {state.step === 'choosing' ? (
        <FileChooser {...state} onFile={(file) => void send(file)} />
      ) : (
        <LongWork
          label={state.sent < 1 ? text.importing.reading(state.name) : words.writing(title)}
          percent={state.sent < 1 ? Math.round(state.sent * 100) : null}
          // Once all of it is there it is written, and its undo is the way back.
          onCancel={state.sent < 1 ? () => cancel.current?.abort() : undefined}
        />
      )}
    </Dialog>
  )
}
