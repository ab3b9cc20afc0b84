import { ok, parse, route } from '@/app/_server/respond'
import { Acceptance, NewAccount } from '@/lib/accounts/contract'
import { acceptInvitation } from '@/lib/accounts/invitations'
import { countAttempt } from '@/lib/accounts/rates'
import { AppError } from '@/lib/errors'

export const POST = route<{ token: string }>(async (call) => {
  await countAttempt('link', call.address)
  const viewer = await call.maybeViewer()
  const acceptance = await call.body(Acceptance)
  const hasAccount = Object.keys(acceptance).length > 0
  if (viewer && hasAccount)
    throw new AppError('invalid', `You are signed in as ${viewer.name}. Sign out to make another account.`)
  if (!viewer && !hasAccount)
    throw new AppError('unauthenticated', 'Sign in, or give an e-mail address, a name and a password.')
  return ok(await acceptInvitation(call.params.token, viewer ?? parse(NewAccount, acceptance)))
})
