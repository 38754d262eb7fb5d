import type { SeededRandom } from '../seeded-random.js'

/** The owner of pending work, which is dropped when the process dies. */
export interface Owner {
  readonly alive: boolean
}

/** Something that may happen next. */
export interface Waiting {
  readonly owner: Owner
  readonly run: () => void | Promise<void>
  /** What still happens when its owner dies, such as a write that was sent. */
  readonly landing?: (() => Promise<void>) | undefined
}
interface Alarm extends Waiting {
  readonly at: number
  readonly order: number
}

/** True time of the simulated world, and the work that waits in it. */
export interface Scheduler {
  /** Milliseconds since 1970: the true time of the simulated world. */
  now(): number
  /** Lets true time pass. */
  pass(milliseconds: number): void
  add(waiting: Waiting): void
  /** Calls back once true time reaches the instant; the returned function cancels that. */
  after(owner: Owner, milliseconds: number, run: () => void): () => void
  /** Drops everything that waits for this owner. */
  take(owner: Owner): readonly Waiting[]
  /** Lets one waiting action happen, chosen at random. False when nothing waits and nothing follows. */
  step(): Promise<boolean>
  /** Runs until nothing waits, advancing true time when only alarms are left. False when it does not end. */
  settle(most: number): Promise<boolean>
}

// The queue of microtasks is empty when the next turn of the event loop begins.
const drained = () => new Promise<void>((resolve) => setImmediate(resolve))

// Usually enough turns for the next call to be made. Otherwise the call comes a step later, but always at the same step, because the order
// of microtasks is fixed. Turning the event loop at every step would halve the speed of a simulation.
async function followed(): Promise<void> {
  for (let turns = 12; turns > 0; turns--) await undefined
}

/** One action happens at a time, chosen at random, so that every interleaving of concurrent processes can occur. */
export function createScheduler(random: SeededRandom, start: number): Scheduler {
  let now = start
  let order = 0
  const waiting: Waiting[] = []
  let alarms: Alarm[] = []

  function ring(): void {
    const due = alarms.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || a.order - b.order)
    if (due.length === 0) return
    alarms = alarms.filter(({ at }) => at > now)
    waiting.push(...due)
  }

  async function step(): Promise<boolean> {
    if (alarms.length > 0) ring()
    // What has just begun may not have made a call yet.
    if (waiting.length === 0) await drained()
    if (waiting.length === 0) return false
    const chosen = random.int(0, waiting.length - 1)
    const next = waiting[chosen] as Waiting
    const last = waiting.pop() as Waiting
    if (chosen < waiting.length) waiting[chosen] = last
    if (next.owner.alive) await next.run()
    await followed()
    return true
  }

  async function settle(most: number): Promise<boolean> {
    for (let steps = 0; steps < most; steps++) {
      if (await step()) continue
      const next = alarms.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY)
      if (next === Number.POSITIVE_INFINITY) return true
      now = next
    }
    return false
  }

  function take(owner: Owner): readonly Waiting[] {
    const taken = waiting.filter((each) => each.owner === owner)
    const left = waiting.filter((each) => each.owner !== owner)
    waiting.length = 0
    waiting.push(...left)
    alarms = alarms.filter((each) => each.owner !== owner)
    return taken
  }

  function after(owner: Owner, milliseconds: number, run: () => void): () => void {
    const alarm: Alarm = { owner, run, at: now + milliseconds, order: order++ }
    alarms.push(alarm)
    return () => {
      alarms = alarms.filter((each) => each !== alarm)
      const rung = waiting.indexOf(alarm)
      if (rung >= 0) waiting.splice(rung, 1)
    }
  }

  return Object.freeze({
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    add: (one: Waiting) => void waiting.push(one),
    after,
    take,
    step,
    settle,
  })
}
