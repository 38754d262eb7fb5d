import { AdapterError, ConfigurationError, type Storage } from '@huiyin/core'
import type { Change, DueQuery, HostTransaction } from '@huiyin/core/contracts'
import { adapterError, type Database, openDatabase } from './database.js'
import { checkNodes, checkServer } from './durability.js'
import { createLedger, type Ledger } from './ledger.js'
import { checkOptions, type PostgresStorageOptions } from './options.js'
import { createPauses, type Pauses } from './pauses.js'
import { createPlacement } from './placement.js'
import { createQueues } from './queues.js'
import { createReader } from './read.js'
import { createStrays } from './rows.js'
import { isCurrent, lookAtSchema, migrate, type SchemaState } from './schema.js'
import { createSettler } from './settle.js'
import { createTallies } from './tallies.js'
import { createWakeUp } from './wake-up.js'
import { createWriter } from './write.js'

/** Storage on a PostgreSQL server, and what only a server can do. */
export interface PostgresStorage extends Storage {
  /** With `listen`: calls back when any process has added work. Returns a function that unsubscribes. Pass it to `huiyin.run({ wake: storage.onWork })`. */
  readonly onWork: (listener: () => void) => () => void
  /**
   * Makes the tables and functions, or brings older ones up to date, and closes its connections; nothing else needs the rights of an owner. Tells how the
   * schema stood before. `open` does it only for a schema that has no tables yet, and refuses one that is behind. `check` is called with the record after its
   * rows were moved, inside the same transaction: it can be verified there, and what `check` throws leaves the schema as it was. Where nothing is moved it is
   * not called.
   */
  readonly migrate: (check?: (moved: Storage) => Promise<void>) => Promise<SchemaState>
}

/** Groups in flight at once: while the server writes one, the next is decided and sent. */
const mostWrites = 3

interface Opened {
  readonly db: Database
  readonly writer: ReturnType<typeof createWriter>
  readonly settle: ReturnType<typeof createSettler>
  readonly reader: ReturnType<typeof createReader>
  readonly queues: ReturnType<typeof createQueues>
  readonly pauses: Pauses
  readonly ledger: Ledger
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
  const { schema, unsafe, connection } = checked
  if (checked.listen && connection === undefined)
    throw new ConfigurationError(
      {
        zh: 'listen 需要自己的连接：请传入 `connection`。',
        en: 'listen needs a connection of its own: pass `connection`.',
      },
      { path: ['listen'] },
    )
  // One connection stays free for reading.
  const writesAtOnce = Math.max(1, Math.min(mostWrites, checked.poolSize - 1))
  const early = new Set<() => void>()
  let opened: Opened | undefined

  function parts(operation: string): Opened {
    if (opened === undefined)
      throw new AdapterError({ adapter: 'postgres', operation, message: 'the storage is not open; call open() first' })
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

  const lookWith = (db: Database) =>
    lookAtSchema(async <Row>(text: string, values?: readonly unknown[]) => {
      const rows = await db.query<Row>('open', text, values)
      return { rows, rowCount: rows.length }
    }, schema)
  const migrateWith = (db: Database, check?: (moved: Storage) => Promise<void>) =>
    db.transaction('open', (client) => migrate(client, schema, { distribute: checked.distribute === 'citus', check }))

  function assertFit({ distributed }: SchemaState): void {
    if (checked.distribute === undefined || distributed) return
    const why = {
      zh: `schema ${schema} 位于单台服务器上，不能再分布；请另取名称新建，或去掉 distribute。`,
      en: `The schema ${schema} lies on one server and cannot be distributed; name a new one, or leave out distribute.`,
    }
    throw new ConfigurationError(why, { path: ['distribute'] })
  }

  // Writes nothing when nothing is to be done, so that a process needs no more rights than it needs to work.
  async function fitSchema(db: Database): Promise<SchemaState> {
    const refuse = (why: string) => new AdapterError({ adapter: 'postgres', operation: 'open', message: why })
    let state = await lookWith(db)
    if (state.unfit !== undefined) throw refuse(state.unfit)
    if (state.steps === 0) {
      if (!checked.create) throw refuse(`the schema ${schema} has no tables; run \`huiyin migrate\``)
      await migrateWith(db)
      state = await lookWith(db)
    }
    const { steps, current } = state
    if (!isCurrent(state)) {
      const behind = steps < current ? `is ${current - steps} steps behind` : 'has the functions of another version'
      throw refuse(`the schema ${schema} ${behind}; back up, then run \`huiyin migrate\` or storage.migrate()`)
    }
    assertFit(state)
    return state
  }

  /** Work on connections of its own, which end with it. */
  async function apart<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
    const db = openDatabase(checked)
    try {
      return await work(db)
    } catch (error) {
      throw adapterError('open', error)
    } finally {
      await db.close().catch(() => {})
    }
  }

