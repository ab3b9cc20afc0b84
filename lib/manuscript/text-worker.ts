import { parentPort } from 'node:worker_threads'
import { isAppError } from '@/lib/errors'
import { doTextWorkHere } from './text-work'
import type { TextAnswer, TextRequest } from './text-thread'

/** An unknown error's message may quote the text, so only its kind goes on. */
function refusal(error: unknown): TextAnswer {
  if (isAppError(error)) return { ok: false, code: error.code, message: error.message }
  const kind = error instanceof Error ? error.name : typeof error
  return { ok: false, code: 'internal', message: `The text could not be read (${kind}).` }
}

parentPort?.on('message', ({ kind, ask }: TextRequest) => {
  let answer: TextAnswer
  try {
    answer = { ok: true, value: doTextWorkHere(kind, ask) }
  } catch (error) {
    answer = refusal(error)
  }
  parentPort?.postMessage(answer)
})
