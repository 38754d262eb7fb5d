import { type Change, type CommitOutcome, type HostTransaction, type Settlement, tallyRows } from '@huiyin/core'
import type { PoolClient } from 'pg'
import { adapterError, type Database, runOn } from './database.js'
import { lostCode } from './functions.js'

interface Numbered {
  readonly change: Change
  readonly place: number
}

const byKey = (a: Change, b: Change) =>
  a.bucket - b.bucket || (a.type < b.type ? -1 : a.type > b.type ? 1 : 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

// Empty lists are left out: the server looks at nothing that is not there.
const some = <Item>(list: readonly Item[]) => (list.length === 0 ? undefined : list)

function rowOf({ bucket, type, id, expectedVersion, version, head, body, index, at, ...rest }: Change): object {
  return {
    ...{ bucket, type, id, expectedVersion, version, head, body, index, at },
    events: rest.events,
    drop: some(rest.deadlines.drop),
    put: some(rest.deadlines.put),
    deliveries: some(rest.deliveries),
    vault: some(rest.vault.put),
    erase: some(rest.vault.erase),
    command: rest.command,
  }
}

// Plain tables keep their sums in a few slices, and every group under way writes one of its own: the changes of a group meet in the same rows, and
// groups do not. Spread over nodes, a sum must lie where its record does.
const slices = 8

/** The buckets that sums lie in. */
export const tallyBuckets = (distributed: boolean) => Array.from({ length: distributed ? 64 : slices }, (_, n) => n)

type Sum = [place: number, bucket: number, ...key: string[]]

function sumsOf(group: readonly Numbered[], sliceOf: (bucket: number) => number, whole: boolean): unknown[] {
  const sums = new Map<string, { readonly row: Sum; sum: number }>()
  for (const [position, { change }] of group.entries())
    for (const delta of change.tallies)
      for (const { grain, measure, day, areaPath, unit, category, channel } of tallyRows(delta)) {
        const row: Sum = [
          whole ? -1 : position,
          sliceOf(change.bucket),
          grain,
          measure,
          day,
          areaPath,
          unit,
          category,
          channel,
        ]
        const key = row.join('\u0001')
        const known = sums.get(key)
        if (known === undefined) sums.set(key, { row, sum: delta.delta })
        else known.sum += delta.delta
      }
  return [...sums.values()].map(({ row, sum }) => [...row, sum])
}

/** Writes groups of changes, each in one round trip. */
export function createWriter(db: Database, schema: string, distributed: boolean) {
  const commitText = `SELECT ${schema}.huiyin_commit($1::smallint, $2, $3, $4) AS outcomes`
  // Which slices no group under way is writing. Processes begin at different ones.
  const free = distributed ? [] : tallyBuckets(false)
  for (let turn = process.pid % slices; turn > 0; turn--) free.push(free.shift() as number)

  function argumentsOf(group: readonly Numbered[], slice: number | undefined, whole: boolean) {
    const sums = sumsOf(group, (bucket) => slice ?? bucket, whole)
    const changes = JSON.stringify(group.map(({ change }) => rowOf(change)))
    return [group[0]?.change.bucket ?? 0, changes, JSON.stringify(sums), whole]
  }

  /** The outcomes of a group, in its order. Changes that lost are left out, and the others asked again: most groups lose none. */
  async function commitGroup(group: readonly Numbered[], slice: number | undefined): Promise<CommitOutcome[]> {
    try {
      const [row] = await db.query<{ outcomes: string }>('commit', commitText, argumentsOf(group, slice, true), {
        once: true,
      })
      return JSON.parse(row?.outcomes ?? '[]') as CommitOutcome[]
    } catch (error) {
      const { code, message } = ((error as Error).cause ?? {}) as { code?: string; message?: string }
      if (code !== lostCode) throw error
      const judged = JSON.parse(message ?? '[]') as CommitOutcome[]
      const left = group.filter((_, place) => judged[place]?.kind === 'committed')
      const again = left.length === 0 ? [] : await commitGroup(left, slice)
      return judged.map((outcome) => (outcome.kind === 'committed' ? (again.shift() as CommitOutcome) : outcome))
    }
  }

  // An error would end the host's transaction: what loses is told, and sums are kept apart for each change.
  async function commitInside(group: readonly Numbered[], slice: number | undefined, { tx }: HostTransaction) {
    const values = argumentsOf(group, slice, false)
    const { rows } = await runOn<{ outcomes: string }>(tx as PoolClient, commitText, values).catch((error: unknown) => {
      throw adapterError('commit', error)
    })
    return JSON.parse(rows[0]?.outcomes ?? '[]') as CommitOutcome[]
  }

  async function commit(changes: readonly Change[], within?: HostTransaction): Promise<readonly CommitOutcome[]> {
    if (changes.length === 0) return []
    // In the order of their keys; those of one record keep the order given (sorting is stable).
    const sorted = changes.map((change, place) => ({ change, place })).sort((a, b) => byKey(a.change, b.change))
    const groups = distributed ? [...Map.groupBy(sorted, ({ change }) => change.bucket).values()] : [sorted]
    const outcomes: CommitOutcome[] = []
    const own = free.shift()
    const slice = distributed ? undefined : (own ?? process.pid % slices)
    try {
      for (const group of groups) {
        const judged = within === undefined ? await commitGroup(group, slice) : await commitInside(group, slice, within)
        for (const [position, { place }] of group.entries()) outcomes[place] = judged[position] as CommitOutcome
      }
    } finally {
      if (own !== undefined) free.unshift(own)
    }
    return outcomes
  }

  async function settle(rows: readonly Settlement[]): Promise<void> {
    const taken: { readonly bucket: number; readonly key: string; readonly row: object }[] = []
    for (const settlement of rows) {
      if (settlement.what === 'answers') {
        await forgetAnswers(settlement.before)
        continue
      }
      const { bucket, type, id } = settlement.ref
      const place =
        settlement.what === 'deadline' ? settlement.name : `${settlement.destination}\u0001${settlement.event}`
      const row = { bucket, type, id, ...flat(settlement) }
      taken.push({ bucket, key: `${String(bucket).padStart(5, '0')}\u0001${type}\u0001${id}\u0001${place}`, row })
    }
    taken.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    const groups = distributed
      ? [...Map.groupBy(taken, ({ bucket }) => bucket).values()]
      : taken.length > 0
        ? [taken]
        : []
    for (const group of groups) {
      const values = [group[0]?.bucket ?? 0, JSON.stringify(group.map(({ row }) => row))]
      await db.query('settle', `SELECT ${schema}.huiyin_settle($1::smallint, $2)`, values)
    }
  }

  // Some at a time, so that no command waits for all of them.
  async function forgetAnswers(before: number): Promise<void> {
    const most = 5000
    for (;;) {
      const text = distributed
        ? `DELETE FROM ${schema}.answers WHERE at < $1 RETURNING 1`
        : `DELETE FROM ${schema}.answers WHERE (bucket, type, id, key) IN
             (SELECT bucket, type, id, key FROM ${schema}.answers WHERE at < $1 LIMIT ${most}) RETURNING 1`
      const forgotten = await db.query('settle', text, [before])
      if (distributed || forgotten.length < most) return
    }
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
    ...(outcome.kind === 'retry' && { at: outcome.at }),
    ...ending,
    ...lease,
  }
}
