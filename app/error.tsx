'use client'

import { useTransition } from 'react'
import { MessagePage } from '@/components/shell/message-page'
import { troubleText as text } from '@/components/text/trouble'
import { Button, ButtonLink } from '@/components/ui/button'

/** `retry` asks the server again; Next's `reset` would only draw the same failure once more. */
export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  const [asking, ask] = useTransition()
  return (
    <MessagePage
      title={text.failed.title}
      action={
        <>
          <Button tone="accent" busy={asking} onClick={() => ask(retry)}>
            {text.failed.act}
          </Button>
          <ButtonLink href="/">{text.missing.act}</ButtonLink>
        </>
      }
    >
      <title>{`${text.failed.document} · ${text.product}`}</title>
      {text.failed.lead}
    </MessagePage>
  )
}
