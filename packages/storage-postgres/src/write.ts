import type { AdapterError } from '@huiyin/core'
import {
  type Change,
  type CommitOutcome,
  type HostTransaction,
  rolledUp,
  type Settlement,
} from '@huiyin/core/contracts'
import type { PoolClient } from 'pg'
import { adapterError, type Database, runOn } from './database.js'
import { commitArguments, functionsOf, lostCode } from './functions.js'
import type { SchemaLayout } from './options.js'
import { buckets, type Placement } from './placement.js'
import { sideBySide, whatSucceeded } from './side-by-side.js'

interface Numbered {
  readonly change: Change
  readonly place: number
}

const byKey = (a: Change, b: Change) =>
  a.bucket - b.bucket || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const json = (rows: readonly object[]) => (rows.length === 0 ? null : JSON.stringify(rows))

function recordOf({ bucket, type, id, expectedVersion: expected, command, version, head, body, at, index }: Change) {
  const { status, open, createdAt: created_at, areaPath: area_path, unit, category, channel, requester } = index
  const columns = { status, open, created_at, area_path, unit, category, channel, requester }
  return { bucket, type, id, expected, key: command?.key, version, head, body, at, ...columns }
}

// Vault rows come back in the order they were first put.
const placeOf = (version: number, position: number) => version * 100_000 + position

// Sums are kept in a few slices, and every group in flight writes to its own slice, so that groups do not contend for the same rows. In a
// cluster a slice is one of the buckets that lie on the node of the group.
const slices = 8

/** The buckets that sums lie in. */
export const tallyBuckets = (distributed: boolean) =>
  Array.from({ length: distributed ? buckets : slices }, (_, n) => n)

// Summed here, in the order of their keys, so that two groups that update the same rows cannot deadlock.
function sumsOf(changes: readonly Change[], bucket: number): readonly object[] {
  const sums = rolledUp(changes.flatMap(({ tallies }) => tallies))
  return sums.inKeyOrder().map(({ row, sum }) => {
    const { grain, measure, day, areaPath: area_path, unit, category, channel } = row
    return { bucket, grain, measure, day, area_path, unit, category, channel, sum }
  })
}

/** The rows of each table, as the function takes them. */
function argumentsOf(group: readonly Numbered[], slice: number) {
  const changes = group.map(({ change }) => change)
  const bucket = changes[0]?.bucket ?? 0
  const each = (rows: (change: Change) => readonly object[]) =>
    json(changes.flatMap((change) => rows(change).map((row) => ({ ...keyOf(change), ...row }))))
  const rows: Record<(typeof commitArguments)[number], string | null> = {
    p_records: json(changes.map(recordOf)),
    p_dropped: each(({ deadlines }) => deadlines.drop.map((name) => ({ name }))),
    p_put: each(({ deadlines }) => deadlines.put),
    p_events: each(({ events }) => events.map(({ type: event, ...row }) => ({ event, ...row }))),
    p_deliveries: each(({ deliveries }) => deliveries),
    p_vault: each(({ vault, version }) => vault.put.map((row, n) => ({ ...row, place: placeOf(version, n) }))),
    p_erased: each(({ vault }) => vault.erase.map((ref) => ({ ref }))),
    p_answers: each(({ command }) => (command === undefined ? [] : [command])),
    p_tallies: json(sumsOf(changes, slice)),
  }
  return [bucket, ...commitArguments.map((name) => rows[name])]
}

const keyOf = ({ bucket, type, id }: Change) => ({ bucket, type, id })

/** Splits a group so that each part holds a record once: a second change of a record is judged after the first. */
function withoutRepetition(sorted: readonly Numbered[]): Numbered[][] {
  const parts: Numbered[][] = []
  let turn = 0
  for (const [position, one] of sorted.entries()) {
    const before = sorted[position - 1]
    turn = before !== undefined && byKey(before.change, one.change) === 0 ? turn + 1 : 0
    const part = parts[turn]
    if (part === undefined) parts.push([one])
    else part.push(one)
  }
  return parts
}

