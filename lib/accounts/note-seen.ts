import { log } from '@/lib/log'

/**
 * Writes that somebody was seen. When it cannot be written, on a full disk for instance, it is logged and nothing
 * else: who may read must still be able to read and to export.
 */
export async function noteSeen(write: PromiseLike<unknown>): Promise<void> {
  try {
    await write
  } catch (error) {
    log().warn({ kind: (error as Error).name }, 'it could not be written that somebody was seen')
  }
}
