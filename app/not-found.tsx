import type { Metadata } from 'next'
import { MessagePage } from '@/components/shell/message-page'
import { text } from '@/components/text/en'
import { ButtonLink } from '@/components/ui/button'

export const metadata: Metadata = { title: text.missing.document }

export default function NotFound() {
  return (
    <MessagePage
      title={text.missing.title}
      action={
        <ButtonLink href="/" tone="accent">
          {text.missing.act}
        </ButtonLink>
      }
    >
      {text.missing.lead}
    </MessagePage>
  )
}
