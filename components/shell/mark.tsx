/** The mark of the product: a page with its lines, and a note in the margin level with one of them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 28 28" aria-hidden className={className}>
      <rect x="1.5" y="1.5" width="25" height="25" rx="7" fill="var(--accent)" />
      <g stroke="var(--accent-ink)" strokeWidth="2" strokeLinecap="round">
        <path d="M7.5 8.5h9M7.5 13.5h6.5M7.5 18.5h9" opacity=".85" />
      </g>
      <rect x="17.8" y="11" width="4.2" height="5" rx="1.4" fill="var(--accent-ink)" />
    </svg>
  )
}
