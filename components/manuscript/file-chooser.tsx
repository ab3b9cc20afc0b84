'use client'

import { Upload } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { classes } from '@/components/ui/classes'
import { FormError } from '@/components/ui/field'

/** `MANUSCRIPT_LIMITS.importBytes`: a larger file would only be refused after it was sent. */
export const LARGEST_BYTES = 8 * 1024 * 1024

interface FileChooserProps {
  error?: string
  /** What became of the import that was cancelled. */
  cancelled?: string
  onFile: (file: File) => void
}

/** Takes one file: chosen, or dropped. Says why the one before was not taken. */
export function FileChooser({ error, cancelled, onFile }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) onFile(file)
  }
  return (
    <>
      <FormError>
        {error ? (
          <>
            <span className="font-semibold">{text.importing.failed}.</span> {error}
          </>
        ) : null}
      </FormError>
      <p role="status" className={cancelled ? 'text-ink-soft' : 'sr-only'}>
        {cancelled}
      </p>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classes(
          'grid justify-items-center gap-3 rounded-card border-2 px-4 py-9 text-center transition-colors duration-100',
          over ? 'border-accent bg-accent/8' : 'border-rule bg-paper',
        )}
      >
        <Upload aria-hidden className="size-6 text-ink-faint" />
        <Button tone="accent" onClick={() => input.current?.click()}>
          {error ? text.importing.again : text.importing.choose}
        </Button>
        <span className="text-[13px] text-ink-soft">{text.importing.drop}</span>
        <input
          ref={input}
          type="file"
          aria-label={text.importing.input}
          accept=".txt,.md,.markdown,text/plain,text/markdown"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file) onFile(file)
          }}
        />
      </div>
    </>
  )
}
