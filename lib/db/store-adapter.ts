import { Worker } from 'node:worker_threads'
import {
  DriverAdapterError,
  type IsolationLevel,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type { LogAppend, LogPositions, StoreAnswer, StoreRequest, StoreSetup } from './store-messages'

const NAME = { provider: 'sqlite', adapterName: 'scriptorium-store-thread' } as const

type Asked = StoreRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never

/** The near end of the store thread: questions go out numbered, answers come back in any order. */
class StoreThread {
  #worker: Worker
  #last = 0
  #open = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  #ended: Error | null = null
  #isClosing = false

  private constructor(
    worker: Worker,
    private readonly died: (error: Error) => void,
  ) {
    this.#worker = worker
    worker.on('message', (answer: StoreAnswer) => this.#take(answer))
    worker.on('error', (error) => this.#end(error))
    worker.on('exit', (code) => this.#end(new Error(`The store thread ended with code ${code}`)))
  }

  /** Starts the thread. @throws {Error} when the file cannot be opened or a pragma does not hold */
  static async start(setup: StoreSetup, died: (error: Error) => void): Promise<StoreThread> {
    const worker = new Worker(new URL('./store-thread.mjs', import.meta.url), { workerData: setup })
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('error', reject)
    })
    worker.unref()
    return new StoreThread(worker, died)
  }

  ask<T extends SqlResultSet | LogPositions | number | null>(request: Asked): Promise<T> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = ++this.#last
    if (request.do === 'close') this.#isClosing = true
    return new Promise<T>((resolve, reject) => {
      if (this.#open.size === 0) this.#worker.ref()
      this.#open.set(id, { resolve, reject })
      this.#worker.postMessage({ ...request, id })
    })
  }

  #take(answer: StoreAnswer): void {
    const asker = this.#open.get(answer.id)
    this.#open.delete(answer.id)
    if (this.#open.size === 0) this.#worker.unref()
    if (!asker) return
    if (answer.ok) asker.resolve(answer.value as never)
    else if ('driver' in answer) asker.reject(new DriverAdapterError(answer.driver))
    else asker.reject(new Error(answer.message))
  }

  #end(error: Error): void {
    if (!this.#ended && !this.#isClosing) this.died(error)
    this.#ended ??= error
    for (const { reject } of this.#open.values()) reject(this.#ended)
    this.#open.clear()
  }
}

function queryable(store: StoreThread, transaction?: number): SqlQueryable {
  return {
    ...NAME,
    queryRaw: (query: SqlQuery) => store.ask<SqlResultSet>({ do: 'query', query, transaction }),
    executeRaw: (query: SqlQuery) => store.ask<number>({ do: 'execute', query, transaction }),
  }
}

async function startTransaction(store: StoreThread, isolation?: IsolationLevel): Promise<Transaction> {
  if (isolation && isolation !== 'SERIALIZABLE')
    throw new DriverAdapterError({ kind: 'InvalidIsolationLevel', level: isolation })
  const transaction = await store.ask<number>({ do: 'begin' })
  const finish = async () => {
    await store.ask({ do: 'end', transaction })
  }
  return {
    ...queryable(store, transaction),
    options: { usePhantomQuery: false },
    commit: finish,
    rollback: finish,
  }
}

function adapterOf(store: StoreThread): SqlDriverAdapter {
  return {
    ...queryable(store),
    executeScript: async (script) => {
      await store.ask({ do: 'script', script })
    },
    startTransaction: (isolation) => startTransaction(store, isolation),
    dispose: async () => {
      await store.ask({ do: 'close' })
    },
  }
}

/** The adapter, and the one question to the store thread that does not go through Prisma. */
export interface StoreAdapterFactory extends SqlDriverAdapterFactory {
  /**
   * Appends to the update log in one transaction, in line with everything else that is written.
   * @throws {Error} before `connect`; when nothing was written; or when nobody knows
   */
  append(append: LogAppend): Promise<LogPositions>
}

/**
 * A Prisma driver adapter whose database lives in the store thread.
 * @param setup the SQLite file, made when it is not there (its folder must be)
 * @param died told once when the thread ends without being asked to: from then on every question is refused
 */
export function storeAdapter(
  setup: StoreSetup,
  died: (error: Error) => void = () => undefined,
): StoreAdapterFactory {
  let store: StoreThread | null = null
  return {
    ...NAME,
    async connect() {
      store = await StoreThread.start(setup, died)
      return adapterOf(store)
    },
    append: (append) =>
      store
        ? store.ask<LogPositions>({ do: 'append', append })
        : Promise.reject(new Error('The store is not connected')),
  }
}
