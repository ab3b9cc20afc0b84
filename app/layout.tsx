import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/literata/wght.css'
import '@fontsource-variable/literata/wght-italic.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { DEFAULT_PREFERENCES, Preferences } from '@/lib/accounts/contract'
import { showMe } from '@/lib/accounts/people'
import { text } from '@/components/text/en'
import { maybeViewer } from './_server/viewer'

export const metadata: Metadata = {
  title: { default: text.product, template: `%s · ${text.product}` },
  robots: { index: false, follow: false },
  referrer: 'same-origin',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#efe9df' },
    { media: '(prefers-color-scheme: dark)', color: '#141518' },
  ],
}

/** The look a visitor's browser remembers; bad values count as none. */
async function lookOfVisitor(): Promise<Preferences> {
  const theme = Preferences.shape.theme.safeParse((await cookies()).get('theme')?.value)
  return { ...DEFAULT_PREFERENCES, ...(theme.success ? { theme: theme.data } : {}) }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const viewer = await maybeViewer()
  const me = viewer && (await showMe(viewer))
  const look = me?.preferences ?? (await lookOfVisitor())
  return (
    <html
      lang="en"
      data-theme={look.theme}
      data-paragraphs={look.paragraphs}
      style={{ '--text': `${look.textSize}px` }}
    >
      <body>{children}</body>
    </html>
  )
}
