import { dateOf } from '@huiyin/core/calendar'
import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import type {
  BehaviourPlan,
  FollowUp,
  Grade,
  Group,
  Intake,
  ReplyQuality,
  Round,
  Suspension,
  SuspensionReason,
  WrongRoute,
} from './behaviour-plan.ts'
import { categories, leaves } from './categories.ts'
import { drawDealings } from './draw-dealings.ts'
import { round } from './round.ts'
import { rules } from './rules.ts'
import { day, endOfSeason, inSeason } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { units } from './units.ts'

const groups = new Map(leaves.map(({ code, parent }) => [code, parent as Group]))
const checked = new Set(categories.filter(({ preClosingCheck }) => preClosingCheck).map(({ code }) => code))
const cityUnits = units.filter(({ kind }) => kind !== 'town').map(({ id }) => id)

function table<Key extends string>(random: SeededRandom, weights: Readonly<Record<Key, number>>): Key {
  return random.weighted(Object.entries(weights) as [Key, number][])
}

function drawIntake(random: SeededRandom, request: SimulatedRequest): Intake {
  const { intake, demand } = behaviour
  const byWorker = request.channel === 'gridPatrol'
  if (random.chance(intake.voided)) return { answer: 'void', reason: table(random, intake.voidReasons) }
  if (!byWorker && random.chance(intake.declined)) {
    return { answer: 'decline', reason: table(random, intake.declineReasons) }
  }
  if (request.sameMatterAs !== undefined && random.chance(intake.duplicateSeen)) {
    return { answer: 'merge', unmerged: random.chance(intake.wronglyMerged) }
  }
  const { question, plazaTalk, elsewhere } = intake.onTheSpot
  const atTalk = request.channel === 'plazaTalk' ? plazaTalk : elsewhere
  const spot = demand.questions.includes(request.category) ? question : atTalk
  return { answer: random.chance(spot) ? 'onTheSpot' : 'dispatch' }
}

function drawWrongRoutes(random: SeededRandom, request: SimulatedRequest, group: Group): WrongRoute[] {
  const { wrong, wrongAgain, returnMeanWorkingHours, redispatchMeanWorkingHours } = behaviour.routing
  const named = new Set(
    rules.flatMap(({ category, lead, coHandlers = [] }) =>
      category === request.category ? [lead, ...coHandlers] : [],
    ),
  )
  const strangers = cityUnits.filter((unit) => !named.has(unit))
  const neighbours = strangers.filter((unit) => (behaviour.routing.confused[group] as readonly string[]).includes(unit))
  const routes: WrongRoute[] = []
  for (const chance of [wrong[group], wrongAgain]) {
    if (!random.chance(chance)) break
    const candidates = (neighbours.length > 0 ? neighbours : strangers).filter((unit) => unit !== routes[0]?.unit)
    routes.push({
      unit: random.pick(candidates.length > 0 ? candidates : strangers),
      returnedAfterWorkingHours: round(random.exponential(returnMeanWorkingHours), 0.1),
      redispatchedAfterWorkingHours: round(random.exponential(redispatchMeanWorkingHours), 0.05),
    })
  }
  return routes
}

function drawSuspension(random: SeededRandom, request: SimulatedRequest): Suspension | undefined {
  const { reasons, leastDaysLeft } = behaviour.suspension
  const date = dateOf(request.at)
  for (const reason of Object.keys(reasons) as SuspensionReason[]) {
    const season = reasons[reason]
    const needed = random.chance(season.chance[request.category] ?? 0)
    if (!needed || !inSeason(date, season)) continue
    const until = endOfSeason(date, season)
    if (until - request.at < leastDaysLeft * day) continue
    const afterWorkingHours = round(random.exponential(behaviour.handle.suspendMeanWorkingHours), 0.25)
    return { reason, afterWorkingHours, until }
  }
  return undefined
}

function drawFollowUp(random: SeededRandom, reply: ReplyQuality, grade: Grade): FollowUp {
  const { reached, contacted, meanWorkingHours, politeness, solved } = behaviour.followUp
  const afterWorkingHours = round(random.exponential(meanWorkingHours), 0.25)
  if (!random.chance(reached)) return { reached: false, afterWorkingHours }
  const said = random.chance(politeness) ? grade + 1 : grade
  const satisfied = said >= 4 ? 'satisfied' : said === 3 ? 'basicallySatisfied' : 'dissatisfied'
  const answers = {
    contacted: random.chance(contacted[reply]),
    solved: table(random, solved[reply]),
    satisfied,
  } as const
  return { reached: true, afterWorkingHours, ...answers }
}

type Quality = Readonly<Record<ReplyQuality, number>>

