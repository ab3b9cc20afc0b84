import { database, inTransaction } from '@/lib/db/client'
import { recordAudit } from './audit'
import { Email, TypedPassword } from './contract'
import { openLogin } from './login-sessions'
import { passwordMatches } from './passwords'
import { countAttempt, forgiveAttempt } from './rates'
import { hashOfSecret } from './secrets'

/** What somebody typed, and from where. */
export interface SignIn {
  email: unknown
  password: unknown
  /** Address of the client. */
  address: string
  userAgent: string
  /** Login session that the browser's cookie carried; the new one takes its place. */
  previousId?: string | null
}

/**
 * Opens a login session for the right e-mail and password. A wrong password, an unknown address and a disabled
 * person are told apart by nothing: neither by the answer nor by the work done for it.
 * @returns null for wrong ones
 * @throws {AppError} `too_many` after many wrong ones for this account from this address, or from this address
 */
export async function signIn(
  attempt: SignIn,
  now = new Date(),
): Promise<{ userId: string; loginId: string } | null> {
  const email = Email.safeParse(attempt.email)
  const password = TypedPassword.safeParse(attempt.password)
  if (!email.success || !password.success) return null
  const account = `${hashOfSecret(email.data)} ${attempt.address}`
  await countAttempt('sign_in_address', attempt.address)
  await countAttempt('sign_in_account', account)
  const person = await database().user.findUnique({
    where: { email: email.data },
    select: { id: true, passwordHash: true, disabledAt: true },
  })
  const known = person && !person.disabledAt ? person : null
  if (!(await passwordMatches(password.data, known?.passwordHash ?? null)) || !known) {
    await inTransaction((tx) => recordAudit(tx, { action: 'login.failed', subject: person?.id, at: now }))
    return null
  }
  await forgiveAttempt('sign_in_address', attempt.address)
  await forgiveAttempt('sign_in_account', account)
  const { userAgent, previousId } = attempt
  const { id: userId, passwordHash } = known
  const loginId = await openLogin({ userId, passwordHash, userAgent, previousId }, now)
  return loginId === null ? null : { userId, loginId }
}
