import { AdapterError, ConfigurationError, type Storage } from '@huiyin/core'
import type { Change, DueQuery, HostTransaction } from '@huiyin/core/contracts'
import { adapterError, type Database, openDatabase } from './database.js'
import { checkServer } from './durability.js'
import { checkOptions, type PostgresStorageOptions } from './options.js'
import { createQueues } from './queues.js'
import { createReader } from './read.js'
import { createStrays } from './rows.js'
import { migrate } from './schema.js'
import { createTallies } from './tallies.js'
import { createWakeUp } from './wake-up.js'
import { createWriter } from './write.js'

/** Storage on a PostgreSQL server, and what only a server can do. */
export interface PostgresStorage extends Storage {
  /** With `listen`: calls back when any process has added work. Returns a function that unsubscribes. Pass it to `huiyin.run({ wake: storage.onWork })`. */
  readonly onWork: (listener: () => void) => () => void
}

/** Groups in flight at once: while the server writes one, the next is decided and sent. */
const mostWrites = 3

interface Opened {
  readonly db: Database
  readonly writer: ReturnType<typeof createWriter>
  readonly reader: ReturnType<typeof createReader>
  readonly queues: ReturnType<typeof createQueues>
  readonly tallies: ReturnType<typeof createTallies>
  readonly strays: ReturnType<typeof createStrays>
  readonly wakeUp: ReturnType<typeof createWakeUp> | undefined
}

/**
 * Storage on PostgreSQL 14 to 18, shared by any number of processes. A whole group of changes is one round trip and one durable write.
 *
 * @throws ConfigurationError for an unknown or invalid option
 *
 * @example
 * ```ts no-run
 * import { createHuiyin } from '@huiyin/core'
 * import { postgresStorage } from '@huiyin/storage-postgres'
 *
 * const storage = postgresStorage({ connection: 'postgres://huiyin@localhost/city' })
 * const huiyin = createHuiyin({ storage })
 * await huiyin.start()
 * ```
 */
export function postgresStorage(options: PostgresStorageOptions): PostgresStorage {
  const checked = checkOptions(options)
  const { schema, distribute, unsafe, connection } = checked
  if (checked.listen && connection === undefined)
    throw new ConfigurationError(
      {
        zh: 'listen 需要自己的连接：请传入 `connection`。',
        en: 'listen needs a connection of its own: pass `connection`.',
      },
      { path: ['listen'] },
    )
  const distributed = distribute !== undefined
  // One connection stays free for reading.
  const writesAtOnce = Math.max(1, Math.min(mostWrites, checked.poolSize - 1))
  const early = new Set<() => void>()
  let opened: Opened | undefined

  function parts(operation: string): Opened {
    if (opened === undefined)
      throw new AdapterError('postgres', operation, false, 'the storage is not open; call open() first')
    return opened
  }
  // Every call returns a promise, even if it fails before it starts.
  const within = async <Result>(operation: string, work: (parts: Opened) => Promise<Result>): Promise<Result> =>
    work(parts(operation))

  // Concurrent calls of `open` share one opening; otherwise the connections of the second would never be closed and keep the process alive.
  let opening: Promise<void> | undefined
  async function open(): Promise<void> {
    if (opened !== undefined) return
    opening ??= connect().finally(() => {
      opening = undefined
    })
    return opening
  }

  async function connect(): Promise<void> {
    const db = openDatabase(checked)
    try {
      await checkServer(db, unsafe)
      await db.transaction('open', (client) => migrate(client, { schema, durable: !unsafe, distribute }))
      const wakeUp =
        checked.listen && connection !== undefined
          ? createWakeUp(db, connection, `huiyin ${schema.slice(1, -1)}`)
          : undefined
      await wakeUp?.listen()
      wakeUp?.onWork(() => {
        for (const each of early) each()
      })
      const [writer, reader] = [createWriter(db, schema, distributed), createReader(db, schema)]
      const [queues, tallies] = [createQueues(db, schema, distributed), createTallies(db, schema, distributed)]
      opened = { db, writer, reader, queues, tallies, strays: createStrays(db, schema), wakeUp }
    } catch (error) {
      await db.close().catch(() => {})
      throw adapterError('open', error)
    }
  }

  async function commit(changes: readonly Change[], inside?: HostTransaction) {
    const { writer, wakeUp } = parts('commit')
    const outcomes = await writer.commit(changes, inside)
    if (changes.some((each) => each.deliveries.length > 0)) wakeUp?.tell()
    return outcomes
  }

  async function close(): Promise<void> {
    await opening?.catch(() => {})
    const closing = opened
    opened = undefined
    await closing?.wakeUp?.close()
    await closing?.db.close()
  }

  return Object.freeze({
    contract: 'huiyin.storage/1',
    name: 'postgres',
    capabilities: Object.freeze({ durable: !unsafe, shared: true, hostTransaction: true, writesAtOnce }),
    open,
    load: (...given) => within('load', ({ reader }) => reader.load(...given)),
    commit,
    find: (query) => within('find', ({ reader }) => reader.find(query)),
    history: (...given) => within('history', ({ reader }) => reader.history(...given)),
    takeDue: ((query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) =>
      within('takeDue', ({ queues }) => queues.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => within('settle', ({ writer }) => writer.settle(rows)),
    owed: (query) => within('owed', ({ queues }) => queues.owed(query)),
    tally: (query) => within('tally', ({ tallies }) => tallies.tally(query)),
    times: () => within('times', ({ reader }) => reader.times()),
    strays: (query) => within('strays', ({ strays }) => strays(query)),
    close,
    onWork: (listener: () => void) => {
      early.add(listener)
      return () => void early.delete(listener)
    },
  } satisfies PostgresStorage)
}
