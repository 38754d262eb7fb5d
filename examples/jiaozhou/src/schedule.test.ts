import { describe, expect, it } from 'vitest'
import { type Company, createSchedule, type Doing } from './schedule.ts'
import { hour } from './shanghai.ts'

const free: Company = { reach: async () => {}, undisturbed: () => Number.POSITIVE_INFINITY, alone: () => false }

/** Activities that write down when they begin and end something that takes a while. */
function city() {
  const schedule = createSchedule()
  const log: string[] = []
  async function* doing(name: string, instants: readonly number[]): Doing {
    for (const next of [...instants, undefined]) {
      log.push(`${name} begins at ${schedule.acting()?.at}`)
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`${name} ends at ${schedule.acting()?.at}`)
      if (next !== undefined) yield next
    }
  }
  return { schedule, log, doing }
}

describe('the schedule', () => {
  it('lets different requests go side by side, each at its own instant', async () => {
    const { schedule, log, doing } = city()
    schedule.start(10, doing('one', []), 1)
    schedule.start(20, doing('two', []), 2)
    await schedule.run(hour, free)
    expect(log).toEqual(['one begins at 10', 'two begins at 20', 'one ends at 10', 'two ends at 20'])
  })

  it('keeps the activities of one request in their order, also those that another of them starts', async () => {
    const { schedule, log, doing } = city()
    async function* first(): Doing {
      schedule.start(15, doing('started', []))
      yield* doing('first', [30])
    }
    schedule.start(10, first(), 1)
    schedule.start(20, doing('second', []), 1)
    await schedule.run(hour, free)
    const begun = log.filter((line) => line.includes('begins'))
    expect(begun).toEqual(['first begins at 10', 'started begins at 15', 'second begins at 20', 'first begins at 30'])
  })

  it('lets a request wait for its deadline, and no other request', async () => {
    const { schedule, log, doing } = city()
    let due = 15
    const reach = async (instant: number) => {
      if (due <= instant) log.push(`due at ${due}`)
      if (due <= instant) due = Number.POSITIVE_INFINITY
    }
    schedule.start(10, doing('one', [20]), 1)
    schedule.start(10, doing('two', [18]), 2)
    await schedule.run(hour, { ...free, reach, undisturbed: (about) => (about === 2 ? Number.POSITIVE_INFINITY : due) })
    const order = log.filter((line) => !line.includes('ends'))
    expect(order).toEqual(['one begins at 10', 'two begins at 10', 'two begins at 18', 'due at 15', 'one begins at 20'])
  })

  it('lets requests that touch others go one after the other', async () => {
    const { schedule, log, doing } = city()
    schedule.start(10, doing('one', []), 1)
    schedule.start(20, doing('two', []), 2)
    await schedule.run(hour, { ...free, alone: () => true })
    expect(log).toEqual(['one begins at 10', 'one ends at 10', 'two begins at 20', 'two ends at 20'])
  })

  it('leaves what is planned for the end and later', async () => {
    const { schedule, log, doing } = city()
    schedule.start(10, doing('one', [hour]), 1)
    await schedule.run(hour, free)
    expect(log).toEqual(['one begins at 10', 'one ends at 10'])
  })
})
