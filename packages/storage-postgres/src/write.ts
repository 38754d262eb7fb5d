import type { AdapterError } from '@huiyin/core'
import type { Change, CommitOutcome, HostTransaction, Settlement } from '@huiyin/core/contracts'
import type { PoolClient } from 'pg'
import { type CellSum, createSums } from './cells.js'
import { judgeArrays, lostCode } from './commit-function.js'
import { adapterError, type Database, runOn } from './database.js'
import { functionsOf } from './functions.js'
import { groupArrays, groupParameters } from './group-rows.js'
import { givenHash } from './hashes.js'
import type { SchemaLayout } from './options.js'
import type { Pauses } from './pauses.js'
import { buckets, type Placement } from './placement.js'
import { reindex } from './reindex.js'
import { sideBySide, whatSucceeded } from './side-by-side.js'

const mostNamed = 200_000
const namedFor = 600_000

/**
 * Which cells a process has seen named in which slice. A server that takes over may not know them, so they are forgotten when an outcome is not known, and
 * every ten minutes: naming one again costs little, and sums without a name are seen by nobody.
 */
function createNamed() {
  const known = new Set<string>()
  let since = performance.now()
  const keyOf = (slice: number, { cell }: CellSum) => `${slice}${cell.names.cell}`
  /** In one order, as everything that several processes may write at once. */
  function missing(slice: number, sums: readonly CellSum[]): readonly CellSum[] {
    if (known.size > mostNamed || performance.now() - since > namedFor) {
      known.clear()
      since = performance.now()
    }
    return sums
      .filter((sum) => !known.has(keyOf(slice, sum)))
      .sort((a, b) => (a.cell.names.cell < b.cell.names.cell ? -1 : 1))
  }
  function add(slice: number, sums: readonly CellSum[]): void {
    for (const sum of sums) known.add(keyOf(slice, sum))
  }
  return { missing, add, forget: () => known.clear() }
}

interface Numbered {
  readonly change: Change
  readonly place: number
}

const byKey = (a: Change, b: Change) =>
  a.bucket - b.bucket || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

// Sums are kept in a few slices, and every group in flight writes to its own slice, so that groups do not contend for the same rows. In a
// cluster a slice is one of the buckets that lie on the node of the group.
const slices = 8

