import { z } from 'zod'
import { ReceiptCounts } from '@/lib/critique/contract.receipts'
import { Id, PAGE_LIMIT } from '@/lib/paging'
import { PersonView } from '@/lib/workshop/contract'

/** What somebody can be told. Each can be switched off by itself. */
export const NOTICE_KINDS = [
  /** Somebody answered in a note that one takes part in. */
  'answer',
  /** Somebody named one in a note. */
  'mention',
  /** New notes on a chapter that one writes. */
  'new_notes',
  /** A critic handed in what he made of a chapter that one writes. */
  'handed_in',
  /** An author asks for critique of a chapter that one may comment on. */
  'asked',
  /** A suggestion of one's own was accepted or rejected. */
  'decided',
  /** What became of one's notes in a revision. */
  'receipts',
  /** A beta reader of one's manuscript handed in, or stopped reading. */
  'readers',
  /** An author would be glad if one read on in his beta session. */
  'reminder',
  /** A manuscript was shared with one. */
  'shared',
] as const

export const NoticeKind = z.enum(NOTICE_KINDS)
export type NoticeKind = z.infer<typeof NoticeKind>

export const NOTICE_LIMITS = {
  /** Names that a notice keeps of those who caused it, the last one first; more are only counted. */
  people: 3,
  /** Read notices go after so many days; unread ones stay. */
  keptDays: 90,
  /** Most seconds that a request for news waits; proxies commonly end what is silent for 60. */
  waitSeconds: 25,
  /** Requests for news of one person that wait at once: a few windows on a few devices. */
  waiting: 12,
} as const

/** Something that somebody is told. Many of one kind about one thing are one notice that counts. */
export const NoticeView = z.object({
  id: Id,
  kind: NoticeKind,
  count: z.number().int(),
  /** Who caused it, the last one first, at most three; nobody when they left. */
  people: z.array(PersonView),
  chapter: z.object({ id: Id, title: z.string() }).nullable(),
  manuscript: z.object({ id: Id, title: z.string() }).nullable(),
  threadId: Id.nullable(),
  betaSession: z.object({ id: Id, title: z.string() }).nullable(),
  /** Of `reminder`: the beta session in which one reads, and of which manuscript. */
  reading: z.object({ id: Id, title: z.string(), manuscript: z.string() }).nullable(),
  /** Of `receipts`: how many of one's notes were used, partly used, kept as they are, or left for later. */
  receipts: ReceiptCounts.nullable(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
})
export type NoticeView = z.infer<typeof NoticeView>

export const NoticeList = z.object({
  notices: z.array(NoticeView),
  /** How many unread ones there are in all. */
  unread: z.number().int(),
  /** What `GET /me/notices/news` waits on. */
  stamp: z.string(),
  next: z.string().nullable(),
})
export type NoticeList = z.infer<typeof NoticeList>

/** Body of `POST /me/notices/read`: these, or all up to the one that was seen last. */
export const NoticesRead = z.union([
  z.object({ ids: z.array(Id).min(1).max(PAGE_LIMIT) }).strict(),
  z.object({ until: z.iso.datetime() }).strict(),
])
export type NoticesRead = z.infer<typeof NoticesRead>

export const NoticesUnread = z.object({ unread: z.number().int(), stamp: z.string() })
export type NoticesUnread = z.infer<typeof NoticesUnread>

/** Query of `GET /me/notices/news`. */
export const NewsQuery = z
  .object({
    since: z.string().max(64).default(''),
    wait: z.coerce.number().int().min(0).max(NOTICE_LIMITS.waitSeconds).default(0),
  })
  .strict()

export const News = z.object({ stamp: z.string() })
export type News = z.infer<typeof News>

/** Which kinds one is told of. Body of `PUT /me/notices/switches`, with only those that change. */
export const NoticeSwitches = z.object(
  Object.fromEntries(NOTICE_KINDS.map((kind) => [kind, z.boolean()])) as Record<NoticeKind, z.ZodBoolean>,
)
export type NoticeSwitches = z.infer<typeof NoticeSwitches>

export const NoticeSwitchesChange = NoticeSwitches.partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change')
export type NoticeSwitchesChange = z.infer<typeof NoticeSwitchesChange>
