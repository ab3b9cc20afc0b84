import { z } from 'zod'
import { Email, PersonName } from '@/lib/accounts/contract'
import { Id } from '@/lib/paging'
import { BETA_LIMITS, Instant, Time, prose } from './contract'

/** Body of `POST /beta-sessions/{id}/invitations`: personal unless `maxUses` is more than 1. */
export const NewBetaInvitation = z
  .object({
    name: PersonName.nullish(),
    email: Email.nullish(),
    maxUses: z.number().int().min(1).max(BETA_LIMITS.usesPerInvitation).nullish(),
    expiresAt: Instant.nullish(),
  })
  .strict()
export type NewBetaInvitation = z.infer<typeof NewBetaInvitation>

/** Body of `POST /beta-sessions/{id}/join`. A personal link that was used needs no name: it is the same reader. */
export const JoinBody = z
  .object({
    token: z
      .string()
      .max(128)
      .regex(/^[\w-]+$/, 'is no token of a link'),
    name: PersonName.optional(),
  })
  .strict()
export type JoinBody = z.infer<typeof JoinBody>

/** The form on the page of a link, `POST /beta/{token}/join`. What was a reader's already needs no name. */
export const JoinForm = z.object({ name: z.string().max(1_000).optional() })

/** A link, without its secret. */
export const BetaInvitationView = z.object({
  id: Id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  personal: z.boolean(),
  /** Whose link it is, once somebody joined through it. */
  readerId: Id.nullable(),
  createdAt: Time,
  expiresAt: Time.nullable(),
  uses: z.number().int(),
  maxUses: z.number().int(),
})
export type BetaInvitationView = z.infer<typeof BetaInvitationView>

/** The only answer that holds the link. */
export const NewBetaInvitationView = BetaInvitationView.extend({ url: z.string(), token: z.string() })
export type NewBetaInvitationView = z.infer<typeof NewBetaInvitationView>

export const BetaInvitationList = z.object({
  invitations: z.array(BetaInvitationView),
  next: z.string().nullable(),
})
export type BetaInvitationList = z.infer<typeof BetaInvitationList>

/**
 * How somebody stands to a reminder: he `lags`, or why he is not reminded. Of `not_recorded` nobody knows whether he lags:
 * he is reminded by hand and by name alone.
 */
export const ReminderStanding = z.enum([
  ...(['lags', 'not_recorded'] as const),
  ...(['reading', 'reminded', 'handed_in', 'stopped', 'not_open'] as const),
])
export type ReminderStanding = z.infer<typeof ReminderStanding>

/** Somebody who has access. `lastSeenAt` knows nothing of reading that is not recorded, and of what is not released. */
export const BetaReaderView = z.object({
  id: Id,
  name: z.string(),
  colour: z.string(),
  email: z.string().nullable(),
  /** A guest has no account here. */
  guest: z.boolean(),
  recordsProgress: z.boolean(),
  joinedAt: Time,
  lastSeenAt: Time,
  handedInAt: Time.nullable(),
  remindedAt: Time.nullable(),
  standing: ReminderStanding,
  devices: z.number().int(),
})
export type BetaReaderView = z.infer<typeof BetaReaderView>

export const BetaReaderList = z.object({ readers: z.array(BetaReaderView), next: z.string().nullable() })
export type BetaReaderList = z.infer<typeof BetaReaderList>

/**
 * Body of `POST /beta-sessions/{id}/reminders`: without `readerIds` all who lag. `word` is the author's own, and stands in
 * their rooms with the reminder.
 */
export const NewReminders = z
  .object({
    readerIds: z.array(Id).min(1).max(BETA_LIMITS.readers).optional(),
    word: prose(BETA_LIMITS.reminderCharacters).optional(),
  })
  .strict()
export type NewReminders = z.infer<typeof NewReminders>

/** Who was reminded, and who was not and why. `gone`: there is no such reader here, or not any more. */
export const RemindersView = z.object({
  reminded: z.array(Id),
  spared: z.array(
    z.object({ readerId: Id, reason: ReminderStanding.exclude(['lags']).or(z.literal('gone')) }),
  ),
})
export type RemindersView = z.infer<typeof RemindersView>

/** What a link leads to, for who holds it; looking uses nothing up. `reader` is whose it is already. */
export const LinkLook = z.object({
  sessionId: Id,
  title: z.string(),
  manuscript: z.string(),
  author: z.string(),
  letter: z.string(),
  contentNote: z.string(),
  opensAt: Time.nullable(),
  closesAt: Time.nullable(),
  name: z.string().nullable(),
  reader: z.string().nullable(),
  /** A sentence why it works no more. */
  reason: z.string().nullable(),
})
export type LinkLook = z.infer<typeof LinkLook>

/** What joining gives. `token` opens this session and nothing else; `url` is the reader's own link, where it is new. */
export const JoinedView = z.object({
  token: z.string(),
  sessionId: Id,
  reader: z.object({ id: Id, name: z.string() }),
  url: z.string().nullable(),
})
export type JoinedView = z.infer<typeof JoinedView>
