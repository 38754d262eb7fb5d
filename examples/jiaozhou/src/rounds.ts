import { dateOf, instantOf } from '@huiyin/core/calendar'
import { chief, deputy, desk, officer, resident } from './actors.ts'
import type { BehaviourPlan, Round } from './behaviour-plan.ts'
import { inCharge, reopening, visiting, waiting } from './dealings.ts'
import { proofOf } from './pictures.ts'
import { replyText } from './replies.ts'
import type { Doing } from './schedule.ts'
import { hour } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { facts, told, type World, working } from './world.ts'

// A round beyond the plan repeats its last.
const roundAt = (plan: BehaviourPlan, round: number) => plan.rounds[Math.min(round, plan.rounds.length - 1)] as Round

/** What the two seasons of waiting are called in the policy. */
const seasonReason = 'season'

// 落实: one round of work.
export async function* handle(
  world: World,
  request: SimulatedRequest,
  id: string,
  plan: BehaviourPlan,
  round: number,
): Doing {
  const { requests } = world
  const current = roundAt(plan, round)
  const started = world.now()
  const { unit } = await facts(world, id)
  if (unit === undefined) return
  const person = await inCharge(world, id, unit, plan)
  const by = { by: person }
  if (round === 0) {
    for (const doing of [extension(world, id, plan, unit), coHandling(world, request, id, plan)])
      world.schedule.start(started, doing)
    if (plan.forceClose !== undefined) {
      const { reason } = plan.forceClose
      yield instantOf(world.calendar.addWorkingDays(dateOf(started), plan.forceClose.afterWorkingDays)) + 10 * hour
      await told(world, 'forceClose', () =>
        requests.forceClose(id, { reason: `客观条件限制（${reason}），报请上级同意结案。` }, { by: chief }),
      )
      return
    }
    if (plan.suspension !== undefined) {
      yield working(world, plan.suspension.afterWorkingHours)
      const suspended = await told(world, 'suspend', () =>
        requests.suspend(id, { reasonCode: seasonReason, reason: '需待季节条件允许后施工。' }, by),
      )
      if (suspended.ok) {
        yield plan.suspension.until + 9 * hour
        await told(world, 'resume', () => requests.resume(id, {}, by))
      }
    }
    if (plan.waiting !== undefined) yield* waiting(world, request, id, person, plan.waiting)
    if (plan.homeVisit !== undefined) world.schedule.start(world.now(), visiting(world, id, person, plan.homeVisit))
  }
  yield working(world, current.handleWorkingHours)
  for (let attempt = 0; attempt < 3; attempt++) {
    const now = await facts(world, id)
    if (!now.open) return
    const text = replyText(request.category, attempt === 0 ? current.reply : 'full')
    const answering = now.unit === undefined || now.unit === unit ? person : officer(now.unit)
    const proof = await proofOf(world, `${id}-${round}-${attempt}`, answering, now.category)
    const replied = await told(world, 'reply', () => requests.reply(id, { text, ...proof }, { by: answering }))
    if (replied.ok && replied.request.status === 'checking') {
      const check = current.preClosingCheck ?? { passed: true, afterWorkingHours: 3 }
      yield working(world, check.afterWorkingHours)
      const passed = check.passed || attempt > 0
      const checked = await told(world, 'check', () => requests.check(id, { passed }, { by: desk }))
      if (!checked.ok) return
      if (passed) break
      yield working(world, current.handleWorkingHours / 2)
    } else if (replied.ok) break
    else if (replied.refusal.code === 'co-handlers-pending')
      yield Math.max(
        ...Object.values(now.clocks)
          .filter((clock) => clock.clock.startsWith('coHandle/'))
          .map((clock) => clock.dueAt),
      )
    else return
  }
  yield* feedback(world, request, id, plan, round)
}

async function* coHandling(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  let { coHandlers, unit } = await facts(world, id)
  const town = `town-${request.grid.slice(0, 9)}`
  if (coHandlers.length === 0 && plan.coHandling !== undefined && unit !== undefined && unit !== town) {
    const lead = unit
    const assigned = await told(world, 'assignCoHandler', () =>
      world.requests.assignCoHandler(id, { unit: town }, { by: officer(lead) }),
    )
    if (assigned.ok) coHandlers = assigned.request.coHandlers
  }
  if (coHandlers.length === 0) return
  yield working(world, plan.coHandling?.workingHours ?? 4)
  for (const { unit } of coHandlers) {
    await told(world, 'coReply', () =>
      world.requests.coReply(id, { unit, text: '已按职责配合办理。' }, { by: officer(unit) }),
    )
  }
}

async function* extension(world: World, id: string, plan: BehaviourPlan, unit: string): Doing {
  const { requests, hours } = world
  const due = (await facts(world, id)).clocks.resolve?.dueAt
  if (plan.extension === undefined || due === undefined) return
  const { beforeDueWorkingHours, workingDays, answer } = plan.extension
  yield hours.addWorkingTime(due, { hours: -beforeDueWorkingHours })
  const asked = await told(world, 'requestExtension', () =>
    requests.requestExtension(
      id,
      { by: { workingDays }, reason: '需协调多方，申请延长办理时限。' },
      { by: officer(unit) },
    ),
  )
  if (!asked.ok) return
  yield working(world, 2)
  await told(world, 'decideExtension', () =>
    requests.decideExtension(id, { granted: answer === 'granted' }, { by: chief }),
  )
}

// 反馈 → 评价 → 整改: the resident rates or is called; dissatisfied means another round.
export async function* feedback(
  world: World,
  request: SimulatedRequest,
  id: string,
  plan: BehaviourPlan,
  round: number,
): Doing {
  const { requests } = world
  const current = roundAt(plan, round)
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
  if (now.unit !== undefined && current.appeal !== undefined && against)
    world.schedule.start(world.now(), appeal(world, id, now.unit, current.appeal))
  if (now.status !== 'rectifying') yield* reopening(world, request, id, plan)
  if ((await facts(world, id)).status === 'rectifying') yield* handle(world, request, id, plan, round + 1)
}

async function* appeal(world: World, id: string, unit: string, plan: NonNullable<Round['appeal']>): Doing {
  const { requests } = world
  yield working(world, plan.afterWorkingHours)
  const reason = '因不可抗力或诉求超出职责范围，申请剔除。'
  const filed = await told(world, 'appeal', () =>
    requests.appeal(id, { about: 'rating', reason }, { by: officer(unit) }),
  )
  const number = filed.ok ? filed.request.appeals.at(-1)?.id : undefined
  if (number === undefined) return
  for (const by of plan.upheld ? [chief, deputy] : [chief]) {
    yield working(world, 4)
    await told(world, 'reviewAppeal', () => requests.reviewAppeal(id, { appeal: number, approve: plan.upheld }, { by }))
  }
}
