import { answerWork } from '@/lib/thread'
import { mergeHere, Unmergeable } from './merge'
import type { MergeWork } from './merge-thread'

answerWork<MergeWork>((_kind, ask) => {
  try {
    return { merged: mergeHere(ask) }
  } catch (error) {
    if (error instanceof Unmergeable) return { unmergeable: error.message }
    throw error
  }
})
