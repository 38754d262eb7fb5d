import { AdapterError, type Storage } from '@huiyin/core'
import { checksumOf } from './checksum.js'
import type { Queryable } from './database.js'
import { delegationOf, distributionOf, newGroup, onEachNode, referenceOf } from './distribution.js'
import { functionsOf } from './functions.js'
import { movedRecord } from './moved-record.js'
import type { SchemaLayout } from './options.js'
import { firstSpread, steps, textOf } from './schema-steps.js'

// Tables that tell whose schema it is.
const own = ['records', 'events', 'event_rows'] as const

/** The statements that spread the tables of a step. Those of a new schema lie in a group of their own. */
export const spreading = (schema: string, position: number, fresh: boolean): readonly string[] => {
  const names = steps[position]?.tables?.names ?? []
  const first = position + 1 === firstSpread
  if (fresh && position + 1 < firstSpread) return []
  return fresh && first ? newGroup(schema, names) : names.map((name) => distributionOf(schema, name, 'records'))
}

/** The statements that bring an empty schema up to date, in order; for a schema of several nodes with those that spread it over them. */
export function schemaStatements({ schema, distributed }: SchemaLayout): readonly string[] {
  const functions = Object.values(functionsOf({ schema, distributed }))
  return [
    ...steps.flatMap(({ tables, rest }, position) => [
      ...(tables === undefined ? [] : [tables.text(schema)]),
      ...(distributed ? spreading(schema, position, true) : []),
      ...(rest === undefined ? [] : [rest(schema)]),
    ]),
    ...functions.map((each) => each.create),
    ...(distributed ? functions.map((each) => delegationOf(schema, each)) : []),
    ...(distributed ? onEachNode.map((table) => referenceOf(schema, table)) : []),
  ]
}

/** How a schema stands, as it was found. */
export interface SchemaState {
  /** Steps that were run; 0 for a schema that has none of our tables. */
  readonly steps: number
  /** Steps that this version knows. */
  readonly current: number
  /** Whether the functions of this version are there. */
  readonly functions: boolean
  /** Whether the tables lie on several nodes, by bucket. */
  readonly distributed: boolean
  /** Why this version cannot work on it, however much it is migrated. Absent: it can. */
  readonly unfit?: string
}

type Query = Queryable['query']

async function unfitness(query: Query, schema: string): Promise<{ readonly steps: number; readonly unfit?: string }> {
  const { rows } = await query<{ number: number; checksum: string }>(
    `SELECT number, checksum FROM ${schema}.migrations ORDER BY number`,
  )
  for (const { number, checksum } of rows) {
    const step = steps[number - 1]
    if (step !== undefined && checksumOf(textOf(step, schema)) === checksum) continue
    const why =
      step === undefined ? 'was made by a newer version of this package' : 'differs from the one of this package'
    const unfit = `step ${number} of the database's schema ${why}; use the version that made it, or migrate a copy`
    return { steps: rows.length, unfit }
  }
  return { steps: rows.length }
}

/** Looks how a schema stands, and writes nothing. The name is quoted already. */
export async function lookAtSchema(query: Query, schema: string): Promise<SchemaState> {
  const name = schema.slice(1, -1)
  const { rows } = await query<{ name: string; citus: boolean }>(
    `SELECT c.relname AS name, to_regclass('pg_dist_partition') IS NOT NULL AS citus
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p')`,
    [name],
  )
  const present = new Set(rows.map((row) => row.name))
  const current = steps.length
  if (!present.has('migrations'))
    return {
      ...{ steps: 0, current, functions: false, distributed: false },
      ...(own.some((table) => present.has(table)) && {
        unfit: `the schema ${schema} has tables of another program; name another schema`,
      }),
    }
  const state = await unfitness(query, schema)
  const placed =
    rows[0]?.citus === true && present.has('records')
      ? await query('SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)', [`${schema}.records`])
      : { rows: [] }
  const distributed = placed.rows.length > 0
  const functions = Object.values(functionsOf({ schema, distributed })).map((each) => each.plainName)
  const made = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
       WHERE n.nspname = $1 AND p.proname = ANY ($2)`,
    [name, functions],
  )
  return { ...state, current, functions: made.rows[0]?.count === functions.length, distributed }
}

/** Whether nothing is left to do on a schema. */
export const isCurrent = ({ steps, current, functions }: SchemaState): boolean => steps === current && functions

/** How a schema is migrated. */
export interface Migrating {
  /** Whether a new schema is spread over nodes. */
  readonly distribute: boolean
  /** Called with the record after rows of an older schema were moved, before any of it is in force: what it throws takes everything back. */
  readonly check?: ((moved: Storage) => Promise<void>) | undefined
}

/** The statements of a text, one by one: a cluster hands some on to its nodes as the text they came in, and a node takes one at a time. */
export const statementsIn = (text: string): readonly string[] =>
  text.split(/;\s*(?:\n|$)/).filter((statement) => statement.trim() !== '')

async function runEach(client: Queryable, text: string): Promise<void> {
  for (const statement of statementsIn(text)) await client.query(statement)
}

/**
 * Brings a schema up to date inside the transaction given, one process at a time, and tells how it stood before. A new one is spread over the nodes when
 * that is asked for. Needs the rights of an owner, which nothing else here needs.
 */
export async function migrate(
  client: Queryable,
  schema: string,
  { distribute, check }: Migrating,
): Promise<SchemaState> {
  await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`huiyin migrate ${schema}`])
  const before = await lookAtSchema(client.query, schema)
  if (before.unfit !== undefined)
    throw new AdapterError({ adapter: 'postgres', operation: 'open', message: before.unfit })
  if (isCurrent(before)) return before
  const fresh = before.steps === 0
  const distributed = fresh ? distribute : before.distributed
  // A cluster makes a function or a table on every node by the connection that has the transaction there; rows it reads and moves by several unless told so.
  if (distributed) await client.query("SET LOCAL citus.multi_shard_modify_mode = 'sequential'")
  const there = await client.query('SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1', [schema.slice(1, -1)])
  if (there.rows.length === 0) await client.query(`CREATE SCHEMA ${schema}`)
  await client.query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (number int PRIMARY KEY, checksum text NOT NULL)`)
  for (const [position, step] of steps.entries()) {
    if (position < before.steps) continue
    if (!fresh) await step.check?.(client.query, schema)
    if (step.tables !== undefined) await runEach(client, step.tables.text(schema))
    if (distributed) for (const statement of spreading(schema, position, fresh)) await client.query(statement)
    if (step.rest !== undefined) await runEach(client, step.rest(schema))
    const row = [position + 1, checksumOf(textOf(step, schema))]
    await client.query(`INSERT INTO ${schema}.migrations (number, checksum) VALUES ($1, $2)`, row)
  }
  // Those of other versions stay for the processes that still use them.
  const functions = Object.values(functionsOf({ schema, distributed }))
  for (const { create } of functions) await client.query(create)
  if (!fresh && before.steps < before.current) await check?.(movedRecord(client, { schema, distributed }))
  if (!distributed) return before
  for (const each of functions) await client.query(delegationOf(schema, each))
  const known = 'SELECT 1 FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)'
  for (const table of onEachNode) {
    const everywhere = await client.query(known, [`${schema}.${table}`])
    if (everywhere.rows.length === 0) await client.query(referenceOf(schema, table))
  }
  return before
}
