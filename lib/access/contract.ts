import type {
  BetaRelease,
  BetaVisibility,
  ManuscriptRole,
  WorkshopRole,
} from '@/lib/db/generated/sqlite/enums'

export type { ManuscriptRole, WorkshopRole }

/** Who asks: a person, and the login session or access token he asks with. */
export interface Viewer {
  userId: string
  name: string
  email: string
  colour: string
  isAdmin: boolean
  /** What carries the request; ending it ends his connections. */
  login: { kind: 'session' | 'token'; id: string; expiresAt: Date | null }
}

/** What may be done to a manuscript, and to every chapter, doc and thread in it. */
export type ManuscriptVerb = 'read' | 'comment' | 'edit' | 'decide' | 'administer'

/** What may be done to a workshop. */
export type WorkshopVerb = 'see' | 'write' | 'host' | 'own'

/** A verb includes the ones it stands on. */
export const MANUSCRIPT_VERBS: Record<ManuscriptRole, readonly ManuscriptVerb[]> = {
  author: ['read', 'comment', 'edit', 'decide', 'administer'],
  coauthor: ['read', 'comment', 'edit', 'decide'],
  critic: ['read', 'comment'],
  reader: ['read'],
}

export const WORKSHOP_VERBS: Record<WorkshopRole, readonly WorkshopVerb[]> = {
  owner: ['see', 'write', 'host', 'own'],
  moderator: ['see', 'write', 'host'],
  member: ['see', 'write'],
}

interface Implied {
  read: 'read'
  comment: 'read' | 'comment'
  edit: 'read' | 'comment' | 'edit'
  decide: 'read' | 'comment' | 'edit' | 'decide'
  administer: 'read' | 'comment' | 'edit' | 'decide' | 'administer'
  see: 'see'
  write: 'see' | 'write'
  host: 'see' | 'write' | 'host'
  own: 'see' | 'write' | 'host' | 'own'
}

declare const made: unique symbol

interface Brand<V extends keyof Implied> {
  /** Exists in types only: no value but one made by `lib/access` has it. */
  readonly [made]: { readonly [verb in Implied[V]]: true }
}

/** The proven right to do `V` to a manuscript. A grant for a stronger verb serves for a weaker one. */
export interface Grant<V extends ManuscriptVerb> extends Brand<V> {
  readonly viewer: Viewer
  readonly manuscriptId: string
  readonly workshopId: string
  readonly role: ManuscriptRole
  readonly language: string
}

/** The proven right to do `V` to a chapter. */
export interface ChapterGrant<V extends ManuscriptVerb> extends Grant<V> {
  readonly chapterId: string
  readonly docId: string
}

/** The proven right to do `V` to a thread. */
export interface ThreadGrant<V extends ManuscriptVerb> extends ChapterGrant<V> {
  readonly threadId: string
}

/** The proven right to decide about a beta session: that of who decides about its manuscript. */
export interface BetaSessionGrant extends Grant<'decide'> {
  readonly sessionId: string
}

/**
 * What a reader of a beta session may do there: look (at the letter, at his own data, also before it opens and after
 * it closes), or read and say something while it is open.
 */
export type ReaderVerb = 'look' | 'read'

declare const reads: unique symbol

/** The proven right of a reader in one beta session, and nowhere else. */
export interface ReaderGrant<V extends ReaderVerb> {
  /** Exists in types only: no value but one made by `lib/access` has it. */
  readonly [reads]: { readonly [verb in V extends 'read' ? 'look' | 'read' : 'look']: true }
  readonly sessionId: string
  readonly manuscriptId: string
  readonly workshopId: string
  readonly readerId: string
  readonly name: string
  /** His account, when he has one. */
  readonly userId: string | null
  /** What decides about much that he does, as it stood when the right was proven. */
  readonly reader: {
    readonly handedInAt: Date | null
    readonly lastSeenAt: Date
    readonly recordsProgress: boolean
    readonly sharesTime: boolean
    /** A reminder stands in his room. */
    readonly isReminded: boolean
  }
  readonly session: {
    readonly isSequential: boolean
    readonly asksPredictions: boolean
    readonly visibility: BetaVisibility
    readonly release: BetaRelease
  }
}

/** The proven right to do `V` to a workshop. */
export interface WorkshopGrant<V extends WorkshopVerb> extends Brand<V> {
  readonly viewer: Viewer
  readonly workshopId: string
  readonly role: WorkshopRole
}
