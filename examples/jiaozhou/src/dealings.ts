import type { Actor } from '@huiyin/core'
import { desk, officer, resident, worker } from './actors.ts'
import type { BehaviourPlan } from './behaviour-plan.ts'
import type { Doing } from './schedule.ts'
import { day, hour } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { facts, told, type World, working } from './world.ts'

/** Who of the unit does the work: the person whom the head puts in charge, or the head. */
export async function inCharge(world: World, id: string, unit: string, { assignee }: BehaviourPlan): Promise<Actor> {
  const head = officer(unit)
  if (assignee === undefined) return head
  const person = worker(unit, assignee)
  if ((await facts(world, id)).assignee === person.id) return person
  const assigned = await told(world, 'assign', () => world.requests.assign(id, { to: person.id }, { by: head }))
  return assigned.ok ? person : head
}

/** The deadline stands still until the resident has said what is missing, or until that has lasted too long. */
export async function* waiting(
  world: World,
  request: SimulatedRequest,
  id: string,
  by: Actor,
  { afterWorkingHours, suppliedAfterHours }: NonNullable<BehaviourPlan['waiting']>,
): Doing {
  const { requests } = world
  yield working(world, afterWorkingHours)
  const suspended = await told(world, 'suspend', () =>
    requests.suspend(id, { reasonCode: 'awaiting-requester', reason: '请补充相关材料和具体情况。' }, { by }),
  )
  if (!suspended.ok) return
  const lapses = suspended.request.clocks.suspension?.dueAt ?? world.now()
  const supplied = world.now() + (suppliedAfterHours ?? Number.POSITIVE_INFINITY) * hour
  if (supplied < lapses) {
    yield supplied
    const text = '补充：相关票据和具体门牌已备好，请与我联系。'
    await told(world, 'supplement', () => requests.supplement(id, { text }, { by: resident(request.requester) }))
  } else yield lapses + hour
}

/** The telephone is masked until somebody says what they need it for. */
export async function* visiting(
  world: World,
  id: string,
  by: Actor,
  { afterWorkingHours }: NonNullable<BehaviourPlan['homeVisit']>,
): Doing {
  yield working(world, afterWorkingHours)
  if (!(await facts(world, id)).open) return
  await told(world, 'reveal', () =>
    world.requests.reveal(id, { fields: ['phone'], reason: '上门核实前与诉求人电话联系。' }, { by }),
  )
}

/** What was closed is looked at again: the resident asks for it, or the desk finds nothing done. Only once. */
export async function* reopening(world: World, request: SimulatedRequest, id: string, plan: BehaviourPlan): Doing {
  const { requests } = world
  const { open, clocks, reopenAsks, rectifications } = await facts(world, id)
  const again = reopenAsks !== undefined || rectifications.some(({ because }) => because === 'ordered')
  if (plan.reopening === undefined || again) return
  // Nobody has to close it: what is not rated in time is closed.
  const closes = open ? Math.max(world.now(), clocks.rate?.dueAt ?? 0) : world.now()
  yield closes + plan.reopening.afterDays * day
  if ((await facts(world, id)).status !== 'closed') return
  if (!plan.reopening.asked) {
    const reason = '抽查发现问题仍然存在，重新办理。'
    await told(world, 'reopen', () => requests.reopen(id, { reason }, { by: desk }))
    return
  }
  const { granted, decidedAfterWorkingHours } = plan.reopening
  const asked = await told(world, 'askReopen', () =>
    requests.askReopen(id, { reason: '同样的问题又出现了，请再来处理。' }, { by: resident(request.requester) }),
  )
  if (!asked.ok) return
  yield working(world, decidedAfterWorkingHours)
  const reason = granted ? '情况属实，重新办理。' : '属于新的问题，请另行反映。'
  await told(world, granted ? 'decideReopen granted' : 'decideReopen refused', () =>
    requests.decideReopen(id, { granted, reason }, { by: desk }),
  )
}
