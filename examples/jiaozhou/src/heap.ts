/** A queue that gives the least item first. */
export function createHeap<Item>(before: (a: Item, b: Item) => boolean) {
  const heap: Item[] = []
  const at = (place: number) => heap[place] as Item

  function push(item: Item): void {
    let child = heap.push(item) - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (!before(at(child), at(parent))) return
      ;[heap[child], heap[parent]] = [at(parent), at(child)]
      child = parent
    }
  }

  function pop(): Item | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      let least = parent
      if (left < heap.length && before(at(left), at(least))) least = left
      if (right < heap.length && before(at(right), at(least))) least = right
      if (least === parent) return first
      ;[heap[parent], heap[least]] = [at(least), at(parent)]
      parent = least
    }
  }

  return { push, pop, first: (): Item | undefined => heap[0] }
}
