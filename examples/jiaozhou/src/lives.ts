import { chief, desk, patrol, resident } from './actors.ts'
import type { BehaviourPlan } from './behaviour-plan.ts'
import { handleFrom } from './dispatching.ts'
import { particularsOf } from './particulars.ts'
import { pictureOf } from './pictures.ts'
import { replyText } from './replies.ts'
import { feedback, handle } from './rounds.ts'
import type { Doing } from './schedule.ts'
import { hour } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { facts, once, told, type World, working } from './world.ts'

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
        // Who patrols reports what they saw themselves.
        requester: request.requester,
        description: request.description,
        person: request.person,
        ...particularsOf(world.seed, request, place),
      },
      { by, key: `report-${place}` },
    ),
  )
  if (!submitted.ok) return
  const { id } = submitted.request
  world.ids[place] = id
  // Afterwards: numbers are given in the order in which reports come, and no report waits for a picture.
  const picture = await pictureOf(world, request, place, by)
  if (picture !== undefined)
    await told(world, 'attach', () => requests.attach(id, { ...picture, step: 'report' }, { by }))
  beside(world, id, request, plan)
  yield working(world, plan.intakeAfterWorkingHours)
  yield* intake(world, request, id, plan)
}

// What residents do while the request is handled: urge, withdraw.
function beside(world: World, id: string, request: SimulatedRequest, plan: BehaviourPlan): void {
  const by = resident(request.requester)
  const { urge, withdraw } = plan
  if (urge !== undefined) {
    world.schedule.start(world.now() + urge.afterHours * hour, urging(world, id, request))
  }
  if (withdraw !== undefined) {
    world.schedule.start(
      world.now() + withdraw.afterHours * hour,
      once(() => told(world, 'withdraw', () => world.requests.withdraw(id, { reason: '问题已自行解决' }, { by }))),
    )
  }
}

// A resident urges; when the request is overdue, the city's supervisor supervises it.
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
      await told(world, 'decline', () =>
        requests.decline(id, { reasonCode: reasonOf(plan), reason: '不属于本市受理范围，请向有关部门反映。' }, by),
      )
      return
    case 'void':
      await told(world, 'void', () => requests.void(id, { reason: '无效或重复录入。' }, by))
      return
    case 'onTheSpot': {
      const text = replyText(request.category, plan.rounds[0].reply)
      const answered = await told(world, 'answerOnTheSpot', () => requests.answerOnTheSpot(id, { text }, by))
      if (!answered.ok) return
      if (answered.request.status === 'checking') {
        const check = plan.rounds[0].preClosingCheck ?? { passed: true, afterWorkingHours: 3 }
        yield working(world, check.afterWorkingHours)
        const { passed } = check
        await told(world, 'check', () => requests.check(id, { passed }, by))
        // The answer on the spot was not enough: the unit that gave it does the work.
        if (!passed) return yield* handle(world, request, id, plan, 0)
      }
      yield* feedback(world, request, id, plan, 0)
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
    const parts = [request.category, request.alsoAbout].map((category) => ({
      category,
      description: request.description,
    }))
    const result = await told(world, 'split', () => requests.split(id, { parts }, by))
    const children = result.ok ? (result.request.splitInto ?? []) : []
    for (const [position, child] of children.entries()) {
      const category = parts[position]?.category ?? request.category
      world.schedule.start(world.now(), handleFrom(world, { ...request, category }, child, plan))
    }
    if (result.ok) return
  }
  if (!plan.split && request.alsoAbout !== undefined) {
    // The second category turns out to be the right one.
    const { alsoAbout } = request
    await told(world, 'reclassify', () =>
      requests.reclassify(id, { category: alsoAbout, reason: '按主要诉求重新归类。' }, by),
    )
  }
  yield* handleFrom(world, request, id, plan)
}

function reasonOf(plan: BehaviourPlan): string {
  return 'reason' in plan.intake ? plan.intake.reason : 'other'
}
