import type { AdapterError } from '@huiyin/core'
import type { Change, CommitOutcome, HostTransaction } from '@huiyin/core/contracts'
import type { PoolClient } from 'pg'
import { type CellSum, createSums } from './cells.js'
import { judgeArrays, lostCode } from './commit-function.js'
import { adapterError, type Database, runOn } from './database.js'
import { functionsOf } from './functions.js'
import { groupArrays, groupParameters } from './group-rows.js'
import { givenHash } from './hashes.js'
import type { SchemaLayout } from './options.js'
import { type Placement, slices, tallyBuckets } from './placement.js'
import { sideBySide } from './side-by-side.js'

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
  const functions = functionsOf(layout)
  const places = Array.from({ length: 2 + groupParameters.length }, (_, n) => `$${n + 2}`).join(', ')
  const commitText = `SELECT ${functions.commit.name}($1::smallint, ${durable}, ${places}) AS written`
  const judgeText = `SELECT ${functions.judge.name}($1::smallint, $2, $3) AS outcomes`
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

  return { commit }
}
