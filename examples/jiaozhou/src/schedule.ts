/** A simulated activity: yields the instants at which it goes on. */
export type Doing = AsyncGenerator<number, void, void>

interface Entry {
  readonly at: number
  readonly order: number
  readonly doing: Doing
}

/** Runs many activities on one simulated clock, the earliest first; what falls on one instant goes in the order it was planned. */
export function createSchedule() {
  const heap: Entry[] = []
  let order = 0

  const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order)

  function push(entry: Entry): void {
    let child = heap.push(entry) - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!before(heap[child] as Entry, heap[parent] as Entry)) return
      ;[heap[child], heap[parent]] = [heap[parent] as Entry, heap[child] as Entry]
      child = parent
    }
  }

  function pop(): Entry | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      let least = parent
      if (left < heap.length && before(heap[left] as Entry, heap[least] as Entry)) least = left
      if (right < heap.length && before(heap[right] as Entry, heap[least] as Entry)) least = right
      if (least === parent) return first
      ;[heap[parent], heap[least]] = [heap[least] as Entry, heap[parent] as Entry]
      parent = least
    }
  }

  return {
    /** Starts an activity at an instant. */
    start(at: number, doing: Doing): void {
      push({ at, order: order++, doing })
    },
    /** Goes through everything planned before `end`; `reach` is called with each new instant first. */
    async run(end: number, reach: (instant: number) => Promise<void>): Promise<void> {
      for (let entry = pop(); entry !== undefined && entry.at < end; entry = pop()) {
        await reach(entry.at)
        const { done, value } = await entry.doing.next()
        if (!done) push({ at: Math.max(value, entry.at), order: order++, doing: entry.doing })
      }
      await reach(end)
    },
  }
}

export type Schedule = ReturnType<typeof createSchedule>
