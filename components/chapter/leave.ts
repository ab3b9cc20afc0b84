/** The steps of signing out, in their order. */
export interface LeaveSteps {
  /** Rejects when the server did not end the login; then nothing else happens. */
  endLogin: () => Promise<void>
  /** Resolves when nothing writes to the device any more. */
  stopKeeping: () => Promise<void>
  /** Wipes what the device keeps of the person. */
  forget: () => Promise<void>
  go: () => void
}

/**
 * Signs out: the login ends first, so that a device is never wiped while its person is still signed in; then nothing
 * may write to the device any more, then it is wiped. Rejects when the login could not be ended.
 */
export async function leave({ endLogin, stopKeeping, forget, go }: LeaveSteps): Promise<void> {
  await endLogin()
  for (const step of [stopKeeping, forget]) {
    // A browser that refuses storage has nothing to wipe; whoever signed out must not stay on the page for it.
    await step().catch((error: unknown) => console.warn('This device could not be wiped.', error))
  }
  go()
}

/**
 * Looks a few times before it says that words are unsaved: what was typed a moment ago is on its way to the server's
 * disk, and nobody should be asked about it.
 * @param pause waits a little between two looks
 * @param times how often it looks in vain before the answer is true
 */
export async function staysUnsaved(
  look: () => Promise<boolean>,
  pause: () => Promise<void>,
  times: number,
): Promise<boolean> {
  for (let seen = 1; await look(); seen++) {
    if (seen >= times) return true
    await pause()
  }
  return false
}
