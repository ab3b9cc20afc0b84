/**
 * The title a file's name gives: without folders and ending, on one line, at most 200 characters; `Untitled` when
 * nothing is left.
 */
export function fileTitle(fileName: string): string {
  const base = fileName.split(/[\\/]/).at(-1) ?? ''
  const bare = base.replace(/\.[A-Za-z0-9]{1,8}$/, '').replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
  return bare.trim().slice(0, 200).toWellFormed().trim() || 'Untitled'
}
