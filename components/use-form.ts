'use client'

import { useState, type SubmitEvent } from 'react'
import { sentenceOf } from '@/components/use-work'

/** The trimmed answer of a form's field; an empty string when it is missing. */
export function answer(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Sends a form once at a time; keeps the sentence when it was refused. `work` navigates away when it succeeds. */
export function useForm(work: (form: FormData) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setError(undefined)
    try {
      await work(form)
    } catch (failure) {
      setError(sentenceOf(failure))
      setBusy(false)
    }
  }
  return { onSubmit: (event: SubmitEvent<HTMLFormElement>) => void submit(event), busy, error }
}
