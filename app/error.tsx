'use client'

import { MessagePage } from '@/components/shell/message-page'
import { text } from '@/components/text/en'
import { Button, ButtonLink } from '@/components/ui/button'

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <MessagePage
      title={text.failed.title}
      action={
        <>
          <Button tone="accent" onClick={reset}>
            {text.failed.act}
          </Button>
          <ButtonLink href="/">{text.missing.act}</ButtonLink>
        </>
      }
    >
      {text.failed.lead}
    </MessagePage>
  )
}
