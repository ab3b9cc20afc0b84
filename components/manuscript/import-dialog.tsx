'use client'

import { FileText } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { ImportResult, ManuscriptView } from '@/lib/manuscript/contract'
import { ApiError, call, isCancelled, upload } from '@/components/api'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/overlay'
import { LongWork } from '@/components/ui/progress'
import { sentenceOf } from '@/components/use-work'
import { FileChooser, LARGEST_BYTES } from './file-chooser'

type State =
  | { step: 'choosing'; error?: string; cancelled?: string }
  | { step: 'sending'; name: string; sent: number }
  | { step: 'cancelling' }
  | { step: 'done'; result: ImportResult }

/** What became of a cancelled import. An answer that was on its way already means that its chapters are there. */
async function afterCancelling(manuscriptId: string, before: number): Promise<string> {
  try {
    const { chapters } = await call<ManuscriptView>('GET', `/manuscripts/${manuscriptId}`)
    return chapters.length > before
      ? text.importing.cancelledLate(chapters.length - before)
      : text.importing.cancelled
  } catch (error) {
    if (error instanceof ApiError) return text.importing.cancelledUnknown
    throw error
  }
}

function useImport({ id, chapters }: ImportDialogProps['manuscript']) {
  const router = useRouter()
  const [state, setState] = useState<State>({ step: 'choosing' })
  const cancel = useRef<AbortController | null>(null)
  const send = async (file: File) => {
    if (file.size > LARGEST_BYTES) return setState({ step: 'choosing', error: text.importing.tooLarge })
    const { signal } = (cancel.current = new AbortController())
    const onProgress = (sent: number) => setState({ step: 'sending', name: file.name, sent })
    onProgress(0)
    try {
      const result = await upload<ImportResult>(`/manuscripts/${id}/import`, file, { onProgress, signal })
      setState({ step: 'done', result })
    } catch (error) {
      if (!isCancelled(error)) return setState({ step: 'choosing', error: sentenceOf(error) })
      setState({ step: 'cancelling' })
      setState({ step: 'choosing', cancelled: await afterCancelling(id, chapters.length) })
    }
    router.refresh()
  }
  return { state, setState, send, cancel: () => cancel.current?.abort() }
}

function Outcome({ result, onClose }: { result: ImportResult; onClose: () => void }) {
  const words = result.chapters.reduce((sum, chapter) => sum + chapter.words, 0)
  return (
    <>
      <p role="status" className="font-medium">
        {text.importing.done(result.chapters.length, words)}
      </p>
      <ul className="max-h-64 overflow-y-auto">
        {result.chapters.map((chapter) => (
          <li
            key={chapter.id}
            className="flex items-baseline gap-2.5 border-t border-rule py-2 first:border-t-0"
          >
            <FileText aria-hidden className="size-3.5 shrink-0 translate-y-0.5 text-ink-faint" />
            <span className="min-w-0 flex-1 truncate font-serif">{chapter.title}</span>
            <span className="text-[13px] text-ink-soft">{text.manuscript.words(chapter.words)}</span>
          </li>
        ))}
      </ul>
      <Button tone="accent" className="justify-self-end" onClick={onClose}>
        {text.importing.finish(result.chapters.length)}
      </Button>
    </>
  )
}

interface ImportDialogProps {
  manuscript: Pick<ManuscriptView, 'id' | 'chapters'>
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Brings in a file: choose or drop it, see how far it is, cancel, read why it failed, or what came in. */
export function ImportDialog({ manuscript, open, onOpenChange }: ImportDialogProps) {
  const { state, setState, send, cancel } = useImport(manuscript)
  const sending = state.step === 'sending' || state.step === 'cancelling'
  const close = () => {
    if (sending) return
    onOpenChange(false)
    setState({ step: 'choosing' })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={text.importing.title}
      description={state.step === 'choosing' ? text.importing.lead : undefined}
      locked={sending}
    >
      {state.step === 'choosing' ? <FileChooser {...state} onFile={(file) => void send(file)} /> : null}
      {state.step === 'sending' ? (
        <LongWork
          label={state.sent < 1 ? text.importing.reading(state.name) : text.importing.splitting(state.name)}
          percent={state.sent < 1 ? Math.round(state.sent * 100) : null}
          onCancel={cancel}
        />
      ) : null}
      {state.step === 'cancelling' ? <LongWork label={text.importing.cancelling} percent={null} /> : null}
      {state.step === 'done' ? <Outcome result={state.result} onClose={close} /> : null}
    </Dialog>
  )
}
