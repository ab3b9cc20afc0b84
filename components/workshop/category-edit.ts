import type { CategoryView } from '@/lib/critique/contract.categories'
import { PAIRS, type Hue, type Shape } from '@/components/margin/kinds'

/** Most categories offered: as many as there are looks (`CATEGORY_LIMITS`, checked by a test). */
export const MOST_OFFERED = PAIRS.length

/** Longest label (`CATEGORY_LIMITS.labelCharacters`, checked by a test). */
export const MOST_LABEL_CHARACTERS = 24

export const lookKey = ({ hue, shape }: { hue: string; shape: string }) => `${hue} ${shape}`

/** The looks that a category can take: those no other offered one has. */
export function looksFor(categories: readonly CategoryView[], key: string): { hue: Hue; shape: Shape }[] {
  const taken = new Set(categories.filter((one) => !one.hidden && one.key !== key).map(lookKey))
  return PAIRS.filter((pair) => !taken.has(lookKey(pair)))
}

/** A key for a label that no other category has: the label itself where it is plain letters. */
function keyFor(label: string, categories: readonly CategoryView[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
  const taken = new Set(categories.map(({ key }) => key))
  const base = plain === '' ? 'kind' : plain
  for (let at = 1; ; at++) {
    const key = at === 1 ? base : `${base}-${at}`
    if (!taken.has(key)) return key
  }
}

/** With one more at the end, in a look of its own; the same list when there is none left. */
export function withOneMore(categories: readonly CategoryView[], label: string): readonly CategoryView[] {
  const [look] = looksFor(categories, '')
  if (!look) return categories
  return [...categories, { key: keyFor(label, categories), label, ...look, hidden: false }]
}

/** With one changed. One that is offered again takes a free look when its own is taken. */
export function withChange(
  categories: readonly CategoryView[],
  key: string,
  change: Partial<Omit<CategoryView, 'key'>>,
): readonly CategoryView[] {
  const looks = looksFor(categories, key)
  return categories.map((one) => {
    if (one.key !== key) return one
    const next = { ...one, ...change }
    const free = next.hidden || looks.some((look) => lookKey(look) === lookKey(next))
    return free ? next : { ...next, ...looks[0] }
  })
}

/** With one moved among those that are offered. */
export function withMove(
  categories: readonly CategoryView[],
  key: string,
  step: 1 | -1,
): readonly CategoryView[] {
  const offered = categories.filter(({ hidden }) => !hidden)
  const at = offered.findIndex((one) => one.key === key)
  const [moved, other] = [offered[at], offered[at + step]]
  if (!moved || !other) return categories
  return categories.map((one) => (one === moved ? other : one === other ? moved : one))
}
