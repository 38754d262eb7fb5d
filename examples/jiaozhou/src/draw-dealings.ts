import type { SeededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import type { BehaviourPlan, Group, Reopening } from './behaviour-plan.ts'
import { round } from './round.ts'
import type { SimulatedRequest } from './simulated-request.ts'

function drawReopening(random: SeededRandom): Reopening | undefined {
  const { asked, askedMeanDays, granted, decidedMeanWorkingHours, ordered, orderedMeanDays } =
    behaviour.contact.reopening
  if (random.chance(asked))
    return {
      asked: true,
      afterDays: round(random.exponential(askedMeanDays), 0.1),
      granted: random.chance(granted),
      decidedAfterWorkingHours: round(random.exponential(decidedMeanWorkingHours), 0.1),
    }
  return random.chance(ordered)
    ? { asked: false, afterDays: round(random.exponential(orderedMeanDays), 0.1) }
    : undefined
}

/** Who of the unit has it, and what passes between them and the resident. Workers who report on patrol are asked nothing, and visited by nobody. */
export function drawDealings(
  on: (topic: string) => SeededRandom,
  request: SimulatedRequest,
  group: Group,
  handleWorkingHours: number,
): Pick<BehaviourPlan, 'assignee' | 'waiting' | 'homeVisit' | 'reopening'> {
  const { assigned, people, waiting, homeVisit } = behaviour.contact
  const byResident = request.channel !== 'gridPatrol'
  const assignment = on('assignment')
  const wait = on('waiting')
  const reopening = byResident ? drawReopening(on('reopening')) : undefined
  return {
    ...(assignment.chance(assigned) && { assignee: assignment.int(1, people) }),
    ...(byResident &&
      wait.chance(waiting.needed[group]) && {
        waiting: {
          afterWorkingHours: round(wait.exponential(waiting.noticedMeanWorkingHours), 0.1),
          ...(wait.chance(waiting.supplied) && {
            suppliedAfterHours: round(wait.exponential(waiting.suppliedMeanHours), 0.25),
          }),
        },
      }),
    ...(byResident &&
      on('home-visit').chance(homeVisit.made[group]) && {
        homeVisit: { afterWorkingHours: round(handleWorkingHours * homeVisit.afterShare, 0.05) },
      }),
    ...(reopening && { reopening }),
  }
}
