import type { CloudEvent, EventSink, PublishContext } from '@huiyin/core/contracts'

/** A sink that keeps what it gets, for tests. */
export interface MemorySink extends EventSink {
  /** What it took, oldest first; an event that comes again, by `source` and `id`, is dropped. */
  readonly taken: readonly CloudEvent[]
  /** Every batch that came, as ids, those that were not taken too. */
  readonly batches: readonly (readonly string[])[]
  /** Has the next batch, and only that, answered by this function instead of being taken. */
  answerNext(answer: (batch: readonly CloudEvent[], context: PublishContext) => unknown): void
}

/** Makes a sink in memory. It is called `memory` and is owed every event, in batches of 200, unless `parts` says otherwise. */
export function memorySink(parts: Partial<Omit<EventSink, 'contract' | 'publish'>> = {}): MemorySink {
  const taken: CloudEvent[] = []
  const batches: string[][] = []
  const answers: Parameters<MemorySink['answerNext']>[0][] = []
  const known = new Set<string>()
  return {
    contract: 'huiyin.sink/1',
    name: 'memory',
    on: ['*'],
    ...parts,
    taken,
    batches,
    answerNext: (answer) => void answers.push(answer),
    publish: async (batch, context) => {
      batches.push(batch.map(({ id }) => id))
      const answer = answers.shift()
      if (answer !== undefined) return answer(batch, context) as Awaited<ReturnType<EventSink['publish']>>
      for (const event of batch) {
        const key = `${event.source} ${event.id}`
        if (!known.has(key)) taken.push(event)
        known.add(key)
      }
      return { ok: true }
    },
  }
}
