'use client'

import { Field, Select } from './field'

interface PickProps {
  label: string
  /** Null asks for all of them. */
  value: string | null
  /** What asks for all of them. */
  every: string
  /** What is sent, and how it is called. */
  options: readonly (readonly [string, string])[]
  onChange: (value: string | null) => void
}

/** One of a list, or all of them: a part of a filter. */
export function Pick({ label, value, every, options, onChange }: PickProps) {
  return (
    <Field label={label}>
      {(wiring) => (
        <Select
          {...wiring}
          value={value ?? ''}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        >
          <option value="">{every}</option>
          {options.map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
