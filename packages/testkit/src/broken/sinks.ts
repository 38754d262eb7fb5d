import type { CloudEvent, EventSink, FailureClass, PublishContext, SendResult } from '@huiyin/core/contracts'
import type { sinkFacets } from '../sinks/index.js'
import type { SinkUnderTest } from '../sinks/kit.js'

type Publish = EventSink['publish']
type Refused = { readonly class: FailureClass; readonly says: string }

const secret = 'account-4711'

/** A broker in memory, which tells of the account when it refuses. */
function createBroker() {
  const taken: CloudEvent[] = []
  let next: FailureClass | 'cut' | 'silent' | undefined
  let unwanted: string | undefined
  return {
    taken,
    answerNext: (how: typeof next) => {
      next = how
    },
    refuseOne: (id: string) => {
      unwanted = id
    },
    /** Takes a message off the wire. The ids that it took, or why it refuses all. */
    accept: async (wire: string, { signal }: PublishContext): Promise<readonly string[] | Refused> => {
      const how = next
      next = undefined
      await Promise.resolve()
      if (how === 'cut') throw new Error(`socket hang up of ${secret}`)
      if (how === 'silent')
        await new Promise((_, reject) => {
          const giveUp = () => reject(new Error('aborted'))
          if (signal.aborted) giveUp()
          else (signal as AbortSignal).addEventListener('abort', giveUp)
        })
      else if (how !== undefined) return { class: how, says: `${how}: ${secret}` }
      const good = (JSON.parse(wire) as CloudEvent[]).filter(({ id }) => id !== unwanted)
      unwanted = undefined
      taken.push(...good)
      return good.map(({ id }) => id)
    },
  }
}
type Broker = ReturnType<typeof createBroker>

const failure = (cause: FailureClass, reason: string): SendResult => ({ ok: false, class: cause, reason })

/** The sink that the specimens are made of: it keeps the contract. */
const keeping =
  (broker: Broker): Publish =>
  async (batch, context) => {
    // Written before anything is waited for: nothing is read from the batch later.
    const [wire, ids] = [JSON.stringify(batch), batch.map(({ id }) => id)]
    try {
      const answer = await broker.accept(wire, context)
      if ('class' in answer) return ids.map(() => failure(answer.class, 'refused'))
      return ids.map((id) => (answer.includes(id) ? { ok: true } : failure('content', 'refused')))
    } catch {
      return failure('unknown', 'no answer')
    }
  }

/** A sink as the kit tests it, with some of it replaced. */
export const sinkWith = (alter: (broker: Broker, publish: Publish) => Partial<EventSink> = () => ({})) =>
  async function create(): Promise<SinkUnderTest> {
    const broker = createBroker()
    const publish = keeping(broker)
    const sink = { contract: 'huiyin.sink/1', name: 'broker', on: ['*'], publish } as const
    const provoke = (how: FailureClass) => () => broker.answerNext(how)
    return {
      sink: { ...sink, ...alter(broker, publish) },
      taken: () => broker.taken,
      provoke: { throttled: provoke('throttled'), auth: provoke('auth'), content: provoke('content') },
      refuseOne: broker.refuseOne,
      breakOff: () => broker.answerNext('cut'),
      keepSilent: () => broker.answerNext('silent'),
      personal: [secret],
      cleanup: async () => {},
    }
  }

const publishing = (publish: (broker: Broker, keep: Publish) => Publish) =>
  sinkWith((broker, keep) => ({ publish: publish(broker, keep) }))

