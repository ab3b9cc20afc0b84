import { parentPort } from 'node:worker_threads'
import { mergeHere, Unmergeable, type MergeAsk } from './merge'
import type { MergeAnswer } from './merge-thread'

/** An unknown error's message may quote the text, so only its kind goes on. */
function sentenceOf(error: unknown): string {
  if (error instanceof Unmergeable) return error.message
  return `The merge failed (${error instanceof Error ? error.name : typeof error}).`
}

parentPort?.on('message', (ask: MergeAsk) => {
  let answer: MergeAnswer
  try {
    answer = { ok: true, merged: mergeHere(ask) }
  } catch (error) {
    answer = { ok: false, sentence: sentenceOf(error) }
  }
  parentPort?.postMessage(answer)
})
