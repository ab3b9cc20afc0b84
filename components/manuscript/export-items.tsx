'use client'

import { Download } from 'lucide-react'
import { text } from '@/components/text/en'
import { MenuItem } from '@/components/ui/menu'

const FORMATS = ['txt', 'md'] as const

/** Menu items that save a chapter or a manuscript as a file. `path` as in the API: `/chapters/{id}`. */
export function ExportItems({ path }: { path: string }) {
  return FORMATS.map((format) => (
    <MenuItem
      key={format}
      download
      sign={<Download aria-hidden />}
      href={`/api/v1${path}/export?format=${format}`}
    >
      {text.manuscript.exportChapter(text.manuscript.formats[format])}
    </MenuItem>
  ))
}
