'use client'

import './globals.css'
import { MessagePage } from '@/components/shell/message-page'
import { troubleText as text } from '@/components/text/trouble'
import { Button } from '@/components/ui/button'

/** When even the frame of all pages failed: it stands alone, without person or theme, and only a reload helps. */
export default function GlobalError() {
  return (
    <html lang="en" data-theme="system">
      <body>
        <title>{`${text.failed.document} · ${text.product}`}</title>
        <MessagePage
          title={text.failed.title}
          action={
            <Button tone="accent" onClick={() => window.location.reload()}>
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
