/** Names the cookie by which the page of a chapter knows that its browser keeps a copy of it. */
export const KEPT_COOKIE = 'scriptorium.kept'

const YEAR_S = 365 * 24 * 3_600

/**
 * Tells the server, with each request for a chapter's page and with no other, that this browser keeps a copy of its text
 * for this person: the page need not ask for it before its scripts run. A mark that is wrong costs a moment and no more.
 * @param userId null: it keeps none any more
 */
export function markKept(chapterId: string, userId: string | null): void {
  // In tests, and where there are no cookies, nothing is told.
  if (typeof document === 'undefined') return
  const end = `path=/chapters/${chapterId}; max-age=${userId === null ? 0 : YEAR_S}; samesite=lax`
  document.cookie = `${KEPT_COOKIE}=${userId ?? ''}; ${end}${location.protocol === 'https:' ? '; secure' : ''}`
}
