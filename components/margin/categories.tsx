'use client'

import { createContext, use, useMemo, type ReactNode } from 'react'
import type { CategoryView } from '@/lib/critique/contract.categories'
import { lookOf, PLAIN_LOOK, type Look } from './kinds'

/** A category as it is offered and shown. */
export interface CategoryLook {
  key: string
  label: string
  look: Look
}

/** The categories of a workshop. */
export interface Categories {
  /** In the order in which they are offered; with those that are only shown. */
  all: readonly CategoryLook[]
  offered: readonly CategoryLook[]
  /** One that the page does not know yet is shown by its key. Null: a note without. */
  of: (key: string | null) => CategoryLook | null
}

/** What the margin knows of the categories that its page was given. */
export function categoriesFrom(categories: readonly CategoryView[]): Categories {
  const all = categories.map((one) => ({ key: one.key, label: one.label, look: lookOf(one) }))
  const hidden = new Set(categories.filter((one) => one.hidden).map(({ key }) => key))
  const byKey = new Map(all.map((one) => [one.key, one]))
  const of = (key: string | null) =>
    key === null ? null : (byKey.get(key) ?? { key, label: key, look: PLAIN_LOOK })
  return { all, offered: all.filter(({ key }) => !hidden.has(key)), of }
}

const CategoriesContext = createContext<Categories>(categoriesFrom([]))

/** Gives the categories of the workshop to a page that shows notes. */
export function CategoriesProvider({
  categories,
  children,
}: {
  categories: readonly CategoryView[]
  children: ReactNode
}) {
  const value = useMemo(() => categoriesFrom(categories), [categories])
  return <CategoriesContext value={value}>{children}</CategoriesContext>
}

/** The categories of the workshop that the page belongs to. The same object at each render. */
export function useCategories(): Categories {
  return use(CategoriesContext)
}

/** The look of a category by its key. */
export function useLook(category: string | null): Look {
  return useCategories().of(category)?.look ?? PLAIN_LOOK
}
