import { call } from '@/components/api'
import { receiptsText as words } from '@/components/text/receipts'
import type { ThreadView } from '@/lib/critique/contract'
import type { ReceiptChange, ReceiptOffer, ReceiptOutcome } from '@/lib/critique/contract.receipts'

/** What is sent of a mark. */
export interface Mark {
  outcome: ReceiptOutcome
  note: string
  linked: boolean
  resolve: boolean
}

/** What those who write the chapter do with notes of others. */
export interface ReceiptActs {
  /** The change that a mark could be linked to, once what was typed here is saved; null without one. */
  changeFor: (thread: ThreadView) => Promise<ReceiptChange | null>
  /** Answers true when it is marked. */
  mark: (thread: ThreadView, mark: Mark) => Promise<boolean>
  takeMarkBack: (thread: ThreadView) => Promise<void>
}

interface World {
  take: (thread: ThreadView) => void
  fail: (failure: unknown) => void
  say: (text: string, undo?: () => Promise<void>) => void
  /** Resolves when what was typed here is saved: the change is read from the words that are on disk. */
  whenSaved: () => Promise<void>
}

/** Marking notes, each with its undo. */
export function receiptActs({ take, fail, say, whenSaved }: World): ReceiptActs {
  const pathOf = ({ id }: ThreadView) => `/threads/${id}/receipt`
  const put = (thread: ThreadView, mark: Mark) =>
    call<ThreadView>('PUT', pathOf(thread), { body: mark, stay: true })
  const remove = (thread: ThreadView) => call('DELETE', pathOf(thread), { stay: true })
  const look = async ({ id }: ThreadView) =>
    take(await call<ThreadView>('GET', `/threads/${id}`, { stay: true }))
  /** A mark that was not told is written again; what was told stands again by itself. */
  const putBack = async (before: ThreadView) => {
    const was = before.receipt
    if (!was || was.sentAt !== null) return remove(before)
    const { outcome, note, change } = was
    return put(before, { outcome, note: note ?? '', linked: change !== null, resolve: false })
  }
  return {
    changeFor: async (thread) => {
      await whenSaved()
      return (await call<ReceiptOffer>('GET', pathOf(thread), { stay: true })).change
    },
    mark: async (thread, mark) => {
      try {
        await whenSaved()
        const now = await put(thread, mark)
        take(now)
        say(words.marked(mark.outcome), async () => {
          if (now.receipt?.sentAt === null) await putBack(thread)
          if (now.status !== thread.status)
            await call('PATCH', `/threads/${thread.id}`, { body: { status: thread.status }, stay: true })
          await look(thread)
        })
        return true
      } catch (failure) {
        fail(failure)
        return false
      }
    },
    takeMarkBack: async (thread) => {
      try {
        await remove(thread)
        await look(thread)
        say(words.takenBack, async () => {
          await putBack(thread)
          await look(thread)
        })
      } catch (failure) {
        fail(failure)
      }
    },
  }
}
