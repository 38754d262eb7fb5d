import type { SeededRandom } from '../seeded-random.js'

/** Whose work it is: what a process that died still had to do is taken from it. */
export interface Owner {
  readonly alive: boolean
}

/** Something that may happen next. */
export interface Waiting {
  readonly owner: Owner
  readonly run: () => void | Promise<void>
  /** What happens of it all the same when its owner dies: a write that was sent may still arrive. */
  readonly landing?: (() => Promise<void>) | undefined
}
interface Alarm extends Waiting {
  readonly at: number
  readonly order: number
}

export interface Scheduler {
  /** Milliseconds since 1970: the true time of the simulated world. */
  now(): number
  /** Lets true time pass. */
  pass(milliseconds: number): void
  add(waiting: Waiting): void
  /** Calls back once true time has come so far; the function returned calls it off. */
  after(owner: Owner, milliseconds: number, run: () => void): () => void
  /** Takes everything that waits for this owner. */
  take(owner: Owner): readonly Waiting[]
  /** Lets one thing happen, any of those that wait. False when nothing waits and nothing follows any more. */
  step(): Promise<boolean>
  /** Lets everything happen until nothing waits, true time passing where only an alarm is left. False when there is no end to it. */
  settle(most: number): Promise<boolean>
}

// Everything that follows at once: the queue of microtasks has run empty when the next turn of the event loop begins.
const drained = () => new Promise<void>((resolve) => setImmediate(resolve))

// Mostly enough for the next call to be made. Where it is not, what follows comes between what happens next, always at the same place: the order
// of microtasks is fixed. Turning the event loop at every step would make a simulation half as fast.
async function followed(): Promise<void> {
  for (let turns = 12; turns > 0; turns--) await undefined
}

/** One thing happens at a time, and which one is left to chance: every order of what concurrent processes do can come up. */
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
    // What was begun just now may not have asked for anything yet.
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
