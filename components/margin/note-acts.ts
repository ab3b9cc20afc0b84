import { call } from '@/components/api'
import type { ThreadView } from '@/lib/critique/contract'
import { reacted } from './reactions'
import type { ThreadActs } from './thread-card'

interface NoteActs {
  viewer: ThreadView['author']
  take: (thread: ThreadView) => void
  fail: (failure: unknown) => void
}

/** Reacting to a comment and giving a note another kind: shown at once, taken back when the server refuses. */
export function noteActs({ viewer, take, fail }: NoteActs): Pick<ThreadActs, 'react' | 'setKind'> {
  const { userId, name, colour } = viewer
  return {
    react: (thread, comment, kind, on) => {
      const now = reacted(comment, kind, { person: { userId, name, colour }, on })
      take({ ...thread, comments: thread.comments.map((one) => (one.id === now.id ? now : one)) })
      // What others did meanwhile comes with the notice of this change.
      call(on ? 'PUT' : 'DELETE', `/comments/${comment.id}/reactions/${kind}`, { stay: true }).catch(fail)
    },
    setKind: async (thread, category) => {
      take({ ...thread, category })
      try {
        take(await call<ThreadView>('PATCH', `/threads/${thread.id}`, { body: { category }, stay: true }))
      } catch (failure) {
        fail(failure)
      }
    },
  }
}
