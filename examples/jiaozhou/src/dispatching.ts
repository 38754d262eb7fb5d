import { desk, officer } from './actors.ts'
import type { BehaviourPlan } from './behaviour-plan.ts'
import { handle } from './rounds.ts'
import type { Doing } from './schedule.ts'
import { hour } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { facts, told, type World, working } from './world.ts'

// 派单 → 认领: wrong routes first, then time-outs, then the claim.
export async function* handleFrom(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  const { requests } = world
  if (plan.offered !== undefined && (yield* offer(world, request, id, plan, plan.offered)))
    return yield* handle(world, request, id, plan, 0)
  for (const [position, wrong] of plan.wrongRoutes.entries()) {
    await told(world, 'dispatch', () => requests.dispatch(id, { unit: wrong.unit }, { by: desk }))
    yield working(world, wrong.returnedAfterWorkingHours)
    if (position === 1) {
      // Sent wrong a second time, the unit passes it straight on to whom the catalogue names.
      const { lead } = world.responsible(request)
      await told(world, 'transfer', () =>
        requests.transfer(id, { unit: lead, reason: '按责任目录转派。' }, { by: officer(wrong.unit) }),
      )
      yield working(world, 1)
      const claimed = await told(world, 'claim', () => requests.claim(id, {}, { by: officer(lead) }))
      if (claimed.ok) return yield* handle(world, request, id, plan, 0)
    }
    await told(world, 'returnBack', () =>
      requests.returnBack(id, { reason: '不属于本单位职责。' }, { by: officer(wrong.unit) }),
    )
    yield working(world, wrong.redispatchedAfterWorkingHours)
  }
  for (let attempt = 0; ; attempt++) {
    const dispatched = await told(world, 'dispatch', () => requests.dispatch(id, {}, { by: desk }))
    if (!dispatched.ok) return
    const slept = attempt < plan.claim.timeOuts
    // Dispatched again by the supervisor, a request is claimed within the hour.
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
    // The claim deadline has passed: the supervisor has the request now and dispatches it again.
    yield working(world, 1)
  }
  yield* handle(world, request, id, plan, 0)
}

// 候选: the desk is unsure and offers it to two units; one declines, or the right one was quicker. Answers whether it was claimed.
async function* offer(
  world: World,
  request: SimulatedRequest,
  id: string,
  plan: BehaviourPlan,
  { beside, declinedAfterWorkingHours: declined }: NonNullable<BehaviourPlan['offered']>,
): AsyncGenerator<number, boolean> {
  const { requests } = world
  const { lead } = world.responsible(request)
  // Where the street looks after it itself, the other may be the right one.
  if (lead === beside) return false
  const pool = [lead, beside]
  const offered = await told(world, 'dispatch to several', () => requests.dispatch(id, { pool }, { by: desk }))
  if (!offered.ok) return false
  const claimed = plan.claim.afterWorkingHours
  if (declined < claimed) {
    yield working(world, declined)
    await told(world, 'decline an offer', () =>
      requests.returnBack(id, { reason: '不属于本单位职责。' }, { by: officer(beside) }),
    )
  }
  yield working(world, declined < claimed ? claimed - declined : claimed)
  return (await told(world, 'claim', () => requests.claim(id, {}, { by: officer(lead) }))).ok
}
