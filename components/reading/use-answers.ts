'use client'

import { useEffect } from 'react'
import { readingText } from '@/components/text/reading'
import type { RoomLink } from './use-outbox'

const words = readingText.end
const QUIET_MS = 900

function say(place: Element, sentence: string): void {
  const output = place.querySelector('output')
  if (output) output.textContent = sentence
}

function valueOf(field: HTMLTextAreaElement | HTMLInputElement): string | number | null {
  if (field.type === 'radio') return Number(field.value)
  return field.value.trim() === '' ? null : field.value
}

/**
 * Keeps what is filled into the questions of the page: a choice at once, words when the hand rests. Draws nothing itself
 * but the small word that says so.
 */
export function useAnswers(link: RoomLink | null): void {
  useEffect(() => {
    if (!link) return
    const ended = new AbortController()
    const { signal } = ended
    const timers = new Map<Element, ReturnType<typeof setTimeout>>()
    const keep = async (place: HTMLElement, field: HTMLTextAreaElement | HTMLInputElement) => {
      const questionId = place.dataset['question']
      const body = { answers: [{ questionId, value: valueOf(field) }] }
      await link.outbox.add({ kind: 'answers', method: 'POST', path: '/answers', body })
      say(place, navigator.onLine ? words.kept : words.keptHere)
    }
    const filled = (event: Event) => {
      const field = event.target as HTMLTextAreaElement | HTMLInputElement
      const place = field.closest<HTMLElement>('[data-question]')
      if (!place) return
      say(place, '')
      clearTimeout(timers.get(place))
      const now = () => {
        timers.delete(place)
        void keep(place, field)
      }
      if (event.type === 'change') now()
      else timers.set(place, setTimeout(now, QUIET_MS))
    }
    document.addEventListener('input', filled, { signal })
    document.addEventListener('change', filled, { signal })
    return () => {
      ended.abort()
      timers.forEach((timer) => clearTimeout(timer))
    }
  }, [link])
}
