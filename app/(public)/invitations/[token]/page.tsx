import type { Metadata } from 'next'
import { PASSWORD_MIN, type InvitationLook } from '@/lib/accounts/contract'
import { lookAtInvitation } from '@/lib/accounts/invitations'
import { InvitationForm } from '@/components/accounts/invitation-form'
import { PublicFrame } from '@/components/shell/public-frame'
import { text } from '@/components/text/en'
import { ButtonLink } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/time'
import { found } from '@/app/_server/found'
import { maybeViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: text.invitation.document }

function Lead({ look }: { look: InvitationLook }) {
  return (
    <>
      <p>{text.invitation.by(look.invitedBy, text.invitation.roles[look.role])}</p>
      <p className="mt-1 text-[13.5px]">
        {text.invitation.expires} <RelativeTime at={look.expiresAt} show="date" />.
        {look.emailHint ? ` ${text.invitation.onlyFor(look.emailHint)}` : ''}
      </p>
    </>
  )
}

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const [look, viewer] = await Promise.all([found(lookAtInvitation(token)), maybeViewer()])
  if (look.state !== 'open')
    return (
      <PublicFrame title={text.invitation.notWorking} lead={look.reason}>
        <p className="mb-6 text-[15px] text-ink-soft">{text.invitation.askHost}</p>
        <ButtonLink href={viewer ? '/' : '/sign-in'}>
          {viewer ? text.missing.act : text.signIn.act}
        </ButtonLink>
      </PublicFrame>
    )
  return (
    <PublicFrame title={text.invitation.title(look.workshopName)} lead={<Lead look={look} />}>
      <InvitationForm token={token} passwordMin={PASSWORD_MIN} signedInAs={viewer?.name ?? null} />
    </PublicFrame>
  )
}
