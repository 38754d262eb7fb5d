import { describe, expect, it } from 'vitest'
import type { SendResult } from '../../src/contracts/channel.js'
import type { DestinationPause, DueQuery, Settlement } from '../../src/contracts/queries.js'
import type { TakenDelivery } from '../../src/contracts/rows.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createDispatcher } from '../../src/delivery/dispatcher.js'
import { createDestinations, type Destination } from '../../src/record/destinations.js'

const second = 1000
const ok: SendResult = { ok: true }
const refused = (cause: 'recipient' | 'transient' | 'auth'): SendResult => ({ ok: false, class: cause, reason: 'no' })
const taken = (event: number, attempts = 1, destination = 'sms'): TakenDelivery => ({
  ...{ bucket: 0, type: 'request', id: 'q-1', event, destination, payload: '{}', at: 0, attempts },
})
const turns = async (count = 60) => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

type Batches = Readonly<Record<string, readonly (readonly TakenDelivery[])[]>>

/** A dispatcher whose storage hands out these batches, one with each look, and keeps what it is told. */
function world(senders: readonly (Partial<Destination> & { name: string })[], batches: Batches = {}) {
  let present = 0
  const left = Object.fromEntries(Object.entries(batches).map(([name, all]) => [name, [...all]]))
  const looks: DueQuery[] = []
  const settled: Extract<Settlement, { what: 'delivery' }>[] = []
  const warnings: (readonly [string, object | undefined])[] = []
  const timers: { readonly ms: number; readonly callback: () => void }[] = []
  const paused = new Map<string, DestinationPause>()
  const storage = {
    name: 'fake',
    takeDue: async (take: DueQuery) => {
      looks.push(take)
      return left[take.destinations?.[0] ?? '']?.shift() ?? []
    },
    settle: async (settlements: readonly Settlement[]): Promise<void> => {
      for (const each of settlements) {
        if (each.what === 'delivery') settled.push(each)
        else if (each.what === 'pause') paused.set(each.destination, each)
        else if (each.what === 'resume') paused.delete(each.destination)
      }
    },
    pauses: async () => [...paused.values()],
  }
  const destinations = createDestinations()
  for (const each of senders)
    destinations.add({
      ...{ concurrency: 1, onDeadLetter: 'skip', payloadFor: () => undefined, deliver: async () => ok },
      ...each,
    })
  const dispatcher = createDispatcher({
    storage: storage as unknown as Storage,
    destinations,
    clock: { now: () => present },
    timer: {
      after: (ms, callback) => {
        const entry = { ms, callback }
        timers.push(entry)
        return () => void timers.splice(timers.indexOf(entry), 1)
      },
    },
    owner: 'p-1',
    logger: { info: () => {}, warn: (message, details) => void warnings.push([message, details]) },
  })
  const outcomes = () => settled.map(({ event, outcome }) => [event, outcome.kind])
  const pass = (ms: number) => {
    present += ms
  }
  return { dispatcher, storage, left, looks, settled, warnings, timers, outcomes, pass }
}

