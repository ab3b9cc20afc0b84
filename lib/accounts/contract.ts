import { z } from 'zod'

/** Longest e-mail address in characters (RFC 5321: 254). */
export const EMAIL_MAX = 254

/** Longest name of a person, in UTF-16 code units. */
export const NAME_MAX = 80

/** A password has at least this many characters (NIST SP 800-63B asks for 8 or more; RELIABILITY.md for 10). */
export const PASSWORD_MIN = 10

/** A password has at most this many characters, so that hashing one has a bounded cost. */
export const PASSWORD_MAX = 256

/** How many live access tokens one person may have. */
export const TOKENS_MAX = 50

/** How many live invitations one workshop may have. */
export const INVITATIONS_MAX = 200

/** An invitation lasts this many days when nothing else is said, and never more than the maximum. */
export const INVITATION_DAYS = { default: 14, max: 90 } as const

/** An invitation serves this many people when nothing else is said, and never more than the maximum. */
export const INVITATION_USES = { default: 1, max: 100 } as const

/**
 * Invisible characters a name may not hold: controls, surrogates, private use, and those that turn or hide the
 * direction of text (Unicode UAX #9), with which one person could dress up as another. The two joiners that
 * Persian, Hindi and emoji need are allowed.
 */
const UNWANTED_IN_NAMES =
  /[\p{Cc}\p{Cs}\p{Co}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/u

/** One character that can be seen. */
const VISIBLE = /[\p{L}\p{N}\p{S}\p{P}]/u

/** True for text that may be the name of a person or a workshop: it can be seen, and only what is seen is there. */
export function isPlainName(text: string): boolean {
  return VISIBLE.test(text) && !UNWANTED_IN_NAMES.test(text)
}

const plainName = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1, 'Give a name.')
    .max(max, `A name has at most ${max} characters.`)
    .refine(isPlainName, 'The name holds invisible characters or nothing that can be seen. Type it again.')

/** The name of a person, trimmed and in NFC. */
export const PersonName = plainName(NAME_MAX)

/** An e-mail address, trimmed and in lower case; the pattern is the one of `<input type=email>`. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(EMAIL_MAX, 'This e-mail address is too long.')
  .regex(z.regexes.html5Email, 'This is not an e-mail address.')

/** What somebody typed as a password. Its rules are in `passwords.ts`; here it is only kept short enough to read. */
export const TypedPassword = z
  .string()
  .min(1, 'Give a password.')
  .max(PASSWORD_MAX * 4, 'The password is too long.')

const Secret = z.string().min(1).max(128)

/** A new account. */
export const NewAccount = z.strictObject({ email: Email, name: PersonName, password: TypedPassword })
export type NewAccount = z.infer<typeof NewAccount>

/** `POST /api/v1/setup`: the first account, with the link the server printed. */
export const Setup = z.strictObject({
  ...NewAccount.shape,
  token: Secret,
  workshopName: plainName(120).optional(),
})
export type Setup = z.infer<typeof Setup>

/** How the interface looks for one person. */
export const Preferences = z.strictObject({
  theme: z.enum(['paper', 'sepia', 'night', 'system']),
  /** Paragraphs of prose are set with an indent or with space between them. */
  paragraphs: z.enum(['indent', 'spacing']),
  /** Size of manuscript text in CSS pixels. */
  textSize: z.number().int().min(16).max(24),
})
export type Preferences = z.infer<typeof Preferences>

/** The preferences of somebody who has not chosen; 19 px is `--text` of the design tokens. */
export const DEFAULT_PREFERENCES: Preferences = { theme: 'system', paragraphs: 'indent', textSize: 19 }

/** `PATCH /api/v1/me`: absent fields stay. */
export const MeChange = z.strictObject({
  name: PersonName.optional(),
  preferences: Preferences.partial().optional(),
})
export type MeChange = z.infer<typeof MeChange>

/** `PUT /api/v1/me/password`. */
export const PasswordChange = z.strictObject({ currentPassword: TypedPassword, newPassword: TypedPassword })
export type PasswordChange = z.infer<typeof PasswordChange>

/** `DELETE /api/v1/me/logins`. */
export const SignOutEverywhere = z.strictObject({ exceptThis: z.boolean().optional() })

const Instant = z.iso.datetime({ offset: true }).max(40)

/** `POST /api/v1/me/tokens`. */
export const NewToken = z.strictObject({ label: plainName(80), expiresAt: Instant.nullish() })
export type NewToken = z.infer<typeof NewToken>

/** `POST /api/v1/workshops/{id}/invitations`. */
export const NewInvitation = z.strictObject({
  role: z.enum(['owner', 'moderator', 'member']),
  email: Email.nullish(),
  expiresAt: Instant.nullish(),
  maxUses: z.number().int().min(1).max(INVITATION_USES.max).nullish(),
})
export type NewInvitation = z.infer<typeof NewInvitation>

