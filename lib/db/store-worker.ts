/**
 * The one thread that owns the SQLite file.
 *
 * Prisma's own adapter locks only transactions: a plain statement of another request would fall into an open
 * transaction and be rolled back with it, and a deferred BEGIN loses every read-then-write race. So all writing
 * goes over one connection behind a first-come lock with BEGIN IMMEDIATE, and reading outside transactions over
 * a second connection, which in WAL mode never waits for the writer. Appends to the update log wait in the same line;
 * their prepared statements have a connection of their own, so that it can be given up after an error.
 */
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlQuery } from '@prisma/driver-adapter-utils'
import { passFailPoints } from './fail-points'
import { writingPragmas, readingPragmas, assertPragmas, withWritingPragmas } from './pragmas'
import { openAppends } from './store-appends'
import type { StoreAnswer, StoreRequest, StoreSetup } from './store-messages'

const port = parentPort
if (!port) throw new Error('The store thread was started outside a worker')
const { file, failPoints = [] } = workerData as StoreSetup

const factory = new PrismaBetterSqlite3({ url: `file:${file}` })
const writer = await factory.connect()
await writer.executeScript(writingPragmas)
const reader = await factory.connect()
await reader.executeScript(readingPragmas)
await assertPragmas(writer)
const pass = passFailPoints(failPoints)
const appends = openAppends(() => withWritingPragmas(new Sqlite(file)), pass)

/** Whoever holds the writing connection: the statements of others wait in order. */
let held = false
const waiting: (() => void)[] = []

async function acquire(): Promise<void> {
  if (!held) {
    held = true
    return
  }
  await new Promise<void>((proceed) => waiting.push(proceed))
}

function release(): void {
  const next = waiting.shift()
  if (next) next()
  else held = false
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  await acquire()
  try {
    return await work()
  } finally {
    release()
  }
}

let openTransaction: number | null = null
/** True from the statement that ends the open transaction until `end`: what comes between would run on its own. */
let hasEnded = false
/** True when the open transaction holds an append to the update log, which has a companion: it fails where tests say. */
let holdsAppend = false
let lastTransaction = 0

async function begin(): Promise<number> {
  await acquire()
  try {
    await writer.executeScript('BEGIN IMMEDIATE')
  } catch (error) {
    release()
    throw error
  }
  hasEnded = false
  holdsAppend = false
  openTransaction = ++lastTransaction
  return openTransaction
}

function inTransaction(transaction: number): SqlDriverAdapter {
  if (transaction !== openTransaction || hasEnded) throw new Error(`Transaction ${transaction} is not open`)
  return writer
}

/** Prisma sends COMMIT or ROLLBACK as a statement and then says it is done; whatever is left open is undone. */
async function end(transaction: number): Promise<void> {
  if (transaction !== openTransaction) throw new Error(`Transaction ${transaction} is not open`)
  openTransaction = null
  try {
    await writer.executeScript('ROLLBACK')
  } catch (error) {
    if (!/no transaction is active/.test(String((error as Error).cause ?? error) + JSON.stringify(error)))
      throw error
  } finally {
    release()
  }
}

const READS = /^\s*SELECT\b/i
const APPENDS = /^\s*INSERT INTO "DocUpdate"/

function query(sql: SqlQuery, transaction?: number) {
  if (transaction !== undefined) {
    holdsAppend ||= APPENDS.test(sql.sql)
    return inTransaction(transaction).queryRaw(sql)
  }
  return READS.test(sql.sql) ? reader.queryRaw(sql) : alone(() => writer.queryRaw(sql))
}

const ENDS = /^\s*(COMMIT|ROLLBACK)\s*$/i
const COMMITS = /^\s*COMMIT\s*$/i

/** A late statement of a transaction that timed out is refused, or it would stay though the rest was rolled back. */
async function execute(sql: SqlQuery, transaction?: number) {
  if (transaction === undefined) return alone(() => writer.executeRaw(sql))
  const connection = inTransaction(transaction)
  hasEnded = ENDS.test(sql.sql)
  const commits = holdsAppend && COMMITS.test(sql.sql)
  if (commits) pass('commit')
  const changed = await connection.executeRaw(sql)
  if (commits) pass('committed')
  return changed
}

async function close(): Promise<null> {
  await acquire()
  await reader.dispose()
  appends.close()
  await writer.executeScript('PRAGMA wal_checkpoint(TRUNCATE)')
  await writer.dispose()
  return null
}

async function perform(request: StoreRequest) {
  switch (request.do) {
    case 'query':
      return query(request.query, request.transaction)
    case 'execute':
      return execute(request.query, request.transaction)
    case 'script':
      return alone(() => writer.executeScript(request.script)).then(() => null)
    case 'begin':
      return begin()
    case 'end':
      return end(request.transaction).then(() => null)
    case 'append':
      return alone(() => Promise.resolve(appends.append(request.append)))
    case 'close':
      return close()
  }
}

async function answer(request: StoreRequest): Promise<StoreAnswer> {
  const { id } = request
  try {
    return { id, ok: true, value: await perform(request) }
  } catch (error) {
    const { name, message, cause } = error as Error
    if (name === 'DriverAdapterError') return { id, ok: false, driver: cause as never }
    return { id, ok: false, message }
  }
}

port.on('message', (request: StoreRequest) => {
  void answer(request).then((reply) => {
    port.postMessage(reply)
    if (request.do === 'close') port.close()
  })
})
port.postMessage('ready')
