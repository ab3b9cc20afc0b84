'use client'

import useSWR from 'swr'
import type { EditionView } from '@/lib/beta/contract'
import { fetchView } from '@/components/api'
import { betaText } from '@/components/text/beta'
import { Field, Select } from '@/components/ui/field'

const words = betaText.questions

/** Characters of a paragraph that tell which one it is. */
const SHOWN = 70

function beginning(text: string): string {
  if (text.trim() === '') return words.sceneBreak
  return text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}…` : text
}

interface ParagraphSelectProps {
  sessionId: string
  editionId: string
  label: string
  value: number
  onChange: (paragraph: number) => void
}

/** One paragraph of an edition, chosen by the words with which it begins. */
export function ParagraphSelect({ sessionId, editionId, label, value, onChange }: ParagraphSelectProps) {
  const { data } = useSWR(`/beta-sessions/${sessionId}/editions/${editionId}`, fetchView<EditionView>)
  return (
    <Field label={label}>
      {(wiring) => (
        <Select
          {...wiring}
          value={value}
          disabled={!data}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        >
          {data ? null : <option value={value}>{words.loading}</option>}
          {data?.paragraphs.map(({ id, text }, index) => (
            <option key={id} value={index}>
              {index + 1}. {beginning(text)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
