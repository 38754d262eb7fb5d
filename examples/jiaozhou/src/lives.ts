import { type BusinessHours, dateOf, instantOf, type RequestFacts, type RequestResult, type Requests, type WorkCalendar } from '@huiyin/core'
import { chief, deputy, desk, officer, patrol, resident } from './actors.ts'
import type { BehaviourPlan, Round } from './behaviour-plan.ts'
import { replyText } from './replies.ts'
import type { SimulatedRequest } from './population.ts'
import { hour } from './shanghai.ts'
import type { Doing, Schedule } from './schedule.ts'

/** What the lives of requests are lived with: the library's public API, the office hours, the simulated clock. */
export interface World {
  readonly requests: Requests
  readonly calendar: WorkCalendar
  readonly hours: BusinessHours
  readonly schedule: Schedule
  readonly now: () => number
  /** Whom the responsibility catalogue names. */
  readonly responsible: (request: SimulatedRequest) => { readonly lead: string }
  /** Ids of the requests by their place in the list, once submitted. */
  readonly ids: (string | undefined)[]
  /** How often each command was accepted, and each refusal given. */
  readonly tally: Map<string, number>
}

/** What the two seasons of waiting are called in the policy. */
const seasonReason = 'season'

/** One request from its report to its end, as the plan has it. The library decides what of the plan is allowed. */
export async function* life(world: World, request: SimulatedRequest, place: number, plan: BehaviourPlan): Doing {
  const { requests } = world
  const by = request.channel === 'gridPatrol' ? patrol(request.requester, request.grid) : resident(request.requester)
  const submitted = await told(world, 'submit', () =>
    requests.submit(
      {
        channel: request.channel,
        category: request.category,
        area: request.grid,
        description: request.description,
        person: request.person,
      },
      { by, key: `report-${place}` },
    ),
  )
  if (!submitted.ok) return
  const { id } = submitted.request
  world.ids[place] = id
  beside(world, id, request, plan)
  yield working(world, plan.intakeAfterWorkingHours)
  yield* intake(world, request, id, plan)
}

// What residents do beside the handling: urge, withdraw.
function beside(world: World, id: string, request: SimulatedRequest, plan: BehaviourPlan): void {
  const by = resident(request.requester)
  const { urge, withdraw } = plan
  if (urge !== undefined) {
    world.schedule.start(world.now() + urge.afterHours * hour, urging(world, id, request))
  }
  if (withdraw !== undefined) {
    world.schedule.start(world.now() + withdraw.afterHours * hour, once(() => told(world, 'withdraw', () => world.requests.withdraw(id, { reason: '问题已自行解决' }, { by }))))
  }
}

// A resident urges; when the matter is overdue, the city's supervisor takes it up.
async function* urging(world: World, id: string, request: SimulatedRequest): Doing {
  await told(world, 'urge', () => world.requests.urge(id, {}, { by: resident(request.requester) }))
  const { open, clocks } = await facts(world, id)
  if (open && clocks.resolve?.breachedAt !== undefined) {
    yield working(world, 1)
    await told(world, 'supervise', () => world.requests.supervise(id, { reason: '居民催办，已超期。' }, { by: chief }))
  }
}

async function* intake(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  const { requests } = world
  const by = { by: desk }
  if (!(await facts(world, id)).open) return
  switch (plan.intake.answer) {
    case 'decline':
      await told(world, 'decline', () => requests.decline(id, { reasonCode: reasonOf(plan), reason: '不属于本市受理范围，请向有关部门反映。' }, by))
      return
    case 'void':
      await told(world, 'void', () => requests.void(id, { reason: '无效或重复录入。' }, by))
      return
    case 'onTheSpot': {
      const text = replyText(request.category, plan.rounds[0].reply)
      const answered = await told(world, 'answerOnTheSpot', () => requests.answerOnTheSpot(id, { text }, by))
      if (answered.ok) yield* feedback(world, request, id, plan, 0)
      return
    }
    case 'merge': {
      const into = world.ids[request.sameMatterAs ?? -1]
      const merged = into !== undefined && (await told(world, 'merge', () => requests.merge(id, { into }, by))).ok
      if (merged && !plan.intake.unmerged) return
      if (merged) {
        yield working(world, 6)
        await told(world, 'unmerge', () => requests.unmerge(id, {}, by))
      }
      break
    }
  }
  if (plan.split && request.alsoAbout !== undefined) {
    const parts = [request.category, request.alsoAbout].map((category) => ({ category, description: request.description }))
    const result = await told(world, 'split', () => requests.split(id, { parts }, by))
    const children = result.ok ? (result.request.splitInto ?? []) : []
    for (const [position, child] of children.entries()) {
      const category = parts[position]?.category ?? request.category
      world.schedule.start(world.now(), handleFrom(world, { ...request, category }, child, plan))
    }
    if (result.ok) return
  }
  if (!plan.split && request.alsoAbout !== undefined) {
    // The second matter turns out to be the real one.
    const { alsoAbout } = request
    await told(world, 'reclassify', () => requests.reclassify(id, { category: alsoAbout, reason: '按主要诉求重新归类。' }, by))
  }
  yield* handleFrom(world, request, id, plan)
}