  const migrateSchema = (check?: (moved: Storage) => Promise<void>) =>
    apart(async (db) => {
      await checkServer(db, unsafe)
      const before = await migrateWith(db, check)
      assertFit(await lookWith(db))
      return before
    })

  async function connect(): Promise<void> {
    const db = openDatabase(checked)
    try {
      await checkServer(db, unsafe)
      const { distributed } = await fitSchema(db)
      if (distributed && !unsafe) await checkNodes(db)
      const wakeUp =
        checked.listen && connection !== undefined
          ? createWakeUp(db, connection, `huiyin ${schema.slice(1, -1)}`)
          : undefined
      await wakeUp?.listen()
      wakeUp?.onWork(() => {
        for (const each of early) each()
      })
      const layout = { schema, distributed }
      const placement = createPlacement(db, layout)
      await placement.look()
      const pauses = createPauses(db, layout)
      const ledger = createLedger(db, schema)
      const writer = createWriter(db, layout, !unsafe, placement)
      const settle = createSettler(db, layout, placement, pauses, ledger)
      const reader = createReader(db, layout, !unsafe)
      const [queues, tallies] = [createQueues(db, layout, pauses), createTallies(db, layout)]
      opened = { db, writer, settle, reader, queues, pauses, ledger, tallies, strays: createStrays(db, schema), wakeUp }
    } catch (error) {
      await db.close().catch(() => {})
      throw adapterError('open', error)
    }
  }

  async function commit(changes: readonly Change[], inside?: HostTransaction) {
    const { writer, reader, wakeUp } = parts('commit')
    const outcomes = await writer.commit(changes, inside)
    for (const [place, outcome] of outcomes.entries())
      if (outcome.kind === 'duplicate') await reader.confirmed(changes[place] as Change, outcome.answer.key, inside?.tx)
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
    contract: 'huiyin.storage/2',
    name: 'postgres',
    capabilities: Object.freeze({ durable: !unsafe, shared: true, hostTransaction: true, writesAtOnce, search: true }),
    open,
    load: (...given) => within('load', ({ reader }) => reader.load(...given)),
    commit,
    find: (query) => within('find', ({ reader }) => reader.find(query)),
    counts: (query) => within('counts', ({ reader }) => reader.counts(query)),
    unindexed: (limit) => within('unindexed', ({ reader }) => reader.unindexed(limit)),
    texts: (...given) => within('texts', ({ reader }) => reader.texts(...given)),
    unsearched: (limit) => within('unsearched', ({ reader }) => reader.unsearched(limit)),
    history: (...given) => within('history', ({ reader }) => reader.history(...given)),
    takeDue: ((query: DueQuery & { readonly what: 'deadlines' | 'deliveries' }) =>
      within('takeDue', ({ queues }) => queues.takeDue(query))) as unknown as Storage['takeDue'],
    settle: (rows) => within('settle', ({ settle }) => settle(rows)),
    pauses: () => within('pauses', ({ pauses }) => pauses.pauses()),
    owed: (query) => within('owed', ({ queues }) => queues.owed(query)),
    sent: (query) => within('sent', ({ ledger }) => ledger.find(query)),
    tally: (query) => within('tally', ({ tallies }) => tallies.tally(query)),
    times: () => within('times', ({ reader }) => reader.times()),
    strays: (query) => within('strays', ({ strays }) => strays(query)),
    close,
    migrate: migrateSchema,
    onWork: (listener: () => void) => {
      early.add(listener)
      return () => void early.delete(listener)
    },
  } satisfies PostgresStorage)
}
