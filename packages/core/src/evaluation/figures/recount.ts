import { z } from 'zod'
import type { TallyDimension } from '../../contracts/queries.js'
import type { TallyDelta } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import { callable, parseInput } from '../../import/parse.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { RequestFacts } from '../../request/facts.js'
import { type Measure, talliesOf } from '../measures/measure.js'
import { requestType, type Tallied } from '../measures/tallied.js'

/** A stored sum that differs from what the requests add up to. */
export interface RecountFault {
  /** Name of the measure, such as `completed@accepted`. */
  readonly measure: string
  /** What the sum is grouped by. */
  readonly by: TallyDimension
  /** Code of the root area that it was summed within; the whole city when absent. */
  readonly within?: string
  /** The group; of areas the whole path. */
  readonly key: string
  /** The sum as the storage has it. */
  readonly kept: number
  /** What the requests add up to. */
  readonly counted: number
}

/** What a recount found. */
export interface Recount {
  /** Whether every request could be read and every sum compared is right. */
  readonly ok: boolean
  /** How many requests were counted. */
  readonly requests: number
  /** How many sums were compared. */
  readonly sums: number
  /** How many sums changed while requests were counted; they were not compared. */
  readonly moving: number
  /** The sums that are wrong, at most a hundred of them. */
  readonly faults: readonly RecountFault[]
  /** Ids of requests that could not be read, since their stored record is damaged; they were not counted. */
  readonly damaged: readonly string[]
}

/** How a recount reports while it runs. */
export interface RecountOptions {
  /** Called after every thousand requests; not at all when absent. */
  readonly progress?: (so: {
    /** How many requests were counted so far. */
    readonly requests: number
  }) => void
}

interface RecountParts {
  readonly storage: Storage
  readonly runner: RecordRunner
  readonly measures: readonly Measure[]
  /** What is counted over other records; nothing when absent. */
  readonly others?: readonly Tallied[]
}

// One query for sums. Together they read every roll-up that figures are read from.
interface View {
  readonly by: TallyDimension
  readonly within?: string
}
type Sums = Map<string, number>

const everywhere: readonly View[] = (['area', 'unit', 'category', 'channel', 'day'] as const).map((by) => ({ by }))
// What lies in no area lies within none.
const viewsWithin = (root: string): readonly View[] =>
  root === ''
    ? []
    : [
        { by: 'day', within: root },
        { by: 'unit', within: root },
      ]
const form = z.strictObject({ progress: callable<NonNullable<RecountOptions['progress']>>().optional() })
const most = 100
const attempts = 3

const rootOf = (areaPath: string) => areaPath.slice(0, areaPath.indexOf('/') + 1)
// No text of the domain holds a control character.
const cellOf = ({ by, within = '' }: View, measure: string, key: string) =>
  `${by}\u0001${within}\u0001${measure}\u0001${key}`
const keyIn = (tally: TallyDelta, by: TallyDimension) => (by === 'area' ? tally.areaPath : tally[by])

/** Counts every request again and compares the result with the sums that figures are read from. Reads all requests; writes nothing. */
export async function recount(parts: RecountParts, raw: RecountOptions = {}): Promise<Recount> {
  const { progress } = parseInput(form, raw, ['options'], 'options of a recount')
  for (let attempt = 1; ; attempt++) {
    const counted = await recountOnce(parts, progress)
    // While commands run, a sum may have changed and changed back. A sum that is really wrong is wrong the next time too.
    if (counted.ok || counted.moving === 0 || attempt === attempts) return counted
  }
}

async function recountOnce(parts: RecountParts, progress: RecountOptions['progress']): Promise<Recount> {
  const counting = await beginRecount(parts)
  let requests = 0
  const damaged: string[] = []
  const walk = parts.runner.each<RequestFacts>({ type: 'request' }, {}, (id) => void damaged.push(id))
  for await (const { facts } of walk) {
    counting.add(requestType, facts)
    if (++requests % 1000 === 0) progress?.({ requests })
  }
  for (const type of new Set((parts.others ?? []).map((each) => each.of)))
    for await (const { facts } of parts.runner.each<object>({ type }, {}, (id) => void damaged.push(id)))
      counting.add(type, facts)
  const counted = await counting.end()
  return { ...counted, ok: counted.ok && damaged.length === 0, damaged }
}

/** A recount whose requests are given one by one. */
export interface Counting {
  /** Counts one record. */
  add(type: string, facts: object): void
  /** Compares what was counted with the sums that are kept. */
  end(): Promise<Recount>
}

/** Begins a recount for somebody who walks the requests anyway. */
export async function beginRecount(parts: Omit<RecountParts, 'runner'>): Promise<Counting> {
  const { storage, measures, others = [] } = parts
  const names = [...measures, ...others].map(({ name }) => name)

  async function keptSums(): Promise<Sums> {
    const sums: Sums = new Map()
    const add = async (view: View) => {
      const rows = await storage.tally({ ...view, measures: names, from: '1900-01-01', to: '9999-12-31' })
      for (const { measure, key, sum } of rows) sums.set(cellOf(view, measure, key), sum)
      return rows
    }
    const roots = new Set<string>()
    for (const view of everywhere) {
      const rows = await add(view)
      if (view.by === 'area') for (const { key } of rows) roots.add(rootOf(key))
    }
    for (const root of roots) for (const view of viewsWithin(root)) await add(view)
    return sums
  }

  const before = await keptSums()
  const counted: Sums = new Map()
  let requests = 0
  function add(type: string, facts: object): void {
    if (type === requestType) {
      requests++
      addAll(talliesOf(facts as RequestFacts, measures))
    } else for (const each of others) if (each.of === type) addAll(each.tallies(facts))
  }

  function addAll(tallies: readonly TallyDelta[]): void {
    for (const tally of tallies)
      for (const view of [...everywhere, ...viewsWithin(rootOf(tally.areaPath))]) {
        const cell = cellOf(view, tally.measure, keyIn(tally, view.by))
        counted.set(cell, (counted.get(cell) ?? 0) + tally.delta)
      }
  }

  async function end(): Promise<Recount> {
    const after = await keptSums()
    const faults: RecountFault[] = []
    let moving = 0
    const cells = new Set([...before.keys(), ...counted.keys(), ...after.keys()])
    for (const cell of cells) {
      const kept = after.get(cell) ?? 0
      const expected = counted.get(cell) ?? 0
      if (kept !== (before.get(cell) ?? 0)) moving++
      else if (kept !== expected && faults.length < most) {
        const [by, within, measure, key] = cell.split('\u0001') as [TallyDimension, string, string, string]
        faults.push({
          measure,
          by,
          ...(within !== '' && { within: within.slice(0, -1) }),
          key,
          kept,
          counted: expected,
        })
      }
    }
    return { ok: faults.length === 0, requests, sums: cells.size, moving, faults, damaged: [] }
  }

  return Object.freeze({ add, end })
}
