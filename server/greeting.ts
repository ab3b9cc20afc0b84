import { ensureSetupLink } from '@/lib/accounts/setup'
import type { Env } from '@/lib/env'

/** Prints where the workshop is, and while nobody has an account, the one-use link that makes the first. */
export async function greet(env: Env): Promise<void> {
  console.log(`Scriptorium is ready at ${env.baseUrl}`)
  const link = await ensureSetupLink()
  if (link) console.log(`Nobody has an account yet. Open this one-use link to set it up:\n  ${link}`)
}
