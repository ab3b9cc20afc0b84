/** More different strings than these are forgotten together: some thousand people and chapters. */
const MOST = 10_000

const known = new Map<string, string>()

/** The string that was given first of all equal ones, so that a person's name is held once for all his connections. */
export function once(text: string): string {
  const first = known.get(text)
  if (first !== undefined) return first
  if (known.size >= MOST) known.clear()
  known.set(text, text)
  return text
}