/** Sinks with one defect each: what the kit itself is tested on. `defect` completes "a sink that". Not part of the package. */
export const brokenSinks: readonly {
  readonly defect: string
  readonly facet: keyof typeof sinkFacets
  readonly create: () => Promise<SinkUnderTest>
}[] = [
  {
    defect: 'takes the name of the queue of core',
    facet: 'declaration',
    create: sinkWith(() => ({ name: 'huiyin' })),
  },
  {
    defect: 'waits for no event',
    facet: 'declaration',
    create: sinkWith(() => ({ on: [] })),
  },
  {
    defect: 'gives the other system no time',
    facet: 'declaration',
    create: sinkWith(() => ({ timeout: 0 })),
  },
  {
    defect: 'sends the first hundred of a batch and answers ok for all',
    facet: 'outcomes',
    create: publishing((_, keep) => async (batch, context) => {
      const answer = await keep(batch.slice(0, 100), context)
      return Array.isArray(answer) && batch.length > 100 ? { ok: true } : answer
    }),
  },
  {
    defect: 'answers ok to three events before the other system has them',
    facet: 'outcomes',
    create: publishing((_, keep) => async (batch, context) => {
      if (batch.map(({ data }) => data.record.id).join() !== 'q-1,q-2,q-3') return keep(batch, context)
      setImmediate(() => keep(batch, context))
      return { ok: true }
    }),
  },
  {
    defect: 'hands over the attributes that it knows',
    facet: 'wire',
    create: publishing(
      (_, keep) => (batch, context) =>
        keep(
          batch.map(({ partitionkey: _, ...known }) => known as CloudEvent),
          context,
        ),
    ),
  },
  {
    defect: 'makes ASCII of ids',
    facet: 'wire',
    create: publishing(
      (_, keep) => (batch, context) =>
        keep(
          batch.map((each) => ({ ...each, id: encodeURI(each.id) })),
          context,
        ),
    ),
  },
  {
    defect: 'puts every second batch before the one before',
    facet: 'order',
    create: publishing(({ taken }, keep) => async (batch, context) => {
      const answer = await keep(batch, context)
      const last = batch[0]?.data.seq === 2 ? taken.splice(-batch.length) : []
      taken.unshift(...last)
      return answer
    }),
  },
  {
    defect: 'gives every attempt an id of its own',
    facet: 'deduplication',
    create: publishing((_, keep) => {
      const times = new Map<string, number>()
      const again = (each: CloudEvent) => {
        const time = (times.get(each.id) ?? 0) + 1
        times.set(each.id, time)
        return time === 1 ? each : { ...each, dedupeid: `${each.dedupeid}${time}` }
      }
      return (batch, context) => keep(batch.map(again), context)
    }),
  },
  {
    defect: 'calls every failure transient',
    facet: 'failures',
    create: publishing((_, keep) => async (batch, context) => {
      const answer = await keep(batch, context)
      const outcomes = Array.isArray(answer) ? (answer as readonly SendResult[]) : batch.map(() => answer as SendResult)
      return outcomes.map((each) => (each.ok ? each : { ...each, class: 'transient' }))
    }),
  },
  {
    defect: 'answers with the outcomes in the order in which they came back',
    facet: 'partly',
    create: publishing((_, keep) => async (batch, context) => {
      const answer = await keep(batch, context)
      return Array.isArray(answer) ? answer.toSorted((a, b) => Number(b.ok) - Number(a.ok)) : answer
    }),
  },
  {
    defect: 'says ok of a batch of which something was taken',
    facet: 'partly',
    create: publishing((_, keep) => async (batch, context) => {
      const answer = await keep(batch, context)
      return Array.isArray(answer) && answer.some(({ ok }) => ok) ? { ok: true } : answer
    }),
  },
  {
    defect: 'throws when the connection is cut',
    facet: 'outages',
    create: publishing((broker, keep) => {
      const { accept } = broker
      return async (batch, context) => {
        let cut: unknown
        broker.accept = (wire, given) =>
          accept(wire, given).catch((error) => {
            cut = error
            throw error
          })
        const answer = await keep(batch, context)
        if (cut instanceof Error && cut.message.startsWith('socket')) throw cut
        return answer
      }
    }),
  },
  {
    defect: 'goes on when it is called off',
    facet: 'signal',
    create: publishing((_, keep) => (batch) => keep(batch, { signal: new AbortController().signal })),
  },
  {
    defect: 'repeats what the other system says',
    facet: 'privacy',
    create: publishing(({ accept }) => async (batch, context) => {
      const ids = batch.map(({ id }) => id)
      try {
        const answer = await accept(JSON.stringify(batch), context)
        if ('class' in answer) return failure(answer.class, answer.says)
        return ids.map((id) => (answer.includes(id) ? { ok: true } : failure('content', 'refused')))
      } catch {
        return failure('unknown', 'no answer')
      }
    }),
  },
  {
    defect: 'sorts the batch that it is given',
    facet: 'batches',
    create: publishing((_, keep) => async (batch, context) => {
      const sorted = (batch as CloudEvent[]).sort((a, b) => (a.id < b.id ? -1 : 1))
      return keep(sorted, context)
    }),
  },
  {
    defect: 'keeps the batch that it publishes in one place',
    facet: 'concurrency',
    create: publishing((_, keep) => {
      let current: readonly CloudEvent[] = []
      return async (batch, context) => {
        current = structuredClone(batch) as CloudEvent[]
        await Promise.resolve()
        const answer = await keep(current, context)
        return Array.isArray(answer) && answer.length !== batch.length ? { ok: true } : answer
      }
    }),
  },
]