/** `POST /api/v1/invitations/{token}/accept`: a new account, or nothing from somebody who is signed in. */
export const Acceptance = z.strictObject(NewAccount.partial().shape)
export type Acceptance = z.infer<typeof Acceptance>

// ---- views -------------------------------------------------------------------------------------------

const Time = z.iso.datetime()

/** Me, as `GET /api/v1/me` shows it. `colour` is one of `COLOURS` in `people.ts`. */
export const MeView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  colour: z.string(),
  isAdmin: z.boolean(),
  preferences: Preferences,
  login: z.object({ kind: z.enum(['session', 'token']), id: z.string() }),
})
export type MeView = z.infer<typeof MeView>

/** One signed-in browser; `browser` reads like `Firefox on Linux`. */
export const LoginView = z.object({
  id: z.string(),
  browser: z.string(),
  current: z.boolean(),
  createdAt: Time,
  lastSeenAt: Time,
  expiresAt: Time,
})
export type LoginView = z.infer<typeof LoginView>

/** How many login sessions ended. */
export const LoginsEnded = z.object({ ended: z.number().int() })

/** A personal access token without its secret. */
export const TokenView = z.object({
  id: z.string(),
  label: z.string(),
  current: z.boolean(),
  createdAt: Time,
  lastUsedAt: Time.nullable(),
  expiresAt: Time.nullable(),
})
export type TokenView = z.infer<typeof TokenView>

/** A new token; its secret is shown this once. */
export const NewTokenView = TokenView.extend({ token: z.string() })
export type NewTokenView = z.infer<typeof NewTokenView>

const WorkshopRoleName = z.enum(['owner', 'moderator', 'member'])

/**
 * An invitation that still works, as hosts see it. With an `email` only that address may accept it; null means
 * whoever has the link.
 */
export const InvitationView = z.object({
  id: z.string(),
  workshopId: z.string(),
  workshopName: z.string(),
  role: WorkshopRoleName,
  email: z.string().nullable(),
  invitedBy: z.string(),
  createdAt: Time,
  expiresAt: Time,
  uses: z.number().int(),
  maxUses: z.number().int(),
})
export type InvitationView = z.infer<typeof InvitationView>

/** A new invitation; its link is shown this once. `token` is the last path segment of `url`. */
export const NewInvitationView = InvitationView.extend({ url: z.string(), token: z.string() })
export type NewInvitationView = z.infer<typeof NewInvitationView>

/** The invitations of a workshop that still work, newest first; there are at most `INVITATIONS_MAX`. */
export const InvitationList = z.object({ invitations: z.array(InvitationView), next: z.null() })
export type InvitationList = z.infer<typeof InvitationList>

/** Why an invitation works or not. */
export const InvitationState = z.enum(['open', 'expired', 'revoked', 'used_up'])
export type InvitationState = z.infer<typeof InvitationState>

/**
 * What somebody sees who opens an invitation link; looking uses nothing up. `reason` is a sentence when it does not
 * work, else null. `emailHint` is a shortened address such as `m…@island.example` when only that one may accept it.
 */
export const InvitationLook = z.object({
  workshopName: z.string(),
  invitedBy: z.string(),
  role: WorkshopRoleName,
  state: InvitationState,
  reason: z.string().nullable(),
  emailHint: z.string().nullable(),
  expiresAt: Time,
})
export type InvitationLook = z.infer<typeof InvitationLook>

/** The outcome of accepting an invitation. `joined` is false for a member already: nothing was used up. */
export const AcceptedView = z.object({
  workshopId: z.string(),
  workshopName: z.string(),
  role: WorkshopRoleName,
  userId: z.string(),
  joined: z.boolean(),
})
export type AcceptedView = z.infer<typeof AcceptedView>

/** Every way into my account that is open now, in one place. */
export const GrantsView = z.object({
  logins: z.array(LoginView),
  tokens: z.array(TokenView),
  invitations: z.array(InvitationView),
})
export type GrantsView = z.infer<typeof GrantsView>

/** The outcome of the first set-up. */
export const SetupView = z.object({ userId: z.string(), workshopId: z.string().nullable() })
export type SetupView = z.infer<typeof SetupView>

/** The outcome of signing up; signing in is the next step. */
export const SignUpView = z.object({ userId: z.string() })
export type SignUpView = z.infer<typeof SignUpView>

/** `GET /api/health`. */
export const HealthView = z.object({
  status: z.enum(['ok', 'unavailable']),
  version: z.string(),
  database: z.enum(['sqlite']),
})
