import { z } from 'zod'
import { isPlainName } from '@/lib/accounts/contract'
import { line } from '@/lib/paging'

/** The hues of notes. Each has a colour of its own by day and by night. */
export const HUES = ['praise', 'line', 'clarity', 'pacing', 'character'] as const

/** The lines under the words of notes. Dashed belongs to moved notes alone. */
export const SHAPES = ['solid', 'dotted', 'double', 'wavy'] as const

export const CATEGORY_LIMITS = {
  /** As many as hues and shapes can tell apart. */
  offered: HUES.length * SHAPES.length,
  /** With those that are hidden: what a workshop has ever used stays readable. */
  all: 60,
  /** One word or two: it stands in the corner of a card. */
  labelCharacters: 24,
} as const

/** Names a category in notes for good; its label can change. */
export const CategoryKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is 1 to 40 small letters, digits and hyphens')

/** A category of a workshop's notes. A hidden one is not offered any more; notes that have it still show it. */
export const CategoryView = z
  .object({
    key: CategoryKey,
    label: line(CATEGORY_LIMITS.labelCharacters).refine(isPlainName, 'holds invisible characters'),
    shape: z.enum(SHAPES),
    hue: z.enum(HUES),
    hidden: z.boolean().default(false),
  })
  .strict()
export type CategoryView = z.infer<typeof CategoryView>

function firstTwice(of: readonly string[]): string | undefined {
  return of.find((one, at) => of.indexOf(one) !== at)
}

const Categories = z
  .array(CategoryView)
  .max(CATEGORY_LIMITS.all, `are at most ${CATEGORY_LIMITS.all} with the hidden ones`)
  .superRefine((all, { addIssue }) => {
    const offered = all.filter(({ hidden }) => !hidden)
    const say = (message: string) => addIssue({ code: 'custom', message })
    if (offered.length > CATEGORY_LIMITS.offered) say(`are at most ${CATEGORY_LIMITS.offered}`)
    const key = firstTwice(all.map((one) => one.key))
    if (key !== undefined) say(`have the key ${key} twice`)
    const label = firstTwice(offered.map((one) => one.label.toLowerCase()))
    if (label !== undefined) say(`have the label ${label} twice`)
    const look = firstTwice(offered.map((one) => `${one.hue} and ${one.shape}`))
    if (look !== undefined) say(`look alike twice: ${look}`)
  })

/** Body of `PUT /workshops/{id}/categories`: all of them in their order; null brings the usual ten back. */
export const CategoriesChange = z.object({ categories: Categories.nullable() }).strict()
export type CategoriesChange = z.infer<typeof CategoriesChange>

/** The categories of a workshop in their order; `usual` when nobody has changed them. */
export const CategoryList = z.object({ categories: z.array(CategoryView), usual: z.boolean() })
export type CategoryList = z.infer<typeof CategoryList>

const usual = (key: string, hue: CategoryView['hue'], shape: CategoryView['shape']): CategoryView => ({
  ...{ key, label: key.charAt(0).toUpperCase() + key.slice(1) },
  ...{ hue, shape, hidden: false },
})

/** What a workshop has until its host changes it. */
export const USUAL_CATEGORIES: readonly CategoryView[] = [
  usual('praise', 'praise', 'solid'),
  usual('line', 'line', 'wavy'),
  usual('clarity', 'clarity', 'dotted'),
  usual('pacing', 'pacing', 'double'),
  usual('voice', 'character', 'wavy'),
  usual('character', 'character', 'solid'),
  usual('plot', 'pacing', 'solid'),
  usual('continuity', 'clarity', 'double'),
  usual('dialogue', 'line', 'double'),
  usual('setting', 'praise', 'double'),
]
