import type { Clock } from '@/lib/clock'
import { CLOSE_CODE } from '@/lib/errors'
import type { ErrorCode } from '@/lib/errors'
import type { Connection } from './connection'
import { SYNC_CLOSE } from './contract'
import type { Admission, ConnectionMatch } from './contract'
import type { Counters } from './counters'
import type { SyncLimits } from './limits'

/** What judging is given. */
export interface JudgingWorld {
  clock: Clock
  limits: SyncLimits
  counters: Counters
  /** The admission as it counts here: an older schema and a doc in quarantine may only read. */
  asHere(admission: Admission): Admission
  /** Told when a connection may see others in presence than before, or was told nothing for a while. */
  seesAnew(connection: Connection): void
}

/**
 * Judges open connections again: when a right may have changed, when a login ends, and as a routine. A connection is held
 * while it is judged for a reason, so that nothing it sends meanwhile is taken.
 */
export class Judging {
  #rejudged: { at: number; match: ConnectionMatch }[] = []

  constructor(private readonly world: JudgingWorld) {}

  /** Suspends the matching connections at once, judges each, and resumes or closes it. Never rejects. */
  async again(match: ConnectionMatch, connections: Iterable<Connection>): Promise<void> {
    const matching = [...connections].filter(({ admission }) => fits(admission, match))
    const now = this.world.clock.now()
    this.#rejudged = this.#rejudged.filter(({ at }) => now - at < this.world.limits.handshakeMs)
    this.#rejudged.push({ at: now, match })
    await Promise.all(matching.map((connection) => this.#suspend(connection)))
  }

  /** Judges a new connection once more if rights that it rests on changed while it was being admitted. */
  arrived(connection: Connection): void {
    if (this.#mayBeStale(connection.admission)) void this.#suspend(connection)
  }

  /** The routine for one connection: judges it when its time has come. */
  sweep(connection: Connection, now: number): void {
    const { expiresAt } = connection.admission
    const isOver = expiresAt !== undefined && now >= expiresAt
    const isDue = isOver || now - connection.judgedAt >= this.world.limits.rejudgeMs
    if (!isDue || connection.judgements > 0 || connection.isClosed) return
    connection.judgements++
    if (isOver) connection.hold('judging')
    void this.#judge(connection)
  }

  /** True when rights that this admission rests on were judged again after it was. */
  #mayBeStale(admission: Admission): boolean {
    const { judgedAt } = admission
    if (judgedAt === undefined) return false
    return this.#rejudged.some(({ at, match }) => at >= judgedAt && fits(admission, match))
  }

  #suspend(connection: Connection): Promise<void> {
    connection.judgements++
    connection.hold('judging')
    return this.#judge(connection)
  }

  async #judge(connection: Connection): Promise<void> {
    const { clock, limits, counters, asHere, seesAnew } = this.world
    const verdict = await this.#verdictOn(connection)
    connection.judgements--
    if (connection.isClosed) return
    const { admission } = connection
    if (verdict === null) {
      // In the routine nothing says that a right is gone, and a store that is away for a moment must not send all
      // writers home; but nobody stays unjudged for two rounds.
      const isPatient = !connection.isHeld && clock.now() - connection.judgedAt < 2 * limits.rejudgeMs
      return isPatient ? undefined : connection.close(SYNC_CLOSE.tryAgain, 'not judged')
    }
    if ('gone' in verdict) {
      counters.count('revoked', { userId: admission.userId, docId: admission.docId })
      return connection.close(CLOSE_CODE[verdict.gone], verdict.gone)
    }
    const judged = asHere(verdict)
    if (judged.canEdit !== admission.canEdit) {
      return connection.close(SYNC_CLOSE.judgeAgain, 'rights changed')
    }
    connection.judgedAt = clock.now()
    const seesOthers = judged.seesOnlyWriters !== admission.seesOnlyWriters
    connection.admission = judged
    if (connection.judgements === 0) connection.release('judging')
    if (seesOthers || connection.missedPresence) seesAnew(connection)
  }

  /** Null when the judge did not answer in time: then nobody knows, and the connection may not stay. */
  #verdictOn(connection: Connection): Promise<Admission | { gone: ErrorCode } | null> {
    const { clock, limits, counters } = this.world
    return new Promise((resolve) => {
      const cancel = clock.after(limits.rejudgeAnswerMs, () => resolve(null))
      const failed = (error: unknown) => {
        counters.count('rejudge_failed', { error: String(error) })
        resolve(null)
      }
      connection.admission.rejudge().then(resolve, failed).finally(cancel)
    })
  }
}

function fits(admission: Admission, match: ConnectionMatch): boolean {
  const { userId, manuscriptId, connectionKey, docId, all } = match
  if (all) return true
  if (userId ?? manuscriptId ?? connectionKey ?? docId) {
    return (
      (userId === undefined || userId === admission.userId) &&
      (manuscriptId === undefined || manuscriptId === admission.manuscriptId) &&
      (connectionKey === undefined || connectionKey === admission.connectionKey) &&
      (docId === undefined || docId === admission.docId)
    )
  }
  return false
}
