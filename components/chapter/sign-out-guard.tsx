'use client'

import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { BEFORE_SIGN_OUT, signOut } from '@/components/shell/sign-out'
import { chapterText as words } from '@/components/text/chapter'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/overlay'

/** Loaded when somebody signs out and not before: most pages never need it. */
const loadStore = () => import('@/lib/sync/client/local-store')

async function leave(userId: string, isAgreed: RefObject<boolean>): Promise<void> {
  const { forgetEverything } = await loadStore()
  await forgetEverything(userId)
  isAgreed.current = true
  await signOut()
}

/**
 * Stands between the wish to sign out and the act: asks when this device holds words that no server has, and wipes
 * what the device keeps of this person's chapters. Belongs on every page with a way to sign out.
 */
export function SignOutGuard({ userId }: { userId: string }) {
  const [isAsking, setAsking] = useState(false)
  const isAgreed = useRef(false)
  useEffect(() => {
    const judge = async () => {
      const { hasUnsavedWords } = await loadStore()
      if (await hasUnsavedWords(userId)) setAsking(true)
      else await leave(userId, isAgreed)
    }
    const stop = (event: Event) => {
      if (isAgreed.current) return
      event.preventDefault()
      judge().catch((error: unknown) => {
        // A browser without storage has nothing to ask about and nothing to wipe.
        console.warn('What this device keeps could not be looked at.', error)
        isAgreed.current = true
        void signOut()
      })
    }
    window.addEventListener(BEFORE_SIGN_OUT, stop)
    return () => window.removeEventListener(BEFORE_SIGN_OUT, stop)
  }, [userId])
  return (
    <Dialog
      open={isAsking}
      onOpenChange={setAsking}
      title={words.signOut.title}
      description={words.signOut.lead}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => setAsking(false)}>{text.cancel}</Button>
        <Button tone="danger" onClick={() => void leave(userId, isAgreed)}>
          {words.signOut.act}
        </Button>
      </div>
    </Dialog>
  )
}
