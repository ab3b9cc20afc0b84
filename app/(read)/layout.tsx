import '@/components/reading/reading-fonts.css'
import '@/components/reading/reading.css'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { troubleText as text } from '@/components/text/trouble'
import { LOOK_COOKIE, lookIn, styleOf } from '@/components/reading/look'

/** Without scripts, what only scripts can do is not shown. */
const NO_SCRIPT = '.needs-script { display: none !important }'

/** The reading room: pages and nothing else, looking as the reader of this device likes them. */
export default async function Layout({ children }: { children: ReactNode }) {
  const kept = (await cookies()).get(LOOK_COOKIE)?.value
  const look = lookIn(kept)
  return (
    <div
      className="room"
      {...(kept !== undefined && { 'data-theme': look.theme })}
      data-noted={look.noted}
      style={kept === undefined ? {} : styleOf(look)}
    >
      <noscript>
        <style>{NO_SCRIPT}</style>
      </noscript>
      <a href="#content" className="skip-link">
        {text.skip}
      </a>
      {children}
    </div>
  )
}
