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

type AnswerField = HTMLTextAreaElement | HTMLInputElement

function valueOf(field: AnswerField): string | number | null {
  if (field.type === 'radio') return Number(field.value)
  return field.value.trim() === '' ? null : field.value
}

const placesOf = () => [...document.querySelectorAll<HTMLElement>('[data-question]')]
const draftKey = (place: HTMLElement) => `answer-${place.dataset['question']}`

/** Nobody has touched the fields of this question since its page came. */
const isUntouched = (place: HTMLElement) =>
  [...place.querySelectorAll<AnswerField>('textarea, input')].every((field) =>
    field.type === 'radio'
      ? (field as HTMLInputElement).checked === (field as HTMLInputElement).defaultChecked
      : field.value === field.defaultValue,
  )

/** Puts an answer into the fields of its question. */
function fill(place: HTMLElement, value: unknown): void {
  for (const field of place.querySelectorAll<AnswerField>('textarea, input'))
    if (field.type === 'radio') (field as HTMLInputElement).checked = field.value === String(value)
    else field.value = typeof value === 'string' ? value : ''
}

/** Answers by question that were given here and have not arrived. */
async function givenBefore({ outbox }: RoomLink): Promise<Map<string, unknown>> {
  const waiting = await outbox.waiting('answers')
  const given = waiting.flatMap(
    ({ body }) => (body?.['answers'] ?? []) as { questionId: string; value: unknown }[],
  )
  return new Map(given.map(({ questionId, value }) => [questionId, value]))
}

/**
 * Fills in what was answered here and has not arrived, and the words that were being written when the page was left.
 * @returns fields whose words still have to be kept: those, and what was written before the page's scripts ran
 */
async function takeUp(link: RoomLink): Promise<HTMLTextAreaElement[]> {
  const given = await givenBefore(link)
  const unkept: HTMLTextAreaElement[] = []
  for (const place of placesOf()) {
    const field = place.querySelector('textarea')
    const draft = field ? await link.store.read<string>('drafts', draftKey(place)) : undefined
    const questionId = place.dataset['question'] ?? ''
    const isOurs = isUntouched(place)
    if (isOurs && draft !== undefined) fill(place, draft)
    else if (isOurs && given.has(questionId)) fill(place, given.get(questionId))
    if (field && (draft !== undefined || !isOurs)) unkept.push(field)
  }
  return unkept
}

/**
 * Keeps what is filled into the questions of the page: a choice at once, words when the hand rests. What is written until
 * then stands on the device from the first letter on. Draws nothing itself but the small word that says so.
 */
export function useAnswers(link: RoomLink | null): void {
  useEffect(() => {
    if (!link) return
    const ended = new AbortController()
    const { signal } = ended
    const timers = new Map<HTMLElement, ReturnType<typeof setTimeout>>()
    const keep = async (place: HTMLElement, field: AnswerField) => {
      const questionId = place.dataset['question']
      const body = { answers: [{ questionId, value: valueOf(field) }] }
      await link.outbox.add({ kind: 'answers', method: 'POST', path: '/answers', body })
      if (!timers.has(place)) await link.store.drop('drafts', draftKey(place))
      say(place, navigator.onLine ? words.kept : words.keptHere)
    }
    const filled = (event: Event) => {
      const field = event.target as AnswerField
      const place = field.closest<HTMLElement>('[data-question]')
      if (!place) return
      say(place, '')
      clearTimeout(timers.get(place))
      const now = () => {
        timers.delete(place)
        void keep(place, field)
      }
      if (event.type === 'change') return now()
      void link.store.put('drafts', draftKey(place), field.value)
      timers.set(place, setTimeout(now, QUIET_MS))
    }
    document.addEventListener('input', filled, { signal })
    document.addEventListener('change', filled, { signal })
    void takeUp(link).then((fields) => {
      for (const field of fields) {
        const place = field.closest<HTMLElement>('[data-question]')
        if (place && !signal.aborted) void keep(place, field)
      }
    })
    return () => {
      ended.abort()
      timers.forEach((timer) => clearTimeout(timer))
    }
  }, [link])
}
