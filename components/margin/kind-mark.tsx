'use client'

import { Check, Tag } from 'lucide-react'
import { marginText as words } from '@/components/text/margin'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem } from '@/components/ui/menu'
import type { Category } from '@/lib/critique/contract'
import { lookOf, LOOKS } from './kinds'

/** The kind of a note as sign and word in its hue. A note without one shows nothing. */
export function KindMark({ category }: { category: Category | null }) {
  if (!category) return null
  const { hue, sign: Sign } = lookOf(category)
  return (
    <span className="flex items-center gap-1 text-[12.5px] font-medium" style={{ color: `var(--${hue})` }}>
      <Sign aria-hidden className="size-3.5" />
      {words.categories[category]}
    </span>
  )
}

const KINDS = Object.keys(LOOKS) as Category[]

interface KindMenuProps {
  category: Category | null
  onChange: (category: Category | null) => void
}

/** Chooses the kind of a note. */
export function KindMenu({ category, onChange }: KindMenuProps) {
  const choose = (kind: Category | null) => (
    <MenuItem
      key={kind ?? 'none'}
      sign={kind === category ? <Check /> : null}
      onSelect={() => onChange(kind)}
    >
      {kind ? <KindMark category={kind} /> : words.noCategory}
    </MenuItem>
  )
  return (
    <Menu
      align="start"
      trigger={
        <Button
          tone="ghost"
          size="small"
          aria-label={category ? `${words.kind}: ${words.categories[category]}` : words.kind}
        >
          {category ? <KindMark category={category} /> : <Tag aria-hidden className="size-3.5" />}
          {category ? null : words.kind}
        </Button>
      }
    >
      {choose(null)}
      {KINDS.map(choose)}
    </Menu>
  )
}
