import { AdapterError, type Storage } from '@huiyin/core'
import type { DueQuery } from '@huiyin/core/contracts'
import type { Database, Queryable } from './database.js'
import { createLedger } from './ledger.js'
import type { SchemaLayout } from './options.js'
import { createPauses } from './pauses.js'
import { createQueues } from './queues.js'
import { createReader } from './read.js'
import { createStrays } from './rows.js'
import { createTallies } from './tallies.js'

/** A connection as a database: one statement after the other, all inside the transaction it is in. */
function inside(client: Queryable): Database {
  let last: Promise<unknown> = Promise.resolve()
  return {
    query: <Row>(_operation: string, text: string, values?: readonly unknown[]) => {
      const next = last.then(async () => (await client.query<Row>(text, values)).rows)
      last = next.catch(() => {})
      return next
    },
    transaction: (_operation, work) => work(client),
    close: async () => {},
  }
}

const readOnly = async (): Promise<never> => {
  throw new AdapterError({
    adapter: 'postgres',
    operation: 'commit',
    message: 'a record that is being moved is only read',
  })
}

/** A record as it is after its rows were moved, seen from within the transaction that moves them: it can be read and verified, and nothing of it is in force. */
export function movedRecord(client: Queryable, layout: SchemaLayout): Storage {
  const db = inside(client)
  const reader = createReader(db, layout, false)
  const pauses = createPauses(db, layout)
  const { owed } = createQueues(db, layout, pauses)
  return Object.freeze({
    contract: 'huiyin.storage/2',
    name: 'postgres',
    capabilities: Object.freeze({ durable: false, shared: false, hostTransaction: false, writesAtOnce: 1 }),
    open: async () => {},
    load: reader.load,
    find: reader.find,
    counts: reader.counts,
    unindexed: reader.unindexed,
    pauses: pauses.pauses,
    texts: reader.texts,
    history: reader.history,
    times: reader.times,
    owed,
    sent: createLedger(db, layout.schema).find,
    tally: createTallies(db, layout).tally,
    strays: createStrays(db, layout.schema),
    commit: readOnly,
    settle: readOnly,
    takeDue: (async (_query: DueQuery) => readOnly()) as unknown as Storage['takeDue'],
    close: async () => {},
  } satisfies Storage)
}
