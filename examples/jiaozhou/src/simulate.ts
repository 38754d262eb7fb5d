import {
  type BusinessHours,
  createBusinessHours,
  createHuiyin,
  createWorkCalendar,
  type Huiyin,
  type Storage,
} from '@huiyin/core'
import { dateOf, instantOf } from '@huiyin/core/calendar'
import { memoryFiles } from '@huiyin/core/contracts'
import { seededRandom, simulatedClock } from '@huiyin/testkit'
import { systemAdmin } from './actors.ts'
import type { BehaviourPlan } from './behaviour-plan.ts'
import { catalogue } from './catalogue.ts'
import { watchDeadlines } from './deadline-watch.ts'
import { drawBehaviour } from './draw-behaviour.ts'
import { areas } from './grids.ts'
import { idsByRequest } from './ids-by-request.ts'
import { life } from './lives.ts'
import { generateRequests } from './population.ts'
import { createSchedule, type Doing } from './schedule.ts'
import { day } from './shanghai.ts'
import type { SimulatedRequest } from './simulated-request.ts'
import { teams } from './teams.ts'
import type { World } from './world.ts'

export interface SimulationOptions {
  readonly storage: Storage
  readonly seed: number
  readonly count: number
  /** First and last day of reports; the report is made when the last one ends. */
  readonly from: string
  readonly to: string
  readonly progress?: (done: { readonly day: string; readonly submitted: number; readonly of: number }) => void
  readonly said?: (line: string) => void
}

export interface Simulation {
  readonly huiyin: Huiyin
  readonly hours: BusinessHours
  /** How often each command was accepted and each refusal given. */
  readonly commands: ReadonlyMap<string, number>
  /** The instant of the report. */
  readonly asOf: number
}

/** Sets the city up: divisions and grids, a team for each grid, who is responsible for what. */
async function setUp(huiyin: Huiyin, said: (line: string) => void): Promise<void> {
  const by = { by: systemAdmin }
  const imported = await huiyin.areas.import(areas, by)
  if (!imported.ok) throw new Error(`areas: ${JSON.stringify(imported)}`)
  said(`区划与网格已导入  areas imported: ${areas.length}`)
  const responsibilities = await huiyin.catalogue.import(catalogue, by)
  if (!responsibilities.ok) throw new Error(`catalogue: ${JSON.stringify(responsibilities)}`)
  said(
    `责任目录已导入  responsibility catalogue imported: ${catalogue.categories.length} categories, ${catalogue.units.length} units`,
  )
  const formed = await huiyin.teams.import(teams, by)
  if (!formed.ok) throw new Error(`teams: ${JSON.stringify(formed)}`)
  said(`网格队伍已组建  team members in place: ${teams.length}`)
}

// The plan of a request is drawn when it is reported: those of a whole city would be in memory all the time.
async function* lived(world: World, request: SimulatedRequest, place: number, plan: () => BehaviourPlan): Doing {
  yield* life(world, request, place, plan())
}

/** Plays the requests of a city on a simulated clock, through the public API only. */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { seed, count, from, to, progress = () => {}, said = () => {} } = options
  const start = instantOf(from)
  const asOf = instantOf(to) + day
  const city = simulatedClock(start)
  const schedule = createSchedule()
  const clock = { now: () => schedule.acting()?.at ?? city.now() }
  const { storage, next: nextDeadline } = watchDeadlines(options.storage)
  const calendar = createWorkCalendar()
  const hours = createBusinessHours(calendar)
  const platform = { clock, ids: idsByRequest(seed, () => schedule.acting()?.about) }
  // The city lives in a time of its own, which a database server need not share.
  // Some three hundred requests are open at a time: more need not be cached.
  const limits = { clockDriftDays: Number.POSITIVE_INFINITY, cachedRecords: 500 }
  const huiyin = createHuiyin({ storage, platform, limits, calendar, hours, numberPrefix: 'JZ', files: memoryFiles() })
  await huiyin.start()
  await setUp(huiyin, said)

  const requests = generateRequests(seed, { count, from, to })
  const random = seededRandom(seed)
  const world: World = {
    requests: huiyin.requests,
    files: huiyin.files,
    seed,
    calendar,
    hours,
    schedule,
    now: () => clock.now(),
    responsible: ({ category, grid }) => huiyin.catalogue.resolve(category, grid),
    ids: [],
    tally: new Map(),
  }
  const alone = new Set<number>()
  for (const [place, request] of requests.entries()) {
    const plan = () => drawBehaviour(random.fork(`behaviour-${place}`), request)
    const { split, intake } = plan()
    const { sameMatterAs } = request
    if (split) alone.add(place)
    if (intake.answer === 'merge' && sameMatterAs !== undefined) alone.add(place).add(sameMatterAs)
    schedule.start(request.at, lived(world, request, place, plan), place)
  }

  let today = ''
  await schedule.run(asOf, {
    undisturbed: (place) => {
      if (place === undefined) return nextDeadline()
      const id = world.ids[place]
      return id === undefined ? Number.POSITIVE_INFINITY : nextDeadline(id)
    },
    alone: (place) => alone.has(place),
    reach: async (instant) => {
      // Every deadline is handled when it is due.
      for (let due = nextDeadline(); due <= instant; due = nextDeadline()) {
        city.set(due)
        await huiyin.tick()
        if (nextDeadline() <= due) throw new Error(`A deadline of ${new Date(due).toISOString()} was not handled.`)
      }
      city.set(instant)
      const date = dateOf(instant)
      if (date !== today)
        progress({ day: date, submitted: world.ids.filter((id) => id !== undefined).length, of: count })
      today = date
    },
  })
  return { huiyin, hours, commands: world.tally, asOf }
}
