import type { Actor, BusinessHours, RequestFacts, RequestResult, Requests } from '@huiyin/core'
import type { SeededRandom } from '@huiyin/testkit'
import { system } from '../record/system.js'
import { catalogue, chief, desk, grids, officer, resident } from './city.js'
import type { Doing, Plan } from './plan.js'

const hour = 3_600_000

/** What the life of a request needs. */
export interface Surroundings {
  readonly requests: Requests
  readonly hours: BusinessHours
  readonly plan: Plan
  readonly now: () => number
  /** Called for every command with its name, or the code of its refusal. */
  readonly counted: (command: string, refusal?: string) => void
}

const units = catalogue.units.map(({ id }) => id)
const words = ['请尽快处理。', '已经两天了。', '邻居们都反映过。', '希望有人来看看。']

/**
 * One request from its report to its end. How people behave is random; what is allowed is decided by the library. A refusal is
 * counted, and the life goes on.
 */
export async function* life(around: Surroundings, place: number, random: SeededRandom): Doing {
  const { requests, plan } = around
  const by = resident(random.int(1, 2000))
  const input = {
    channel: random.pick(['miniProgram', 'miniProgram', 'hotline', 'plazaTalk']),
    category: random.pick(catalogue.categories).code,
    area: random.pick(grids).code,
    description: `第 ${place + 1} 件：${random.pick(words)}`,
    person: {
      name: `居民${random.int(1, 999)}`,
      phone: `199${String(random.int(0, 99_999_999)).padStart(8, '0')}`,
    },
  }
  const reported = await recorded(around, 'submit', () => requests.submit(input, { by, key: `report-${place}` }))
  if (!reported.ok) return
  const { id } = reported.request
  if (random.chance(0.06)) plan.begin(around.now() + random.exponential(40) * hour, urge(around, id, by))
  if (random.chance(0.03)) plan.begin(around.now() + random.exponential(30) * hour, withdraw(around, id, by))
  yield working(around, random.exponential(1))
  yield* takeIn(around, id, by, random)
}

async function* takeIn(around: Surroundings, id: string, by: Actor, random: SeededRandom): Doing {
  const { requests } = around
  if (!(await requests.get(id, { by: system })).open) return
  if (random.chance(0.03)) {
    const reason = { reasonCode: 'outOfScope', reason: '不属于受理范围。' }
    await recorded(around, 'decline', () => requests.decline(id, reason, { by: desk }))
  } else if (random.chance(0.01)) {
    await recorded(around, 'void', () => requests.void(id, { reason: '重复录入。' }, { by: desk }))
  } else if (random.chance(0.12)) {
    const text = '已当场答复。'
    const answered = await recorded(around, 'answerOnTheSpot', () =>
      requests.answerOnTheSpot(id, { text }, { by: desk }),
    )
    if (answered.ok) yield* checked(around, answered.request, by, random)
  } else yield* route(around, id, by, random)
}

// 派单 → 认领: sent wrong now and then, slept through now and then.
async function* route(around: Surroundings, id: string, by: Actor, random: SeededRandom): Doing {
  const { requests } = around
  for (let attempt = 0; attempt < 4; attempt++) {
    const wrong = attempt === 0 && random.chance(0.08) ? { unit: random.pick(units) } : {}
    const sent = await recorded(around, 'dispatch', () => requests.dispatch(id, wrong, { by: desk }))
    if (!sent.ok) return
    yield working(around, random.exponential(random.chance(0.05) ? 12 : 1))
    const { unit = '', status } = await requests.get(id, { by: system })
    if (status === 'dispatched' && wrong.unit !== undefined) {
      const reason = '不属于本单位职责。'
      await recorded(around, 'returnBack', () => requests.returnBack(id, { reason }, { by: officer(unit) }))
    } else if (status === 'dispatched') {
      const claimed = await recorded(around, 'claim', () => requests.claim(id, {}, { by: officer(unit) }))
      if (claimed.ok) return yield* handle(around, id, by, random)
    }
    yield working(around, 1)
  }
}

