'use client'

import './globals.css'
import { MessagePage } from '@/components/shell/message-page'
import { text } from '@/components/text/en'
import { Button } from '@/components/ui/button'

export default function GlobalError() {
  return (
    <html lang="en" data-theme="system">
      <body>
        <title>{text.failed.title}</title>
        <MessagePage
          title={text.failed.title}
          action={
            <Button tone="accent" onClick={() => window.location.assign('/')}>
              {text.failed.act}
            </Button>
          }
        >
          {text.failed.lead}
        </MessagePage>
      </body>
    </html>
  )
}
