import { type Change, type CommitOutcome, type HostTransaction, type Settlement, tallyRows } from '@huiyin/core'
import type { PoolClient } from 'pg'
import { adapterError, type Database, runOn } from './database.js'

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

// Plain tables share their sums among a few slices of buckets, so that the changes of a group meet in the same rows; spread over nodes, a sum
// must lie where its record does.
const slices = 4
const sliceOf = (bucket: number, distributed: boolean) => (distributed ? bucket : bucket % slices)

/** The buckets that sums lie in. */
export const tallyBuckets = (distributed: boolean) => Array.from({ length: distributed ? 64 : slices }, (_, n) => n)

function argumentsOf(group: readonly Numbered[], distributed: boolean): [number, string, string] {
  const tallies: unknown[] = []
  for (const [position, { change }] of group.entries())
    for (const delta of change.tallies)
      for (const row of tallyRows(delta)) {
        const { grain, measure, day, areaPath, unit, category, channel } = row
        const place = [position, sliceOf(change.bucket, distributed)]
        tallies.push([...place, grain, measure, day, areaPath, unit, category, channel, row.delta])
      }
  const bucket = group[0]?.change.bucket ?? 0
  return [bucket, JSON.stringify(group.map(({ change }) => rowOf(change))), JSON.stringify(tallies)]
}

/** Writes groups of changes, each in one round trip. */
export function createWriter(db: Database, schema: string, distributed: boolean) {
  const commitText = `SELECT ${schema}.huiyin_commit($1::smallint, $2, $3) AS outcomes`

  async function commitGroup(
    group: readonly Numbered[],
    within: HostTransaction | undefined,
  ): Promise<CommitOutcome[]> {
    const values = argumentsOf(group, distributed)
    const rows =
      within === undefined
        ? await db.query<{ outcomes: string }>('commit', commitText, values, { once: true })
        : await runOn<{ outcomes: string }>(within.tx as PoolClient, commitText, values).then(
            (result) => result.rows,
            (error: unknown) => Promise.reject(adapterError('commit', error)),
          )
    return JSON.parse(rows[0]?.outcomes ?? '[]') as CommitOutcome[]
  }

  async function commit(changes: readonly Change[], within?: HostTransaction): Promise<readonly CommitOutcome[]> {
    if (changes.length === 0) return []
    // In the order of their keys; those of one record keep the order given (sorting is stable).
    const sorted = changes.map((change, place) => ({ change, place })).sort((a, b) => byKey(a.change, b.change))
    const groups = distributed ? [...Map.groupBy(sorted, ({ change }) => change.bucket).values()] : [sorted]
    const outcomes: CommitOutcome[] = []
    for (const group of groups) {
      const judged = await commitGroup(group, within)
      for (const [position, { place }] of group.entries()) outcomes[place] = judged[position] as CommitOutcome
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
