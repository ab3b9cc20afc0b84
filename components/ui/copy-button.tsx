'use client'

import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { text } from '@/components/text/en'
import { Button, type ButtonSize, type ButtonTone } from './button'

interface CopyButtonProps {
  value: string
  label: string
  tone?: ButtonTone
  size?: ButtonSize
}

/** Puts `value` on the clipboard, also on plain-http addresses where browsers hide the clipboard API. */
export async function copy(value: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(value)
  const field = document.createElement('textarea')
  field.value = value
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

/** Copies `value` and says so. */
export function CopyButton({ value, label, tone = 'quiet', size = 'small' }: CopyButtonProps) {
  const [done, setDone] = useState(false)
  const Sign = done ? Check : Copy
  const act = async () => {
    await copy(value)
    setDone(true)
    setTimeout(() => setDone(false), 2_000)
  }
  return (
    <Button tone={tone} size={size} onClick={() => void act()}>
      <Sign aria-hidden className="size-3.5" />
      <span aria-live="polite">{done ? text.copied : label}</span>
    </Button>
  )
}