function drawRound(
  random: SeededRandom,
  request: SimulatedRequest,
  group: Group,
  number: 0 | 1 | 2,
  quality: Quality,
): Round {
  const { handle, reply: replies, rating: ratings, appeal: appeals } = behaviour
  const median = handle.medianWorkingHours[request.category] ?? handle.medianWorkingHours[group] ?? 8
  const reply = table(random, quality)
  const grade = Number(table(random, behaviour.grade[reply] as Record<string, number>)) as Grade
  const eager = grade <= 2 ? ratings.givenWhenDissatisfied : 1
  const followUp = drawFollowUp(random, reply, grade)
  return {
    handleWorkingHours: round(random.logNormal(median * replies.roundShare[number], handle.spread), 0.1),
    reply,
    ...(checked.has(request.category) && {
      preClosingCheck: {
        passed: random.chance(replies.checkPassed[reply]),
        afterWorkingHours: round(random.exponential(replies.checkMeanWorkingHours), 0.1),
      },
    }),
    ...(random.chance(ratings.given[request.channel] * eager) && {
      rating: { grade, afterHours: round(random.exponential(ratings.meanHours), 0.05) },
    }),
    followUp,
    ...(random.chance(appeals.made) && {
      appeal: {
        reason: table(random, appeals.reasons),
        afterWorkingHours: round(random.exponential(appeals.meanWorkingHours), 0.25),
        upheld: random.chance(appeals.upheld),
      },
    }),
  }
}

/**
 * Draws how people answer in one case. One number is taken from the stream; all else follows from that number and the
 * request. For cases that stay as they are when another is added, hand over a stream of the request's own, such as
 * `root.fork('behaviour-17')`.
 */
export function drawBehaviour(random: SeededRandom, request: SimulatedRequest): BehaviourPlan {
  const { handle, reply } = behaviour
  const group = groups.get(request.category)
  if (group === undefined) throw new RangeError(`No leaf category ${request.category} in the catalogue.`)
  // A stream a topic: one question more, or less, within a topic shifts no answer in the others.
  const own = seededRandom(random.int(0, 2 ** 32 - 1))
  const on = own.fork
  const intake = drawIntake(on('intake'), request)
  const suspension = drawSuspension(on('suspension'), request)
  const quality = intake.answer === 'onTheSpot' ? reply.qualityOnTheSpot : reply.quality[0]
  const rounds: BehaviourPlan['rounds'] = [
    drawRound(on('round-0'), request, group, 0, quality),
    drawRound(on('round-1'), request, group, 1, reply.quality[1]),
    drawRound(on('round-2'), request, group, 2, reply.quality[2]),
  ]
  const routes = drawWrongRoutes(on('routing'), request, group)
  const unsure = on('pool').chance(behaviour.contact.offered) ? routes[0] : undefined
  return {
    intake,
    intakeAfterWorkingHours: round(on('desk').exponential(behaviour.intake.dispatchMeanWorkingHours), 0.02),
    split: request.alsoAbout !== undefined && on('split').chance(behaviour.intake.splitSeen),
    ...(unsure && { offered: { beside: unsure.unit, declinedAfterWorkingHours: unsure.returnedAfterWorkingHours } }),
    wrongRoutes: unsure === undefined ? routes : [],
    claim: drawClaim(on('claim')),
    ...(on('co-handling').chance(handle.coHandler.needed[group]) && {
      coHandling: { workingHours: round(rounds[0].handleWorkingHours * handle.coHandler.share, 0.1) },
    }),
    ...(suspension && { suspension }),
    ...drawDealings(on, request, group, rounds[0].handleWorkingHours),
    ...drawEvents(on),
    rounds,
  }
}

function drawClaim(random: SeededRandom): BehaviourPlan['claim'] {
  const { meanWorkingHours, timeOut, timeOutAgain } = behaviour.claim
  const once = random.chance(timeOut)
  const again = random.chance(timeOutAgain)
  return { timeOuts: once ? (again ? 2 : 1) : 0, afterWorkingHours: round(random.exponential(meanWorkingHours), 0.05) }
}

/** What may come in between: more time asked for, the resident's impatience or change of mind, the end by decision. */
function drawEvents(
  on: (topic: string) => SeededRandom,
): Pick<BehaviourPlan, 'extension' | 'urge' | 'withdraw' | 'forceClose'> {
  const { handle } = behaviour
  const extension = on('extension')
  const urge = on('urge')
  const withdraw = on('withdraw')
  const forced = on('force-close')
  return {
    ...(extension.chance(handle.extension.asked) && {
      extension: {
        beforeDueWorkingHours: round(extension.exponential(handle.extensionMeanWorkingHoursBefore), 0.5),
        workingDays: extension.pick(handle.extension.workingDays),
        answer: extension.chance(handle.extension.granted) ? ('granted' as const) : ('refused' as const),
      },
    }),
    ...(urge.chance(handle.urged) && { urge: { afterHours: round(urge.exponential(handle.urgeMeanHours), 1) } }),
    ...(withdraw.chance(handle.withdrawn) && {
      withdraw: { afterHours: round(withdraw.exponential(handle.withdrawMeanHours), 0.25) },
    }),
    ...(forced.chance(handle.forceClosed) && {
      forceClose: {
        reason: table(forced, handle.forceCloseReasons),
        afterWorkingDays: forced.int(handle.forceCloseWorkingDays[0], handle.forceCloseWorkingDays[1]),
      },
    }),
  }
}
