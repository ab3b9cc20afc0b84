'use client'

import { betaText } from '@/components/text/beta'

interface AsTableProps {
  caption: string
  head: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

/** The figures behind a picture, for everybody who would rather read them. */
export function AsTable({ caption, head, rows }: AsTableProps) {
  return (
    <details className="mt-3 text-[13px]">
      <summary className="touch cursor-pointer py-1 text-ink-soft">{betaText.report.asTable}</summary>
      <div className="overflow-x-auto">
        <table className="mt-1 border-collapse">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {head.map((cell) => (
                <th key={cell} scope="col" className="py-1 pr-5 text-left font-medium text-ink-soft">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={String(row[0])} className="border-t border-rule">
                {row.map((cell, at) =>
                  at === 0 ? (
                    <th key={head[at]} scope="row" className="py-1 pr-5 text-left font-normal">
                      {cell}
                    </th>
                  ) : (
                    <td key={head[at]} className="py-1 pr-5 tabular-nums">
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
