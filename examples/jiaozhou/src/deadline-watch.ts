import type { Storage } from '@huiyin/core'
import { createHeap } from './heap.ts'

interface Due {
  readonly at: number
  readonly id: string
  readonly name: string
}

/** A storage that knows when the next deadline falls due: the city is told that time has passed then, and not in between. */
export function watchDeadlines(storage: Storage) {
  const instants = new Map<string, Map<string, number>>()
  const heap = createHeap<Due>((a, b) => a.at < b.at)

  function put({ id }: { readonly id: string }, name: string, at: number): void {
    const own = instants.get(id) ?? new Map<string, number>()
    instants.set(id, own.set(name, at))
    heap.push({ at, id, name })
  }

  function drop({ id }: { readonly id: string }, name: string): void {
    const own = instants.get(id)
    own?.delete(name)
    if (own?.size === 0) instants.delete(id)
  }

  const watched: Storage = {
    ...storage,
    commit: async (changes, within) => {
      const outcomes = await storage.commit(changes, within)
      for (const [place, change] of changes.entries()) {
        if (outcomes[place]?.kind !== 'committed') continue
        for (const name of change.deadlines.drop) drop(change, name)
        for (const { name, at } of change.deadlines.put) put(change, name, at)
      }
      return outcomes
    },
    settle: async (rows) => {
      await storage.settle(rows)
      for (const row of rows) if (row.what === 'deadline') put(row.ref, row.name, row.at)
    },
  }

  /** The instant of the next deadline, of one record or of all; infinite when there is none. */
  function next(id?: string): number {
    if (id !== undefined) return Math.min(Number.POSITIVE_INFINITY, ...(instants.get(id)?.values() ?? []))
    for (let first = heap.first(); first !== undefined; first = heap.first()) {
      if (instants.get(first.id)?.get(first.name) === first.at) return first.at
      heap.pop()
    }
    return Number.POSITIVE_INFINITY
  }

  return { storage: watched, next }
}