// 落实: one round of work, co-handlers first.
async function* handle(around: Surroundings, id: string, by: Actor, random: SeededRandom): Doing {
  const { requests } = around
  const begun = await requests.get(id, { by: system })
  const handler = { by: officer(begun.unit ?? '') }
  for (const { unit } of begun.coHandlers.filter(({ repliedAt }) => repliedAt === undefined)) {
    yield working(around, random.exponential(3))
    await recorded(around, 'coReply', () => requests.coReply(id, { unit, text: '已配合办理。' }, { by: officer(unit) }))
  }
  if (random.chance(0.03)) {
    const why = { reasonCode: 'awaiting-requester', reason: '待诉求人补充材料。' }
    const suspended = await recorded(around, 'suspend', () => requests.suspend(id, why, handler))
    yield working(around, 16)
    if (suspended.ok) await recorded(around, 'resume', () => requests.resume(id, {}, handler))
  }
  if (random.chance(0.05)) {
    const ask = { by: { workingDays: 2 }, reason: '需协调多方。' }
    const asked = await recorded(around, 'requestExtension', () => requests.requestExtension(id, ask, handler))
    yield working(around, 2)
    const granted = random.chance(0.7)
    if (asked.ok)
      await recorded(around, 'decideExtension', () => requests.decideExtension(id, { granted }, { by: chief }))
  }
  yield working(around, random.exponential(9))
  const replied = await recorded(around, 'reply', () => requests.reply(id, { text: '已处理完毕。' }, handler))
  if (!replied.ok) return
  yield* checked(around, replied.request, by, random)
}

// 核查 where there is one; what does not pass is done again.
async function* checked(around: Surroundings, answered: RequestFacts, by: Actor, random: SeededRandom): Doing {
  const { requests } = around
  const { id, status, unit = '' } = answered
  if (status === 'checking') {
    yield working(around, random.exponential(3))
    const passed = random.chance(0.92)
    await recorded(around, 'check', () => requests.check(id, { passed }, { by: desk }))
    if (!passed) {
      yield working(around, random.exponential(4))
      await recorded(around, 'reply', () => requests.reply(id, { text: '已重新处理。' }, { by: officer(unit) }))
      await recorded(around, 'check', () => requests.check(id, { passed: true }, { by: desk }))
    }
  }
  yield* feedback(around, id, by, random)
}

// 评价 → 整改: the resident rates, or is called; who is not content gets another round.
async function* feedback(around: Surroundings, id: string, by: Actor, random: SeededRandom): Doing {
  const { requests } = around
  const content = random.chance(0.85)
  yield around.now() + random.exponential(30) * hour
  if (random.chance(0.55)) {
    const grade = content ? random.int(3, 5) : random.int(1, 2)
    await recorded(around, 'rate', () => requests.rate(id, { grade }, { by }))
  } else if (random.chance(0.6)) {
    const answers = content
      ? { reached: true, contacted: true, solved: 'solved' as const, satisfied: 'satisfied' as const }
      : {
          reached: true,
          contacted: random.chance(0.7),
          solved: 'unsolved' as const,
          satisfied: 'dissatisfied' as const,
        }
    await recorded(around, 'followUp', () => requests.followUp(id, answers, { by: desk }))
  }
  if ((await requests.get(id, { by: system })).status === 'rectifying') yield* handle(around, id, by, random)
}

async function* urge(around: Surroundings, id: string, by: Actor): Doing {
  await recorded(around, 'urge', () => around.requests.urge(id, {}, { by }))
  const { open, clocks }: RequestFacts = await around.requests.get(id, { by: system })
  if (!open || clocks.resolve?.breachedAt === undefined) return
  yield working(around, 1)
  await recorded(around, 'supervise', () =>
    around.requests.supervise(id, { reason: '居民催办，已超期。' }, { by: chief }),
  )
}

async function* withdraw(around: Surroundings, id: string, by: Actor): Doing {
  await recorded(around, 'withdraw', () => around.requests.withdraw(id, { reason: '问题已自行解决。' }, { by }))
  yield* []
}

const working = (around: Surroundings, hours: number) => around.hours.addWorkingTime(around.now(), { hours })

async function recorded(
  around: Surroundings,
  command: string,
  act: () => Promise<RequestResult>,
): Promise<RequestResult> {
  const result = await act()
  around.counted(command, result.ok ? undefined : result.refusal.code)
  return result
}
