/** How a later edition is shown: as it reads, or with what changed since the one that its reader read. */
export type RoomView = 'clean' | 'changes'

/** The query of the second. `public/read/sw.js` keeps pages under their path with it. */
const CHANGES = '?with=changes'

/** The view that a page's query asks for. */
export function viewIn(query: { with?: string | string[] | undefined }): RoomView {
  return query.with === 'changes' ? 'changes' : 'clean'
}

/** The address of a chapter's page in a view. */
export function pathWith(path: string, view: RoomView): string {
  return view === 'changes' ? `${path}${CHANGES}` : path
}