/** Writes groups of changes, each in one round trip to each node. */
export function createWriter(db: Database, layout: SchemaLayout, durable: boolean, placement: Placement) {
  const { schema, distributed } = layout
  const functions = functionsOf(layout)
  const places = commitArguments.map((_, n) => `$${n + 2}`).join(', ')
  const commitText = `SELECT ${functions.commit.name}($1::smallint, ${durable}, ${places}) AS outcomes`
  const settleText = `SELECT ${functions.settle.name}($1::smallint, $2)`
  // Slices that no group in flight is writing. Processes start at different ones.
  const free = tallyBuckets(false)
  for (let turn = process.pid % slices; turn > 0; turn--) free.push(free.shift() as number)

  const outcomesOf = (group: readonly Numbered[], outcomes: string | null | undefined) =>
    outcomes == null
      ? group.map((): CommitOutcome => ({ kind: 'committed' }))
      : (JSON.parse(outcomes) as CommitOutcome[])

  /** The outcomes of a group, in its order. Changes that lost are left out and the others are sent again; most groups lose none. */
  async function commitGroup(group: readonly Numbered[], slice: number): Promise<CommitOutcome[]> {
    try {
      const values = argumentsOf(group, slice)
      const [row] = await db.query<{ outcomes: string | null }>('commit', commitText, values, { once: true })
      return outcomesOf(group, row?.outcomes)
    } catch (error) {
      const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string }
      if (code !== lostCode) throw error
      const judged = JSON.parse(message ?? '[]') as CommitOutcome[]
      const left = group.filter((_, place) => judged[place]?.kind === 'committed')
      const again = await commitGroup(left, slice)
      return judged.map((outcome) => (outcome.kind === 'committed' ? (again.shift() as CommitOutcome) : outcome))
    }
  }

  // One by one, because an error would abort the host's transaction, while a single change returns its outcome.
  async function commitInside(one: Numbered, slice: number, { tx }: HostTransaction) {
    const ran = runOn<{ outcomes: string | null }>(tx as PoolClient, commitText, argumentsOf([one], slice))
    const { rows } = await ran.catch((error: unknown) => {
      throw adapterError('commit', error)
    })
    return outcomesOf([one], rows[0]?.outcomes)
  }

  /** Writes changes of one node part by part, and notes the verdict on each. What failed is left, and so is what came after it for the same records. */
  async function commitParts(sorted: readonly Numbered[], slice: number, outcomes: CommitOutcome[]) {
    let error: AdapterError | undefined
    for (const part of withoutRepetition(sorted)) {
      const judged =
        error === undefined ? await commitGroup(part, slice).catch((thrown: AdapterError) => thrown) : error
      if (!Array.isArray(judged)) error = judged
      for (const [position, { place }] of part.entries())
        outcomes[place] = Array.isArray(judged)
          ? (judged[position] as CommitOutcome)
          : { kind: 'failed', error: judged }
    }
  }

  async function commit(changes: readonly Change[], within?: HostTransaction): Promise<readonly CommitOutcome[]> {
    // In the order of their keys; those of one record keep the order given (sorting is stable).
    const sorted = changes.map((change, place) => ({ change, place })).sort((a, b) => byKey(a.change, b.change))
    const outcomes: CommitOutcome[] = []
    const own = free.shift()
    const slice = own ?? process.pid % slices
    try {
      if (within !== undefined)
        for (const one of sorted) {
          const own = placement.someOf(placement.nodeOf(one.change.bucket), slice)
          outcomes[one.place] = (await commitInside(one, own, within))[0] as CommitOutcome
        }
      else {
        const nodes = Map.groupBy(sorted, ({ change }) => placement.nodeOf(change.bucket))
        await sideBySide([...nodes], ([node, each]) => commitParts(each, placement.someOf(node, slice), outcomes))
      }
    } finally {
      if (own !== undefined) free.unshift(own)
    }
    const errors = new Set(outcomes.map((each) => (each.kind === 'failed' ? each.error : undefined)))
    if ([...errors].some((error) => error !== undefined)) placement.doubt()
    const [only] = errors
    if (errors.size === 1 && only !== undefined) throw only
    return outcomes
  }

  async function settle(rows: readonly Settlement[]): Promise<void> {
    const taken: { readonly bucket: number; readonly key: string; readonly row: object }[] = []
    for (const settlement of rows) {
      if (settlement.what === 'answers') continue
      const { bucket, type, id } = settlement.ref
      const place =
        settlement.what === 'deadline' ? settlement.name : `${settlement.destination}\u0001${settlement.event}`
      const row = { bucket, type, id, ...flat(settlement) }
      taken.push({ bucket, key: `${String(bucket).padStart(5, '0')}\u0001${type}\u0001${id}\u0001${place}`, row })
    }
    taken.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const nodes = Map.groupBy(taken, ({ bucket }) => placement.nodeOf(bucket))
    const settled = await sideBySide([...nodes.values()], (group) => {
      const values = [group[0]?.bucket ?? 0, JSON.stringify(group.map(({ row }) => row))]
      return db.query('settle', settleText, values)
    })
    for (const each of settled) if (each.status === 'rejected') throw each.reason
    for (const each of rows) if (each.what === 'answers') await forgetAnswers(each.before)
  }

  // In batches, so that no command waits for all of them.
  async function forgetSome(before: number, bucket?: number): Promise<void> {
    const most = 5000
    const of = bucket === undefined ? '' : `AND bucket = ${Number(bucket)}`
    for (;;) {
      const forgotten = await db.query(
        'settle',
        `DELETE FROM ${schema}.answers WHERE (bucket, type, id, key) IN
           (SELECT bucket, type, id, key FROM ${schema}.answers WHERE at < $1 ${of} LIMIT ${most}) ${of} RETURNING 1`,
        [before],
        { impatient: bucket !== undefined },
      )
      if (forgotten.length < most) return
    }
  }

  // Those of a node that is away are kept until the next time: a key that is known for longer harms nobody.
  async function forgetAnswers(before: number): Promise<void> {
    if (!distributed) return forgetSome(before)
    whatSucceeded(await sideBySide(tallyBuckets(true), (bucket) => forgetSome(before, bucket)))
  }

  return { commit, settle }
}

function flat(settlement: Exclude<Settlement, { what: 'answers' }>): object {
  if (settlement.what === 'replay') {
    const { what, event, destination, at } = settlement
    return { what, event, destination, at }
  }
  const { what, lease } = settlement
  if (what === 'deadline') return { what, name: settlement.name, at: settlement.at, ...lease }
  const { event, destination, outcome } = settlement
  const ending = outcome.kind === 'dead' ? { reason: outcome.reason, blocks: outcome.behind === 'block' } : {}
  return {
    what,
    event,
    destination,
    kind: outcome.kind,
    ...(outcome.kind === 'retry' && { at: outcome.at, back: outcome.counted === false ? 1 : 0 }),
    ...ending,
    ...lease,
  }
}
