import { createHuiyin, type Storage } from '@huiyin/core'
import type { SendResult } from '@huiyin/core/contracts'
import { cityActors, cityGrid, seedCity } from '../city.js'
import { nonsenseAnswer } from '../nonsense-answer.js'
import { seededRandom } from '../seeded-random.js'
import { simulatedClock } from '../simulated-clock.js'
import { simulatedIds } from '../simulated-ids.js'

const requestsARound = 50
const longest = 6 * 3_600_000

/** What came of nonsense answers. */
export interface NonsensePlayed {
  /** How many nonsense answers there were. */
  readonly asked: number
  /** Messages of neighbours that were still pending after the round in which they were due. */
  readonly unsettled: readonly string[]
  /** Messages of neighbours that were sent more than once. */
  readonly twice: readonly string[]
  /** How many messages of neighbours were sent. */
  readonly neighbours: number
}

/**
 * Runs a small city on a storage whose only channel answers four requests of five with nonsense, until there were so many nonsense answers, and says
 * what that did to the others. Nothing sleeps.
 */
export async function playNonsense(storage: Storage, answers: number, seed = 1): Promise<NonsensePlayed> {
  const random = seededRandom(seed)
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const strangers = new Set<string>()
  const sent: string[] = []
  const unsettled: string[] = []
  let asked = 0
  // One that never answers would make this wait for its time limit; the others are as bad.
  function nonsense() {
    for (;;) {
      const { hangs, send } = nonsenseAnswer(random)
      if (!hangs) return send()
    }
  }
  const huiyin = createHuiyin({
    storage,
    // Its time is simulated, that of a database server is not.
    limits: { clockDriftDays: Number.POSITIVE_INFINITY },
    platform: { clock, ids: simulatedIds(seed) },
    channels: [
      {
        contract: 'huiyin.channel/2',
        name: 'sms',
        audience: 'resident',
        send: ({ id, record }) => {
          if (strangers.has(record.id)) {
            asked++
            return nonsense() as Promise<SendResult>
          }
          sent.push(id)
          return Promise.resolve({ ok: true })
        },
      },
    ],
  })
  await huiyin.start()
  await seedCity(huiyin)
  while (asked < answers) {
    for (let n = 0; n < requestsARound; n++) {
      const report = { category: 'heating', area: cityGrid, description: '家中不热' }
      const result = await huiyin.requests.submit(report, { by: cityActors.resident })
      if (!result.ok) throw new Error(result.refusal.code)
      if (n % 5 !== 0) strangers.add(result.request.id)
    }
    await huiyin.tick()
    let after: string | undefined
    do {
      const page = await huiyin.deliveries.pending(
        { limit: 500, ...(after !== undefined && { after }) },
        { by: cityActors.system },
      )
      for (const { id, event } of page.items) if (!strangers.has(id)) unsettled.push(`${id}/${event}`)
      after = page.next
    } while (after !== undefined)
    clock.advance(longest)
  }
  await huiyin.stop()
  const twice = sent.filter((id, position) => sent.indexOf(id) !== position)
  return { asked, unsettled, twice, neighbours: sent.length }
}