/** The buckets that sums lie in. */
export const tallyBuckets = (distributed: boolean) =>
  Array.from({ length: distributed ? buckets : slices }, (_, n) => n)

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
export function createWriter(
  db: Database,
  layout: SchemaLayout,
  durable: boolean,
  placement: Placement,
  pauses: Pauses,
) {
  const { schema, distributed } = layout
  const functions = functionsOf(layout)
  const places = Array.from({ length: 2 + groupParameters.length }, (_, n) => `$${n + 2}`).join(', ')
  const commitText = `SELECT ${functions.commit.name}($1::smallint, ${durable}, ${places}) AS written`
  const judgeText = `SELECT ${functions.judge.name}($1::smallint, $2, $3) AS outcomes`
  const settleText = `SELECT ${functions.settle.name}($1::smallint, $2)`
  const sumsOf = createSums()
  const named = createNamed()
  // Slices that no group in flight is writing. Processes start at different ones.
  const free = tallyBuckets(false)
  for (let turn = process.pid % slices; turn > 0; turn--) free.push(free.shift() as number)

  function valuesOf(changes: readonly Change[], slice: number) {
    const sums = sumsOf(changes)
    const unnamed = named.missing(slice, sums)
    const cells = unnamed.length === 0 ? null : JSON.stringify(unnamed.map(({ cell }) => cell.names))
    const values = [changes[0]?.bucket ?? 0, slice, cells, ...groupArrays(changes, sums)]
    return { values, written: () => named.add(slice, unnamed) }
  }

  const judgeValues = (changes: readonly Change[]) => [changes[0]?.bucket ?? 0, ...judgeArrays(changes)]

  function judged([row]: readonly { readonly outcomes: string }[]): CommitOutcome[] {
    const outcomes = JSON.parse(row?.outcomes ?? '[]') as CommitOutcome[]
    return outcomes.map((outcome) =>
      outcome.kind === 'duplicate'
        ? { ...outcome, answer: { ...outcome.answer, fingerprint: givenHash(outcome.answer.fingerprint) } }
        : outcome,
    )
  }

  /** Writes a group of which none loses; answers whether it was written. */
  async function write(changes: readonly Change[], slice: number): Promise<boolean> {
    const { values, written } = valuesOf(changes, slice)
    try {
      const [row] = await db.query<{ written: boolean }>('commit', commitText, values, { once: true })
      if (row?.written === true) written()
      return row?.written === true
    } catch (error) {
      if (((error as Error).cause as { code?: string } | undefined)?.code === lostCode) return false
      // A server that takes over may know less than this process was told.
      named.forget()
      throw error
    }
  }

  /** The outcomes of a group, in its order. When one of it loses, each is judged, and those that can be written are sent again; most groups lose none. */
  async function commitGroup(group: readonly Change[], slice: number): Promise<CommitOutcome[]> {
    if (group.length === 0) return []
    if (await write(group, slice)) return group.map(() => ({ kind: 'committed' }))
    const outcomes = judged(await db.query('commit', judgeText, judgeValues(group)))
    const left = group.filter((_, place) => outcomes[place]?.kind === 'committed')
    const again = await commitGroup(left, slice)
    return outcomes.map((outcome) => (outcome.kind === 'committed' ? (again.shift() as CommitOutcome) : outcome))
  }

  // One by one and judged first, because an error would end the host's transaction.
  async function commitInside(change: Change, slice: number, { tx }: HostTransaction): Promise<CommitOutcome> {
    const run = async <Row>(text: string, values: readonly unknown[]) =>
      (await runOn<Row>(tx as PoolClient, text, values)).rows
    try {
      for (;;) {
        const [outcome] = judged(await run(judgeText, judgeValues([change])))
        if (outcome === undefined || outcome.kind !== 'committed') return outcome as CommitOutcome
        const [row] = await run<{ written: boolean }>(commitText, valuesOf([change], slice).values)
        if (row?.written === true) return outcome
      }
    } catch (error) {
      throw adapterError('commit', error)
    }
  }

  /** Writes changes of one node part by part, and notes the verdict on each. What failed is left, and so is what came after it for the same records. */
  async function commitParts(sorted: readonly Numbered[], slice: number, outcomes: CommitOutcome[]) {
    let error: AdapterError | undefined
    for (const part of withoutRepetition(sorted)) {
      const judged =
        error === undefined
          ? await commitGroup(
              part.map(({ change }) => change),
              slice,
            ).catch((thrown: AdapterError) => thrown)
          : error
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
          const there = placement.someOf(placement.nodeOf(one.change.bucket), slice)
          outcomes[one.place] = await commitInside(one.change, there, within)
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
      if (!isOfRow(settlement)) continue
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
    for (const each of rows) {
      if (each.what === 'answers') await forgetAnswers(each.before)
      else if (each.what === 'pause' || each.what === 'resume') await pauses.settle(each)
    }
    await reindex(
      db,
      schema,
      rows.filter((each) => each.what === 'index'),
    )
  }

  // In batches, so that no command waits for all of them.
  async function forgetSome(before: number, bucket?: number): Promise<void> {
    const most = 5000
    const of = bucket === undefined ? '' : `AND bucket = ${Number(bucket)}`
    for (;;) {
      const forgotten = await db.query(
        'settle',
        `DELETE FROM ${schema}.answer_rows WHERE (bucket, rid, key) IN
           (SELECT bucket, rid, key FROM ${schema}.answer_rows WHERE at < $1 ${of} LIMIT ${most}) ${of} RETURNING 1`,
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

type OfRow = Extract<Settlement, { what: 'deadline' | 'delivery' | 'replay' }>
const isOfRow = (row: Settlement): row is OfRow =>
  row.what === 'deadline' || row.what === 'delivery' || row.what === 'replay'

function flat(settlement: OfRow): object {
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
