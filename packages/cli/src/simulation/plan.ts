/** A simulated activity: yields the instants at which it goes on. */
export type Doing = AsyncGenerator<number, void, void>

interface Planned {
  readonly at: number
  readonly order: number
  readonly doing: Doing
}

/** Runs many activities on one simulated clock. */
export interface Plan {
  /** Starts an activity at an instant. */
  begin(at: number, doing: Doing): void
  /** Goes through everything planned before `end`, the earliest first, in the order it was planned; `reach` is called with each instant first. */
  run(end: number, reach: (instant: number) => Promise<void>): Promise<void>
}

/** What is still to happen in the simulated city, taken in order of time. */
export function createPlan(): Plan {
  // Sorted, the earliest last: taking is cheap, and what is put in mostly belongs near the end that is taken from.
  const planned: Planned[] = []
  let order = 0
  const later = (a: Planned, b: Planned) => a.at > b.at || (a.at === b.at && a.order > b.order)

  function put(at: number, doing: Doing): void {
    const entry = { at, order: order++, doing }
    let low = 0
    let high = planned.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (later(planned[middle] as Planned, entry)) low = middle + 1
      else high = middle
    }
    planned.splice(low, 0, entry)
  }

  async function run(end: number, reach: (instant: number) => Promise<void>): Promise<void> {
    for (let next = planned.pop(); next !== undefined && next.at < end; next = planned.pop()) {
      await reach(next.at)
      const { done, value } = await next.doing.next()
      if (done !== true) put(Math.max(value, next.at), next.doing)
    }
    await reach(end)
  }

  return Object.freeze({ begin: put, run })
}