function reasonOf(plan: BehaviourPlan): string {
  return 'reason' in plan.intake ? plan.intake.reason : 'other'
}

// 派单 → 认领: wrong routes first, then time-outs, then the claim.
async function* handleFrom(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  const { requests } = world
  for (const [position, wrong] of plan.wrongRoutes.entries()) {
    await told(world, 'dispatch', () => requests.dispatch(id, { unit: wrong.unit }, { by: desk }))
    yield working(world, wrong.returnedAfterWorkingHours)
    if (position === 1) {
      // Sent wrong a second time, the unit passes it straight on to whom the catalogue names.
      const { lead } = world.responsible(request)
      await told(world, 'transfer', () => requests.transfer(id, { unit: lead, reason: '按责任目录转派。' }, { by: officer(wrong.unit) }))
      yield working(world, 1)
      const claimed = await told(world, 'claim', () => requests.claim(id, {}, { by: officer(lead) }))
      if (claimed.ok) return yield* handle(world, request, id, plan, 0)
    }
    await told(world, 'returnBack', () => requests.returnBack(id, { reason: '不属于本单位职责。' }, { by: officer(wrong.unit) }))
    yield working(world, wrong.redispatchedAfterWorkingHours)
  }
  for (let attempt = 0; ; attempt++) {
    const dispatched = await told(world, 'dispatch', () => requests.dispatch(id, {}, { by: desk }))
    if (!dispatched.ok) return
    const slept = attempt < plan.claim.timeOuts
    // Sent out a second time by the supervisor, a matter is claimed within the hour.
    const after = attempt === 0 ? plan.claim.afterWorkingHours : Math.min(plan.claim.afterWorkingHours, 1)
    yield slept ? (dispatched.request.clocks.claim?.dueAt ?? 0) + 2 * hour : working(world, after)
    const now = await facts(world, id)
    if (!now.open || now.unit === undefined) return
    if (!slept) {
      const unit = now.unit
      const claimed = await told(world, 'claim', () => requests.claim(id, {}, { by: officer(unit) }))
      if (claimed.ok) break
      if (claimed.refusal.code !== 'claim-window-passed' && claimed.refusal.code !== 'wrong-state') return
    }
    if (attempt > 4) return
    // The window has passed: the matter is with the supervisor now, who sends it out again.
    yield working(world, 1)
  }
  yield* handle(world, request, id, plan, 0)
}

// 落实: one round of work.
async function* handle(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan, round: number): Doing {
  const { requests } = world
  const current = plan.rounds[Math.min(round, plan.rounds.length - 1)] as Round
  const started = world.now()
  const { unit } = await facts(world, id)
  if (unit === undefined) return
  const by = { by: officer(unit) }
  if (round === 0) {
    for (const doing of [extension(world, id, plan, unit), coHandling(world, request, id, plan)]) world.schedule.start(started, doing)
    if (plan.forceClose !== undefined) {
      const { reason } = plan.forceClose
      yield instantOf(world.calendar.addWorkingDays(dateOf(started), plan.forceClose.afterWorkingDays)) + 10 * hour
      await told(world, 'forceClose', () => requests.forceClose(id, { reason: `客观条件限制（${reason}），报请上级同意结案。` }, { by: chief }))
      return
    }
    if (plan.suspension !== undefined) {
      yield working(world, plan.suspension.afterWorkingHours)
      const suspended = await told(world, 'suspend', () => requests.suspend(id, { reasonCode: seasonReason, reason: '需待季节条件允许后施工。' }, by))
      if (suspended.ok) {
        yield plan.suspension.until + 9 * hour
        await told(world, 'resume', () => requests.resume(id, {}, by))
      }
    }
  }
  yield working(world, current.handleWorkingHours)
  for (let attempt = 0; attempt < 3; attempt++) {
    const now = await facts(world, id)
    if (!now.open) return
    const text = replyText(request.category, attempt === 0 ? current.reply : 'full')
    const replied = await told(world, 'reply', () => requests.reply(id, { text }, { by: officer(now.unit ?? unit) }))
    if (replied.ok && replied.request.status === 'checking') {
      const check = current.preClosingCheck ?? { passed: true, afterWorkingHours: 3 }
      yield working(world, check.afterWorkingHours)
      const passed = check.passed || attempt > 0
      const checked = await told(world, 'check', () => requests.check(id, { passed }, { by: desk }))
      if (!checked.ok) return
      if (passed) break
      yield working(world, current.handleWorkingHours / 2)
    } else if (replied.ok) break
    else if (replied.refusal.code === 'co-handlers-pending') yield Math.max(...Object.values(now.clocks).filter((clock) => clock.clock.startsWith('coHandle/')).map((clock) => clock.dueAt))
    else return
  }
  yield* feedback(world, request, id, plan, round)
}

