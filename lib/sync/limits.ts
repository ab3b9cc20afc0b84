/** Every bound of the sync server. Bytes and milliseconds; overridable as a whole or one by one in `openRooms`. */
export interface SyncLimits {
  frameBytes: number
  httpUpdateBytes: number
  structs: number
  deleteRanges: number
  clockAdvance: number
  writers: number
  inlineBytes: number
  inlineStructs: number
  inlineDeleteRanges: number
  inlineParts: number
  inlineDocBytes: number
  diffLength: number
  stateVectorClients: number
  fragments: number
  framesPerSecond: number
  bytesPerSecond: number
  burstSeconds: number
  inboxBytes: number
  inboxFrames: number
  turnMs: number
  pendingBytes: number
  presenceStopsAtBytes: number
  bufferedBytes: number
  stalledMs: number
  keepaliveMs: number
  sweepMs: number
  restMs: number
  rejudgeMs: number
  rejudgeAnswerMs: number
  handshakeMs: number
  commitEntries: number
  commitBytes: number
  busyUpdatesPerSecond: number
  busyWindowMs: number
  commitTimeoutMs: number
  reloadRetryMs: number
  resyncTries: number
  gapFrames: number
  presenceBytes: number
  presenceFrameBytes: number
  presenceTickMs: number
  connectionsPerAddress: number
  connectionsPerUser: number
  idleBytes: number
  refreshEntries: number
  refreshBytes: number
  shutdownMs: number
}

/** The limits a server runs with unless told otherwise; each with its reason. */
export const SYNC_LIMITS: SyncLimits = {
  /** A pasted book of 30,000 words is 196 KiB; the client sends anything over 512 KiB by HTTP (DESIGN §4). */
  frameBytes: 1024 * 1024,
  /** An honest paste of 510,000 characters, or a long time offline, with room to spare. */
  httpUpdateBytes: 8 * 1024 * 1024,
  /** An offline day of 20,000 keystrokes has 3,936 structs; 50,000 scattered ones apply in 146 ms. */
  structs: 100_000,
  /** A provider sends the whole delete set at every reconnect: about 38 kB in a chapter of 20,000 words. */
  deleteRanges: 200_000,
  /** A pasted book advances the clock by 180,500; no update of 8 MiB holds more characters than this. */
  clockAdvance: 16 * 1024 * 1024,
  /** New client ids in one update: the pages one person had open while offline. */
  writers: 500,
  /**
   * What is larger is read in a thread (DESIGN §4). Bytes cost little, parts do: 10,000 structs are read in about
   * 20 ms, 100,000 delete ranges in about 15. A browser that comes back always sends the whole delete set, 25,000
   * ranges in 83 kB for a chapter of 100,000 edits: nearly all of it known, so it must not go through a thread.
   */
  inlineBytes: 512 * 1024,
  inlineStructs: 10_000,
  inlineDeleteRanges: 100_000,
  /** New structs and deletions that are applied at once, 7 to 17 µs each on a machine at full load; more go in slices. */
  inlineParts: 1_000,
  /** A doc of more bytes is read and encoded in a thread: 128 KiB with a history cost about 30 ms. */
  inlineDocBytes: 128 * 1024,
  /** Who lacks more clock units than this is sent the cached whole instead of a difference. */
  diffLength: 100_000,
  /** One client id per opened page: years of a busy group. */
  stateVectorClients: 100_000,
  /** Browsers send one fragment per message. */
  fragments: 64,
  /** DESIGN §6: an editor at 5 keys a second with presence, and the echo of others' presence, stay far below. */
  framesPerSecond: 100,
  bytesPerSecond: 2 * 1024 * 1024,
  /** What may be saved up while silent: the burst after a reconnect. */
  burstSeconds: 2,
  /** Frames that wait for loading, judging or a look-up; then the socket is paused. */
  inboxBytes: 2 * 1024 * 1024,
  inboxFrames: 256,
  /** Frames are taken for so long before everything else in the process goes on; the loop may be held for 50 ms (P5). */
  turnMs: 10,
  /** Accepted and not yet on disk, per doc; above it nobody's frames are taken until the log answers. */
  pendingBytes: 8 * 1024 * 1024,
  /** SYNC rule 11: cursors are the first thing a slow reader can do without. */
  presenceStopsAtBytes: 256 * 1024,
  bufferedBytes: 4 * 1024 * 1024,
  stalledMs: 15_000,
  /** y-websocket 3.1 drops a connection that received nothing for 30 s. */
  keepaliveMs: 20_000,
  sweepMs: 1_000,
  /** A doc in which nobody wrote for so long is kept as bytes; the next key makes it anew (30 ms at 128 KiB). */
  restMs: 60_000,
  /** SYNC rule 12: rights are judged again at least each minute, event or not. */
  rejudgeMs: 60_000,
  /** A right that was taken away is gone within 5 s (P6), so a judge who says nothing for 3 s closes. */
  rejudgeAnswerMs: 3_000,
  /** Longest time between the judgement in a handshake and its connection. */
  handshakeMs: 60_000,
  /** `Y.mergeUpdates` is quadratic over many updates. */
  commitEntries: 100,
  commitBytes: 8 * 1024 * 1024,
  /** Below this rate a window only adds latency; above it, it saves most of the commits and frames. */
  busyUpdatesPerSecond: 100,
  busyWindowMs: 3,
  /** A FULL commit takes 0.3 ms; a store that is silent this long counts as failed. */
  commitTimeoutMs: 10_000,
  reloadRetryMs: 500,
  /** SYNC rule 8. */
  resyncTries: 3,
  /** Two seconds of frames at full pace: what can be under way when a gap is noticed. */
  gapFrames: 200,
  /** A cursor is about 150 bytes of JSON. */
  presenceBytes: 2 * 1024,
  /** A stock provider echoes what it heard: 50 people. */
  presenceFrameBytes: 256 * 1024,
  /** At most 20 presence frames a second per doc and receiver. */
  presenceTickMs: 50,
  /** 300 readers behind one address of a school or an office must fit. */
  connectionsPerAddress: 1_000,
  connectionsPerUser: 500,
  /** Encoded bytes of docs nobody is in; the heap of one that does not rest yet is about 19 times as much. */
  idleBytes: 4 * 1024 * 1024,
  /** After so much the updates since the cached encoding are merged, and it is made anew: a join stays cheap. */
  refreshEntries: 200,
  refreshBytes: 64 * 1024,
  /** SYNC rule 17: gone in 5 s even when the store is away. */
  shutdownMs: 4_000,
}

/** The variable that overrides a limit: `SYNC_FRAME_BYTES` for `frameBytes`. */
export function limitVariable(limit: keyof SyncLimits): string {
  return `SYNC_${limit.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}

/**
 * The limits of a server whose settings override some of them.
 * @param settings numbers by the name of their variable (`Env.syncSettings`)
 * @throws {Error} with a sentence that names a variable that no limit has: a slip there would go unnoticed
 */
export function limitsFrom(settings: Readonly<Record<string, number>>): SyncLimits {
  const limits = { ...SYNC_LIMITS }
  const byVariable = new Map(
    (Object.keys(SYNC_LIMITS) as (keyof SyncLimits)[]).map((limit) => [limitVariable(limit), limit]),
  )
  for (const [variable, value] of Object.entries(settings)) {
    const limit = byVariable.get(variable)
    if (!limit) throw new Error(`The setting ${variable} is not usable: there is no limit of that name`)
    limits[limit] = value
  }
  return limits
}
