import type { Metadata } from 'next'
import { PASSWORD_MIN } from '@/lib/accounts/contract'
import { checkSetupLink } from '@/lib/accounts/setup'
import { isAppError } from '@/lib/errors'
import { SetupForm } from '@/components/accounts/setup-form'
import { PublicFrame } from '@/components/shell/public-frame'
import { text } from '@/components/text/en'
import { ButtonLink } from '@/components/ui/button'

export const metadata: Metadata = { title: text.setup.document }

/** Why the link does not work, as a sentence, or null when it does. */
async function refusalOf(token: string): Promise<string | null> {
  try {
    await checkSetupLink(token)
    return null
  } catch (error) {
    if (isAppError(error)) return error.message
    throw error
  }
}

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const refusal = await refusalOf(token)
  if (refusal)
    return (
      <PublicFrame title={text.setup.notWorking} lead={refusal}>
        <ButtonLink href="/sign-in" tone="accent">
          {text.signIn.act}
        </ButtonLink>
      </PublicFrame>
    )
  return (
    <PublicFrame title={text.setup.title} lead={text.setup.lead}>
      <SetupForm token={token} passwordMin={PASSWORD_MIN} />
    </PublicFrame>
  )
}
