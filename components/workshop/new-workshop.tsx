'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { WorkshopView } from '@/lib/workshop/contract'
import { call } from '@/components/api'
import { text } from '@/components/text/en'
import { Button, type ButtonSize, type ButtonTone } from '@/components/ui/button'
import { TitleDialog } from '@/components/ui/title-dialog'

/** The button and the short form that start a workshop. */
export function NewWorkshop({ tone = 'quiet', size }: { tone?: ButtonTone; size?: ButtonSize }) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const start = async (name: string) => {
    const made = await call<WorkshopView>('POST', '/workshops', { body: { name } })
    router.push(`/workshops/${made.id}`)
  }
  return (
    <>
      <Button tone={tone} size={size} onClick={() => setOpen(true)}>
        {text.workshop.start}
      </Button>
      <TitleDialog
        open={open}
        onOpenChange={setOpen}
        title={text.workshop.start}
        description={text.workshop.startLead}
        label={text.workshop.name}
        placeholder={text.workshop.example}
        maxLength={200}
        act={text.workshop.create}
        onSave={start}
      />
    </>
  )
}
