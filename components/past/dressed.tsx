import type { ReactNode } from 'react'

/** Words in their marks (`bold`, `italic`, `strike`, `link …`). */
export function dressed(text: string, marks: readonly string[]): ReactNode {
  return marks.reduce<ReactNode>((inside, mark) => {
    if (mark === 'bold') return <strong>{inside}</strong>
    if (mark === 'italic') return <em>{inside}</em>
    if (mark === 'strike') return <s>{inside}</s>
    return <span className="text-focus underline">{inside}</span>
  }, text)
}
