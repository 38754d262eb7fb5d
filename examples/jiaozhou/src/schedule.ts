import { AsyncLocalStorage } from 'node:async_hooks'
import { createHeap } from './heap.ts'
import { day } from './shanghai.ts'

/** A simulated activity: yields the instants at which it goes on. */
export type Doing = AsyncGenerator<number, void, void>

interface Entry {
  readonly at: number
  /** Place of the request it is about. */
  readonly about: number
  readonly order: number
  readonly doing: Doing
}
type Queue = ReturnType<typeof createHeap<Entry>>

/** What acts at the moment. */
interface Acting extends Entry {
  /** Where what it starts, and what it goes on with, waits. */
  readonly queue: Queue
}

/** What may go side by side. */
export interface Company {
  /** Called with the instant of the first activity before it and others begin. */
  readonly reach: (instant: number) => Promise<void>
  /** Until when nothing but its own activities changes a request; all of them when none is named. */
  readonly undisturbed: (about?: number) => number
  /** Whether a request touches others: those go one after the other among themselves. */
  readonly alone: (about: number) => boolean
}

/** So many requests go side by side, and share writes. */
const most = 64
/** How far a request may be ahead of others. */
const longest = day

/**
 * Runs many activities on one simulated clock. Those about one request go one after the other, the earliest first; what falls on one instant goes in
 * the order it was planned. Different requests go side by side, each at instants of its own: nobody can tell in which order they went, as long
 * as the deadlines of each come between its activities.
 */
export function createSchedule() {
  const acting = new AsyncLocalStorage<Acting>()
  const createQueue = () => createHeap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order))
  const planned = createQueue()
  let order = 0

  const plan = (queue: Queue, at: number, about: number, doing: Doing) =>
    queue.push({ at, about, order: order++, doing })

  /** Takes what is planned next, by request, in the order of time. */
  function takeSome(first: Entry, end: number, alone: Company['alone']): Queue[] {
    const taken = new Map<number, Queue>()
    for (let next: Entry | undefined = first; next !== undefined; next = planned.first()) {
      const lane = alone(next.about) ? -1 : next.about
      const queue = taken.get(lane) ?? createQueue()
      if (next.at >= end || (!taken.has(lane) && taken.size === most)) break
      taken.set(lane, queue)
      queue.push(next)
      if (next !== first) planned.pop()
    }
    return [...taken.values()]
  }

  /** Goes through what waits in a queue; what has to wait for a deadline, or for the others, is planned again. */
  async function follow(queue: Queue, end: number, { undisturbed, alone }: Company): Promise<void> {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { at, about, doing } = next
      if (at >= end || at >= undisturbed(alone(about) ? undefined : about)) planned.push(next)
      else {
        const { done, value } = await acting.run({ ...next, queue }, () => doing.next())
        if (!done) plan(queue, Math.max(value, at), about, doing)
      }
    }
  }

  return {
    /** What acts, asked from within what it does. */
    acting: (): Pick<Acting, 'at' | 'about'> | undefined => acting.getStore(),
    /** Starts an activity at an instant. What an activity starts is about the same request. */
    start(at: number, doing: Doing, about = acting.getStore()?.about ?? -1): void {
      plan(acting.getStore()?.queue ?? planned, at, about, doing)
    },
    /** Goes through everything planned before `end`. */
    async run(end: number, company: Company): Promise<void> {
      for (let first = planned.pop(); first !== undefined && first.at < end; first = planned.pop()) {
        await company.reach(first.at)
        const until = Math.min(end, first.at + longest)
        const queues = takeSome(first, until, company.alone)
        await Promise.all(queues.map((queue) => follow(queue, until, company)))
      }
      await company.reach(end)
    },
  }
}

export type Schedule = ReturnType<typeof createSchedule>
