/** A number with its noun: `1 chapter`, `2,143 words`. */
export function count(many: number, one: string, more = `${one}s`): string {
  return `${many.toLocaleString('en-GB')} ${many === 1 ? one : more}`
}

/** Every sentence of the interface, in one place, so that it can be translated. */
export const text = {
  product: 'Scriptorium',
  optional: '(optional)',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  undoHint: 'Takes back what was just done',
  copied: 'Copied',
  notice: 'Notice',
  notices: 'Notices ({hotkey})',
  somethingWrong: 'That did not work. Nothing was changed; please try again.',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
} as const
