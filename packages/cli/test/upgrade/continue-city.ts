import { cityActors as actors } from '@huiyin/testkit'
import { expect } from 'vitest'
import type { cityOn } from './lived-city.js'

const day = 24 * 3_600_000
const unitActors = { housing: actors.housing, water: actors.water, centre: actors.centre } as const
const residents = { 'res-1': actors.resident, 'res-2': actors.neighbour } as const

/** Issues one command on every open request, the one its state waits for, and lets a month pass. Answers the states that were met. */
export async function continueCity({ huiyin, clock }: ReturnType<typeof cityOn>): Promise<ReadonlySet<string>> {
  const { requests } = huiyin
  const met = new Set<string>()
  const { items } = await requests.find({ open: true, limit: 500 }, { by: actors.system })
  for (const { id, status, unit, requester } of items) {
    const handler = unitActors[(unit ?? 'centre') as keyof typeof unitActors]
    const by = { by: handler, key: `continued-${id}` }
    const commands: Record<string, () => Promise<{ readonly ok: boolean }>> = {
      reported: () => requests.dispatch(id, {}, { by: actors.desk }),
      reassigning: () => requests.dispatch(id, {}, { by: actors.desk }),
      unclaimed: () => requests.dispatch(id, {}, { by: actors.desk }),
      offered: () => requests.claim(id, {}, { ...by, by: actors.water }),
      dispatched: () => requests.claim(id, {}, by),
      handling: () => requests.reply(id, { text: '已按新规办结' }, by),
      rectifying: () => requests.reply(id, { text: '整改完毕' }, by),
      suspended: () => requests.resume(id, {}, by),
      checking: () => requests.check(id, { passed: true, reason: '属实' }, { by: actors.chief }),
      awaitingRating: () =>
        requests.rate(id, { grade: 4 }, { by: residents[requester as keyof typeof residents], key: 'rated' }),
    }
    const command = commands[status]
    if (command === undefined) throw new Error(`No command for ${status}`)
    expect(await command(), `${status} ${id}`).toMatchObject({ ok: true })
    met.add(status)
  }
  for (let passed = 0; passed < 30; passed++) {
    clock.advance(day)
    await huiyin.tick()
  }
  return met
}
