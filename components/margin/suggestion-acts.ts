import { call } from '@/components/api'
import { suggestionText as words } from '@/components/text/suggestions'
import type { ThreadView } from '@/lib/critique/contract'
import type { SuggestionsDecided } from '@/lib/critique/contract.suggestions'
import type { SuggestionActs } from './suggestion'

interface World {
  take: (thread: ThreadView) => void
  fail: (failure: unknown) => void
  refresh: () => void
  say: (text: string, undo?: () => Promise<void>) => void
  /** Resolves when what was typed here is saved: a decision looks at the words that are on disk. */
  whenSaved: () => Promise<void>
}

/** Decisions about suggestions. The text itself comes with the chapter's own line. */
export function suggestionActs({ take, fail, refresh, say, whenSaved }: World): SuggestionActs {
  const reopen = async (id: string) =>
    take(await call<ThreadView>('PATCH', `/threads/${id}`, { body: { status: 'open' }, stay: true }))
  return {
    decide: async ({ id }, decision) => {
      try {
        await whenSaved()
        if (decision === 'reopen') return await reopen(id)
        take(await call<ThreadView>('POST', `/threads/${id}/${decision}`, { stay: true }))
        say(words.done[decision], () => reopen(id))
      } catch (failure) {
        fail(failure)
      }
    },
    decideAll: async ({ chapterId, author }, decision) => {
      try {
        await whenSaved()
        const { decided, changed } = await call<SuggestionsDecided>(
          'POST',
          `/chapters/${chapterId}/suggestions/${decision}`,
          { body: { authorId: author.userId }, stay: true },
        )
        say(words.decided(decided.length, changed.length))
        refresh()
      } catch (failure) {
        fail(failure)
      }
    },
  }
}
