import type { Clock } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { WorkThread, type ThreadBounds } from '@/lib/thread'
import { holdTextWorker, type TextWork } from './text-work'

const BOUNDS: ThreadBounds = {
  /** The longest honest work: a file of 8 MB was read in 2.6 s on a machine at full load. */
  longestMs: 30_000,
  /** A text of 10 MiB needs about 20 times its size. */
  memoryMb: 768,
  /** Each holds at most an imported file. */
  mostWaiting: 32,
  tooHard: () =>
    new AppError(
      'invalid',
      'This text is too large or too tangled to be read here. Nothing was saved; split it and try again.',
    ),
  tooMany: () => new AppError('unavailable', 'Too many texts wait to be read. Try again in a minute.'),
}

/**
 * Opens the thread in which long texts are read, counted and written, with bounds on memory and time, and makes it
 * do the process's text work. It starts at the first long text.
 * @returns ends it
 */
export function openTextThread(clock: Clock): () => Promise<void> {
  const thread = new WorkThread<TextWork>(new URL('./text-loader.mjs', import.meta.url), clock, BOUNDS)
  holdTextWorker(thread.run)
  return async () => {
    holdTextWorker(null)
    await thread.close()
  }
}
