'use client'

import { Download } from 'lucide-react'
import { MenuItem } from '@/components/ui/menu'
import { notesText } from '@/components/text/notes'

const FORMATS = ['md', 'csv', 'json'] as const

interface CollectItemsProps {
  manuscriptId: string
  /** What is asked of the notes, as the API's query; absent for all of them. */
  query?: URLSearchParams
}

/** Menu items that save the notes of a manuscript as a file. */
export function CollectItems({ manuscriptId, query }: CollectItemsProps) {
  return FORMATS.map((format) => {
    const asked = new URLSearchParams(query)
    asked.set('format', format)
    return (
      <MenuItem
        key={format}
        download
        sign={<Download aria-hidden />}
        href={`/api/v1/manuscripts/${manuscriptId}/critique?${asked.toString()}`}
      >
        {notesText.collect.formats[format]}
      </MenuItem>
    )
  })
}
