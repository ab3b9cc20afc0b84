'use client'

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { CategoryList, CategoryView } from '@/lib/critique/contract.categories'
import { call } from '@/components/api'
import { lookOf } from '@/components/margin/kinds'
import { notesText } from '@/components/text/notes'
import { Button, IconButton } from '@/components/ui/button'
import { FormError, Input, Select } from '@/components/ui/field'
import { Dialog } from '@/components/ui/overlay'
import { Panel } from '@/components/ui/pieces'
import { useToast } from '@/components/ui/toast'
import { sentenceOf } from '@/components/use-work'
import {
  looksFor,
  lookKey,
  MOST_LABEL_CHARACTERS,
  MOST_OFFERED,
  withChange,
  withMove,
  withOneMore,
} from './category-edit'

const words = notesText.categories

function Sign({ category }: { category: CategoryView }) {
  const { hue, sign: Picture } = lookOf(category)
  return <Picture aria-hidden className="size-4 shrink-0" style={{ color: `var(--${hue})` }} />
}

interface RowProps {
  all: readonly CategoryView[]
  category: CategoryView
  /** From 1, for the labels of its fields. */
  at: number
  last: boolean
  onChange: (all: readonly CategoryView[]) => void
}

function Row({ all, category, at, last, onChange }: RowProps) {
  const { key, label } = category
  const set = (change: Partial<CategoryView>) => onChange(withChange(all, key, change))
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 sm:flex-nowrap">
      <Sign category={category} />
      <Input
        aria-label={words.label(at)}
        value={label}
        maxLength={MOST_LABEL_CHARACTERS}
        required
        onChange={(event) => set({ label: event.currentTarget.value })}
        className="min-w-0 flex-1"
      />
      <span className="flex items-center">
        <IconButton
          label={words.up(label)}
          disabled={at === 1}
          onClick={() => onChange(withMove(all, key, -1))}
        >
          <ArrowUp aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={words.down(label)} disabled={last} onClick={() => onChange(withMove(all, key, 1))}>
          <ArrowDown aria-hidden className="size-4" />
        </IconButton>
        <IconButton label={words.remove(label)} onClick={() => set({ hidden: true })}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </span>
      <Select
        aria-label={words.look(at)}
        value={lookKey(category)}
        onChange={(event) => {
          const chosen = looksFor(all, key).find((look) => lookKey(look) === event.currentTarget.value)
          if (chosen) set(chosen)
        }}
        className="max-sm:ml-6 max-sm:w-full sm:w-[168px]"
      >
        {looksFor(all, key).map((look) => (
          <option key={lookKey(look)} value={lookKey(look)}>
            {words.looks(words.hues[look.hue], words.shapes[look.shape])}
          </option>
        ))}
      </Select>
    </li>
  )
}

interface FormProps {
  workshopId: string
  categories: readonly CategoryView[]
  onDone: () => void
}

function Hidden({ all, onChange }: Pick<RowProps, 'all' | 'onChange'>) {
  const hidden = all.filter((one) => one.hidden)
  const full = all.length - hidden.length >= MOST_OFFERED
  if (hidden.length === 0) return null
  return (
    <section className="grid gap-2 border-t border-rule pt-4">
      <h3 className="text-[13.5px] font-medium">{words.hidden}</h3>
      <ul className="grid list-none gap-1">
        {hidden.map((category) => (
          <li key={category.key} className="flex items-center gap-2">
            <Sign category={category} />
            <span className="min-w-0 flex-1 truncate text-ink-soft">{category.label}</span>
            <Button
              size="small"
              tone="ghost"
              disabled={full}
              aria-label={`${words.back}: ${category.label}`}
              onClick={() => onChange(withChange(all, category.key, { hidden: false }))}
            >
              {words.back}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Form({ workshopId, categories, onDone }: FormProps) {
  const router = useRouter()
  const toast = useToast()
  const [all, setAll] = useState(categories)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const offered = all.filter(({ hidden }) => !hidden)
  const save = async (list: readonly CategoryView[] | null) => {
    setBusy(true)
    setError(undefined)
    const put = async (body: readonly CategoryView[] | null) => {
      await call<CategoryList>('PUT', `/workshops/${workshopId}/categories`, { body: { categories: body } })
    }
    try {
      await put(list)
      const undo = async () => {
        await put(categories)
        router.refresh()
      }
      toast({ text: words.saved, undo })
      router.refresh()
      onDone()
    } catch (failure) {
      setError(sentenceOf(failure))
      setBusy(false)
    }
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save(all)
      }}
    >
      <FormError>{error}</FormError>
      <ol className="grid list-none gap-2">
        {offered.map((category, index) => (
          <Row
            key={category.key}
            all={all}
            category={category}
            at={index + 1}
            last={index === offered.length - 1}
            onChange={setAll}
          />
        ))}
      </ol>
      <Hidden all={all} onChange={setAll} />
      <div className="flex flex-wrap justify-between gap-2">
        <Button
          disabled={offered.length >= MOST_OFFERED}
          onClick={() => setAll(withOneMore(all, words.added))}
        >
          <Plus aria-hidden className="size-4" />
          {words.add}
        </Button>
        <span className="flex flex-wrap gap-2">
          <Button tone="ghost" disabled={busy} onClick={() => void save(null)}>
            {words.usual}
          </Button>
          <Button type="submit" tone="accent" busy={busy}>
            {words.save}
          </Button>
        </span>
      </div>
    </form>
  )
}

interface CategoriesPanelProps {
  workshopId: string
  categories: readonly CategoryView[]
  /** The viewer hosts the workshop. */
  mayChange: boolean
}

/** What notes of the workshop can be about; its host changes the list. */
export function CategoriesPanel({ workshopId, categories, mayChange }: CategoriesPanelProps) {
  const [open, setOpen] = useState(false)
  const offered = categories.filter(({ hidden }) => !hidden)
  return (
    <Panel
      title={words.title}
      actions={
        mayChange ? (
          <Button size="small" onClick={() => setOpen(true)} aria-label={`${words.change}: ${words.title}`}>
            {words.change}
          </Button>
        ) : null
      }
    >
      {offered.length === 0 ? <p className="text-ink-soft">{words.none}</p> : null}
      <ul className="flex list-none flex-wrap gap-x-4 gap-y-2">
        {offered.map((category) => (
          <li key={category.key} className="flex items-center gap-1.5 text-[14px]">
            <Sign category={category} />
            {category.label}
          </li>
        ))}
      </ul>
      <Dialog wide open={open} onOpenChange={setOpen} title={words.title} description={words.lead}>
        <Form workshopId={workshopId} categories={categories} onDone={() => setOpen(false)} />
      </Dialog>
    </Panel>
  )
}