describe('a round', () => {
  it('takes twice as many as are sent at once, for as long as four of its sends may take, two minutes at least', async () => {
    const { dispatcher, looks, pass } = world([
      { name: 'sms', concurrency: 3 },
      { name: 'fax', timeout: 60 * second },
    ])
    pass(7)
    expect(await dispatcher.dispatch()).toBe(0)
    expect(looks).toEqual([
      {
        ...{ what: 'deliveries', now: 7, limit: 6, destinations: ['sms'] },
        lease: { owner: 'p-1', until: 7 + 120 * second },
      },
      {
        ...{ what: 'deliveries', now: 7, limit: 2, destinations: ['fax'] },
        lease: { owner: 'p-1', until: 7 + 240 * second },
      },
    ])
  })

  it('goes on until nothing is due and nothing under way, and counts what it took', async () => {
    const due = { sms: [[taken(1), taken(2)], [taken(3)]], fax: [[taken(9, 1, 'fax')]] }
    const { dispatcher, outcomes } = world([{ name: 'sms' }, { name: 'fax' }], due)
    expect(await dispatcher.dispatch(0, ['fax', 'nobody'])).toBe(1)
    expect(await dispatcher.dispatch(0)).toBe(3)
    expect(outcomes().sort()).toEqual([1, 2, 3, 9].map((event) => [event, 'done']))
  })

  it('looks again when what was under way has ended: it uncovers the next of its record', async () => {
    const { dispatcher, left, outcomes } = world([
      {
        name: 'sms',
        deliver: async () => {
          await turns(20)
          if (outcomes().length === 0) left.sms = [[taken(2)]]
          return ok
        },
      },
    ])
    left.sms = [[taken(1)]]
    expect(await dispatcher.dispatch(0)).toBe(2)
  })

  it('counts leases from the present instant, by its own start, and never backwards', async () => {
    const lapse = { ms: 5 * second }
    const slow = world([
      {
        name: 'sms',
        deliver: async () => {
          slow.pass(lapse.ms)
          return ok
        },
      },
    ])
    const leases = async () => {
      slow.left.sms = [[taken(1)]]
      slow.looks.length = 0
      await slow.dispatcher.dispatch(1000)
      return slow.looks.map(({ lease }) => lease.until / second)
    }
    expect(await leases()).toEqual([121, 126, 126])
    lapse.ms = -9 * second
    expect(await leases()).toEqual([121, 121, 121])
  })

  it('that is called off begins nothing more, and what it took is due as before, with no attempt more', async () => {
    let going = true
    const sent: number[] = []
    const { dispatcher, settled, looks } = world(
      [
        {
          name: 'sms',
          deliver: async ({ event }) => {
            sent.push(event)
            going = false
            return ok
          },
        },
      ],
      { sms: [[taken(1), taken(2)], [taken(3)]] },
    )
    await dispatcher.dispatch(50, undefined, () => going)
    expect(sent).toEqual([1])
    expect(settled.map(({ event, outcome }) => [event, outcome])).toEqual([
      [1, { kind: 'done' }],
      [2, { kind: 'retry', at: 0, counted: false }],
    ])
    expect(looks).toHaveLength(1)
    await dispatcher.dispatch(50, undefined, () => false)
    expect(looks).toHaveLength(1)
  })

  it('ends where the storage cannot settle, hurts no other destination, and says so', async () => {
    const { dispatcher, storage, looks, outcomes } = world([{ name: 'sms' }, { name: 'fax' }], {
      sms: Array.from({ length: 50 }, (_, n) => [taken(n)]),
      fax: [[taken(1, 1, 'fax')], [taken(2, 1, 'fax')]],
    })
    const { settle } = storage
    storage.settle = async (all) => {
      if (all.some((each) => 'destination' in each && each.destination === 'sms')) throw new Error('disk full')
      return settle(all)
    }
    await expect(dispatcher.dispatch(0)).rejects.toThrow('disk full')
    expect(looks.filter(({ destinations }) => destinations?.[0] === 'sms').length).toBeLessThan(10)
    expect(outcomes()).toEqual([
      [1, 'done'],
      [2, 'done'],
    ])
  })
})

describe('a destination that is out of order', () => {
  it('is paused at once, told once, and tried by one message; the others are given back', async () => {
    const { dispatcher, looks, warnings, left, outcomes, storage } = world(
      [{ name: 'sms', deliver: async () => refused('auth') }],
      { sms: [[taken(1), taken(2)], [taken(3)]] },
    )
    await dispatcher.dispatch(0)
    const until = 900 * second
    expect(looks).toHaveLength(1)
    const pause = { destination: 'sms', until, reason: 'auth: no' }
    expect(await storage.pauses()).toMatchObject([{ ...pause, since: 0 }])
    expect(warnings).toEqual([['destination paused', pause]])
    expect(outcomes()).toEqual([
      [1, 'retry'],
      [2, 'retry'],
    ])
    left.sms = [[taken(4), taken(5)], [taken(6)]]
    expect(await dispatcher.dispatch(until)).toBe(1)
    expect(looks).toHaveLength(2)
    expect(await storage.pauses()).toMatchObject([{ until: 2 * until, since: until }])
  })
})

