import type { Storage } from '@huiyin/core'
import type { Change, CommitOutcome, DueQuery, Lease, Settlement } from '@huiyin/core/contracts'
import { createDeskModel } from './desk-model.js'
import { deliveryKey, type Ledger, recordKey } from './ledger.js'
import { createPauseModel } from './pause-model.js'
import type { World } from './world.js'

type Taking = DueQuery & { readonly what: 'deadlines' | 'deliveries' }
interface Row {
  readonly type: string
  readonly id: string
  readonly at: number
  readonly name?: string
  readonly event?: number
  readonly destination?: string
  readonly attempts?: number
}

const deadlineKey = (ref: { type: string; id: string }, name: string) => `${recordKey(ref)}#${name}`
const keyOf = (row: Row) =>
  row.name === undefined
    ? deliveryKey(row.id, row.event as number, row.destination as string)
    : deadlineKey(row, row.name)

/** The storage, observed where calls reach it: every call and answer goes into the trace, and leases are checked at once. */
export function observe(storage: Storage, ledger: Ledger, world: World): Storage {
  const { trace } = world
  const leases = new Map<string, Lease>()
  const attempts = new Map<string, number>()
  const desks = createDeskModel(world)
  const pauses = createPauseModel(world)

  function committed(change: Change): void {
    ledger.written(change)
    desks.written(change)
    for (const { name } of change.deadlines.put) leases.delete(deadlineKey(change, name))
    for (const name of change.deadlines.drop) leases.delete(deadlineKey(change, name))
    for (const each of change.deliveries) ledger.owe(change, each)
  }

  async function commit(changes: readonly Change[]): Promise<readonly CommitOutcome[]> {
    for (const change of changes) ledger.ask(change)
    const outcomes = await storage.commit(changes)
    for (const [position, change] of changes.entries()) {
      const kind = outcomes[position]?.kind
      if (kind === 'committed') committed(change)
      trace.add(`commit ${change.id}@${change.expectedVersion}+${change.events.length} ${kind} ${change.head}`)
    }
    return outcomes
  }

  function taken(row: Row, query: Taking): void {
    const key = keyOf(row)
    trace.add(`  given ${key} at ${row.at} to ${query.lease.owner}`)
    const held = leases.get(key)
    if (held !== undefined && held.until > query.now)
      world.violate('leases', `${key} was given to ${query.lease.owner} while ${held.owner} had it`)
    leases.set(key, query.lease)
    if (row.destination !== undefined) pauses.given(row.destination, query.now)
    if (row.at > query.now || !ledger.allowed(key, row.at))
      world.violate(
        'instants',
        `${key} was given at ${query.now} for ${row.at}, which is not a deadline or delivery that was written`,
      )
    if (row.attempts === undefined) return
    const before = attempts.get(key) ?? 0
    if (row.attempts <= before) world.violate('attempts', `${key} was given again and still says ${row.attempts}`)
    attempts.set(key, row.attempts)
  }

  async function takeDue(query: Taking): Promise<readonly Row[]> {
    const rows = (await storage.takeDue(query as never)) as unknown as readonly Row[]
    trace.add(`takeDue ${query.what} by ${query.lease.owner}: ${rows.length}`)
    for (const row of rows) taken(row, query)
    return rows
  }

  function settled(row: Settlement): void {
    if (
      row.what === 'answers' ||
      row.what === 'index' ||
      row.what === 'receipt' ||
      row.what === 'sent' ||
      row.what === 'search'
    )
      return
    if (row.what === 'pause' || row.what === 'resume') {
      trace.add(`  ${row.what} ${row.destination}`)
      pauses.settled(row)
      return
    }
    if (row.what === 'replay') {
      const key = deliveryKey(row.ref.id, row.event, row.destination)
      attempts.delete(key)
      ledger.allow(key, row.at)
      trace.add(`  replay ${key}`)
      return
    }
    const key =
      row.what === 'deadline' ? deadlineKey(row.ref, row.name) : deliveryKey(row.ref.id, row.event, row.destination)
    const held = leases.get(key)
    const holds = held?.owner === row.lease.owner && held.until === row.lease.until
    trace.add(`  ${row.what === 'deadline' ? 'given back' : row.outcome.kind} ${key}${holds ? '' : ' too late'}`)
    if (!holds) return
    leases.delete(key)
    // An attempt that was taken back is told of again.
    if (row.what === 'delivery' && row.outcome.kind === 'retry' && row.outcome.counted === false)
      attempts.set(key, (attempts.get(key) ?? 1) - 1)
    const again = row.what === 'deadline' ? row.at : row.outcome.kind === 'retry' ? row.outcome.at : undefined
    if (again !== undefined) ledger.allow(key, again)
    if (row.what === 'deadline' || again !== undefined) return
    const delivery = ledger.delivery(row.ref.id, row.event, row.destination)
    if (delivery === undefined) return
    if (row.outcome.kind === 'done') delivery.done = true
    else delivery.everDead = true
  }

  async function settle(rows: readonly Settlement[]): Promise<void> {
    trace.add(`settle ${rows.length}`)
    await storage.settle(rows)
    const isPause = ({ what }: Settlement) => what === 'pause' || what === 'resume'
    for (const row of rows.filter(isPause)) settled(row)
    pauses.putOff(rows, (row) => deliveryKey(row.ref.id, row.event, row.destination), ledger)
    for (const row of rows.filter((each) => !isPause(each))) settled(row)
  }

  function traced<Result>(line: string, result: Promise<Result>): Promise<Result> {
    trace.add(line)
    return result
  }

  return {
    contract: storage.contract,
    name: storage.name,
    capabilities: storage.capabilities,
    open: () => storage.open(),
    close: () => storage.close(),
    load: (...given) => traced(`load ${given[0].id}`, storage.load(...given)),
    commit,
    find: async (query) => {
      const page = await traced(`find after ${query.after ?? ''}`, storage.find(query))
      desks.found(query, page)
      return page
    },
    counts: async (query) => {
      const counts = await traced('counts', storage.counts(query))
      desks.counted(query, counts)
      return counts
    },
    texts: (...given) => traced('texts', storage.texts(...given)),
    history: (...given) => traced(`history ${given[0].id}`, storage.history(...given)),
    takeDue: takeDue as unknown as Storage['takeDue'],
    settle,
    pauses: async () => {
      const found = await traced('pauses', storage.pauses())
      pauses.listed(found)
      return found
    },
    sent: (query) => traced(`sent`, storage.sent(query)),
    owed: (query) => traced(`owed ${query.state}`, storage.owed(query)),
    tally: (query) => traced('tally', storage.tally(query)),
    strays: (query) => traced('strays', storage.strays(query)),
    // Time is simulated: the clock that a server has of its own is of another world.
    times: async () => {
      const { newest } = (await storage.times?.()) ?? {}
      return newest === undefined ? {} : { newest }
    },
  }
}
