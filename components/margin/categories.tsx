'use client'

import { createContext, use } from 'react'
import { marginText } from '@/components/text/margin'
import type { Category } from '@/lib/critique/contract'
import { LOOKS, PLAIN_LOOK, type Look } from './kinds'

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
  /** One that the workshop no longer knows is shown by its key. Null: a note without. */
  of: (key: string | null) => CategoryLook | null
}

function categoriesFrom(all: readonly CategoryLook[], offered: readonly CategoryLook[]): Categories {
  const byKey = new Map(all.map((one) => [one.key, one]))
  const of = (key: string | null) =>
    key === null ? null : (byKey.get(key) ?? { key, label: key, look: PLAIN_LOOK })
  return { all, offered, of }
}

const USUAL = (Object.keys(LOOKS) as Category[]).map((key) => ({
  ...{ key, label: marginText.categories[key], look: LOOKS[key] },
}))

const CategoriesContext = createContext<Categories>(categoriesFrom(USUAL, USUAL))

/** The categories of the workshop that the page belongs to. */
export function useCategories(): Categories {
  return use(CategoriesContext)
}