describe('a delivery', () => {
  it('that becomes a dead letter is told of with its class, not with what the gateway said; a retry is not', async () => {
    const answers = [refused('transient'), refused('recipient'), ok]
    const { dispatcher, warnings, outcomes } = world(
      [{ name: 'sms', deliver: async () => answers.shift() as SendResult }],
      { sms: [[taken(1), taken(2)], [taken(3)]] },
    )
    await dispatcher.dispatch(0)
    expect(outcomes().map(([, kind]) => kind)).toEqual(['retry', 'dead', 'done'])
    expect(warnings).toEqual([
      ['delivery is a dead letter now', { destination: 'sms', record: 'q-1', event: 2, reason: 'recipient' }],
    ])
  })

  it.each([
    ['sent', ok, 1],
    ['refused', refused('transient'), 2],
  ] as const)('that was %s and could not be settled is sent so often in two rounds: %s', async (_, answer, times) => {
    let sent = 0
    const deliver = async () => {
      sent++
      return answer
    }
    const { dispatcher, storage, left, outcomes } = world([{ name: 'sms', deliver }], {
      sms: [[taken(1)]],
    })
    const { settle } = storage
    storage.settle = async () => {
      throw new Error('disk full')
    }
    await expect(dispatcher.dispatch(0)).rejects.toThrow('disk full')
    storage.settle = settle
    left.sms = [[taken(1, 2)]]
    await dispatcher.dispatch(200 * second)
    expect(sent).toBe(times)
    expect(outcomes()).toEqual([[1, answer.ok ? 'done' : 'retry']])
  })
})

describe('an answer that takes longer than its time', () => {
  function hanging() {
    const answers: ((result: SendResult) => void)[] = []
    const deliver = () => new Promise<SendResult>((resolve) => void answers.push(resolve))
    const all = world([{ name: 'sms', deliver, timeout: 40 * second }], { sms: [[taken(1)]] })
    const late = async () => {
      const round = all.dispatcher.dispatch(0)
      await turns()
      all.pass(40 * second)
      all.timers[0]?.callback()
      await round
      await turns()
    }
    return { ...all, answers, late }
  }

  it('is waited for until five seconds before the lease ends, and is unknown then', async () => {
    const { timers, late, outcomes, settled, pass } = hanging()
    await late()
    expect(timers.map(({ ms }) => ms)).toEqual([(160 - 40 - 5) * second])
    expect(outcomes()).toEqual([])
    pass(115 * second)
    timers[0]?.callback()
    await turns()
    expect(outcomes()).toEqual([[1, 'retry']])
    expect(settled[0]?.outcome).toMatchObject({ at: expect.any(Number) })
  })

  it('settles its message when it comes; where that cannot be written, the log says so and nothing is thrown', async () => {
    const one = hanging()
    await one.late()
    one.answers[0]?.(ok)
    await turns()
    expect(one.outcomes()).toEqual([[1, 'done']])
    const other = hanging()
    await other.late()
    other.storage.settle = async () => {
      throw new Error('disk full')
    }
    other.answers[0]?.(refused('transient'))
    await turns()
    expect(other.warnings).toEqual([
      ['a late answer could not be settled', { destination: 'sms', error: expect.stringContaining('disk full') }],
    ])
  })

  it('is waited for no longer once the process stops, and is not lost, whichever comes first', async () => {
    for (let between = 0; between < 12; between++) {
      const { late, dispatcher, answers, settled, left, outcomes } = hanging()
      await late()
      answers[0]?.(ok)
      await turns(between)
      dispatcher.close()
      await turns()
      if (settled.length > 0) continue
      dispatcher.open()
      left.sms = [[taken(1, 2)]]
      await dispatcher.dispatch(200 * second)
      expect(answers).toHaveLength(1)
      expect(outcomes()).toEqual([[1, 'done']])
    }
  })

  it('that is a refusal after the process stopped is asked for again', async () => {
    const { late, dispatcher, answers, left, outcomes, timers } = hanging()
    await late()
    dispatcher.close()
    expect(timers).toEqual([])
    answers[0]?.(refused('transient'))
    await turns()
    expect(outcomes()).toEqual([])
    dispatcher.open()
    left.sms = [[taken(1, 2)]]
    const round = dispatcher.dispatch(200 * second)
    await turns()
    answers[1]?.(ok)
    await round
    expect(outcomes()).toEqual([[1, 'done']])
  })
})
