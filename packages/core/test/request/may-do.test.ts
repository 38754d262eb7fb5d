import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import {
  awaitingRating,
  contextAt,
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { mayDo } from '../../src/request/reading/may-do.js'

const officer: Actor = { id: 'officer-2', kind: 'staff', grants: [{ role: 'handler', unit: 'housing' }] }
const worker: Actor = { id: 'grid', kind: 'staff', grants: [{ role: 'gridWorker', area: '370281001001' }] }
const security: Actor = { id: 'security', kind: 'staff', grants: [{ role: 'securityAdmin', area: '370281' }] }
const neighbour: Actor = { ...resident, id: 'res-9' }
const people = [resident, neighbour, dispatcher, supervisor, handler, officer, partner, worker, security, system]

// Inputs that nothing is wrong with, where there are any.
const inputs: Readonly<Record<string, object>> = {
  dispatch: {},
  answerOnTheSpot: { text: sealed },
  decline: { reasonCode: 'not-ours', reason: sealed },
  void: { reason: sealed },
  withdraw: {},
  claim: {},
  returnBack: { reason: sealed },
  transfer: { unit: 'water' },
  suspend: { reasonCode: 'season' },
  resume: {},
  requestExtension: { by: { workingDays: 1 }, reason: sealed },
  decideExtension: { granted: true },
  reply: { text: sealed },
  check: { passed: true },
  rate: { grade: 5 },
  followUp: { reached: false },
  urge: {},
  supervise: {},
  unmerge: {},
  forceClose: { reason: sealed },
  reclassify: { category: 'works' },
  eraseTexts: { basis: 'otherLaw' },
  assignCoHandler: { unit: 'water' },
}

const closed = () => awaitingRating().do(resident, 'rate', { grade: 5 })

describe('what somebody may do with a request', () => {
  const walks = { reported: scenario, dispatched, handling, awaitingRating, closed }
  it.each(Object.entries(walks))('is what would be accepted, and why not for the rest: %s', (_, walk) => {
    const { facts, now } = walk()
    for (const by of people) {
      const { commands, refused = [] } = mayDo(facts, contextAt(now, by), { why: true })
      for (const [name, input] of Object.entries(inputs)) {
        const code = walk().refusal(by, name as 'dispatch', input as never)
        const told = refused.find(({ command }) => command === name)?.refusal.code
        expect([by.id, name, commands.includes(name), told]).toEqual([by.id, name, code === undefined, code])
      }
    }
  })
  it('does not tell of what is refused unless it is asked', () => {
    const { facts, now } = scenario()
    expect(mayDo(facts, contextAt(now, dispatcher))).not.toHaveProperty('refused')
  })
})

it('views offer what the reader may do, and a law of the day takes it away', async () => {
  const platform = { clock: simulatedClock(Date.parse('2022-01-04T10:00:00+08:00')), ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform })
  await huiyin.start()
  await seedCity(huiyin)
  await huiyin.requests.submit(
    'q-1',
    { category: 'heating', area: cityGrid, description: '不热' },
    { by: actors.resident },
  )
  const { requests } = huiyin.as(actors.desk)
  const { commands } = await requests.mayDo('q-1')
  expect(commands).toEqual(expect.arrayContaining(['dispatch', 'decline', 'urge']))
  expect(commands).not.toContain('claim')
  expect((await requests.forStaff('q-1')).allowed).toEqual(commands)
  expect((await huiyin.requests.forResident('q-1', { by: actors.resident })).mayDo).toEqual([
    ...['withdraw', 'urge', 'supplement', 'correct'],
  ])
  await huiyin.requests.urge('q-1', { by: actors.resident })
  expect((await huiyin.requests.forResident('q-1', { by: actors.resident })).mayDo).toEqual([
    ...['withdraw', 'supplement', 'correct'],
  ])
  const { refused = [] } = await huiyin.requests.mayDo('q-1', { by: actors.resident, why: true })
  expect(refused.find(({ command }) => command === 'urge')?.refusal.code).toBe('urged-recently')
  await expect(huiyin.requests.mayDo('q-1', { by: actors.neighbour })).rejects.toMatchObject({ code: 'not-found' })
})