async function* coHandling(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  let { coHandlers, unit } = await facts(world, id)
  const town = `town-${request.grid.slice(0, 9)}`
  if (coHandlers.length === 0 && plan.coHandling !== undefined && unit !== undefined && unit !== town) {
    const lead = unit
    const assigned = await told(world, 'assignCoHandler', () => world.requests.assignCoHandler(id, { unit: town }, { by: officer(lead) }))
    if (assigned.ok) coHandlers = assigned.request.coHandlers
  }
  if (coHandlers.length === 0) return
  yield working(world, plan.coHandling?.workingHours ?? 4)
  for (const { unit } of coHandlers) {
    await told(world, 'coReply', () => world.requests.coReply(id, { unit, text: '已按职责配合办理。' }, { by: officer(unit) }))
  }
}

async function* extension(world: World, id: string, plan: BehaviourPlan, unit: string): Doing {
  const { requests, hours } = world
  const due = (await facts(world, id)).clocks.resolve?.dueAt
  if (plan.extension === undefined || due === undefined) return
  const { beforeDueWorkingHours, workingDays, answer } = plan.extension
  yield hours.addWorkingTime(due, { hours: -beforeDueWorkingHours })
  const asked = await told(world, 'requestExtension', () => requests.requestExtension(id, { by: { workingDays }, reason: '需协调多方，申请延长办理时限。' }, { by: officer(unit) }))
  if (!asked.ok) return
  yield working(world, 2)
  await told(world, 'decideExtension', () => requests.decideExtension(id, { granted: answer === 'granted' }, { by: chief }))
}

// 反馈 → 评价 → 整改: the resident rates or is called; dissatisfied means another round.
async function* feedback(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan, round: number): Doing {
  const { requests } = world
  const current = plan.rounds[Math.min(round, plan.rounds.length - 1)] as Round
  const { rating, followUp } = current
  const answered = world.now()
  if (rating !== undefined && request.channel !== 'gridPatrol') {
    yield answered + rating.afterHours * hour
    await told(world, 'rate', () => requests.rate(id, { grade: rating.grade }, { by: resident(request.requester) }))
  } else {
    yield world.hours.addWorkingTime(answered, { hours: followUp.afterWorkingHours })
    const { afterWorkingHours: _, ...answers } = followUp
    await told(world, 'followUp', () => requests.followUp(id, answers, { by: desk }))
  }
  const now = await facts(world, id)
  const against = now.ratings.at(-1)?.meaning === 'dissatisfied' || now.followUps.at(-1)?.satisfied === 'dissatisfied'
  if (now.unit !== undefined && current.appeal !== undefined && against) world.schedule.start(world.now(), appeal(world, id, now.unit, current.appeal))
  if (now.status === 'rectifying') yield* handle(world, request, id, plan, round + 1)
}

async function* appeal(world: World, id: string, unit: string, plan: NonNullable<Round['appeal']>): Doing {
  const { requests } = world
  yield working(world, plan.afterWorkingHours)
  const reason = '因不可抗力或诉求超出职责范围，申请剔除。'
  const filed = await told(world, 'appeal', () => requests.appeal(id, { about: 'rating', reason }, { by: officer(unit) }))
  const number = filed.ok ? filed.request.appeals.at(-1)?.id : undefined
  if (number === undefined) return
  for (const by of plan.upheld ? [chief, deputy] : [chief]) {
    yield working(world, 4)
    await told(world, 'reviewAppeal', () => requests.reviewAppeal(id, { appeal: number, approve: plan.upheld }, { by }))
  }
}

function working(world: World, hours: number): number {
  return world.hours.addWorkingTime(world.now(), { hours })
}

function facts(world: World, id: string): Promise<RequestFacts> {
  return world.requests.get(id)
}

async function* once(act: () => Promise<unknown>): Doing {
  await act()
}

async function told(world: World, command: string, act: () => Promise<RequestResult>): Promise<RequestResult> {
  const result = await act()
  const name = result.ok ? command : `${command} ✗ ${result.refusal.code}`
  world.tally.set(name, (world.tally.get(name) ?? 0) + 1)
  return result
}
