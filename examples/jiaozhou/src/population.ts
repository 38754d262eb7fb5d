import { dateOf } from '@huiyin/core/calendar'
import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import { type Grid, type GridKind, grids } from './grids.ts'
import { drawMoments, type Moment } from './moments.ts'
import { drawName, fictitiousPhone } from './names.ts'
import { hour, inSeason } from './shanghai.ts'
import type { Person, SimulatedRequest } from './simulated-request.ts'
import { teams } from './teams.ts'
import { addressOf, describe, drawHouse, whereabouts } from './wording.ts'

export interface PopulationOptions {
  readonly count: number
  /** First and last date, `YYYY-MM-DD`, both included. */
  readonly from: string
  readonly to: string
}

type Matters = Pick<SimulatedRequest, 'category' | 'alsoAbout' | 'sameMatterAs'>

/** Who reports, and the house the report is about when it is about a house. */
interface Reporter {
  readonly requester: string
  readonly person: Person
  readonly grid: Grid
  readonly house: string
}

const { demand } = behaviour
const kinds: readonly GridKind[] = ['residential', 'village', 'business']
const workers = new Map(
  teams.filter(({ employment }) => employment === 'fullTime').map((worker) => [worker.grid, worker]),
)

function drawCategory(random: SeededRandom, grid: Grid, moment: Moment, except?: string): string {
  const column = kinds.indexOf(grid.kind)
  const date = dateOf(moment.at)
  const entries = Object.entries(demand.mix)
    .filter(([code]) => code !== except && (moment.channel !== 'gridPatrol' || demand.seenOnPatrol.includes(code)))
    .map(([code, weights]) => {
      const season = demand.seasons[code]
      const factor = season === undefined ? 1 : inSeason(date, season) ? season.within : season.otherwise
      return [code, (weights[column] ?? 0) * factor] as const
    })
  return random.weighted(entries)
}

/**
 * Generates the reports of a span of days, in the order they arrive. The same seed and options give the same list; with
 * another `count` it is another list throughout.
 */
export function generateRequests(seed: number, options: PopulationOptions): SimulatedRequest[] {
  const root = seededRandom(seed)
  const size = root.fork('grid-sizes')
  const gridWeights = grids.map(
    (grid) => [grid, size.logNormal(demand.gridKind[grid.kind], demand.gridSpread)] as const,
  )
  const requests: SimulatedRequest[] = []
  /** Who sent each of `requests`; workers on patrol among them. */
  const reporters: Reporter[] = []
  /** The residents among them, so that who has reported twice is twice as likely to come again. */
  const known: Reporter[] = []
  let residents = 0

  function moveIn(random: SeededRandom, grid: Grid, house: string = drawHouse(random, grid)): Reporter {
    residents += 1
    return {
      requester: `res-${String(residents).padStart(6, '0')}`,
      grid,
      house,
      person: {
        name: drawName(random),
        phone: fictitiousPhone(2, residents),
        address: addressOf(random, grid, house),
      },
    }
  }

  function workerOf(random: SeededRandom, grid: Grid): Reporter {
    const worker = workers.get(grid.code)
    if (worker === undefined) throw new Error(`Grid ${grid.code} has no full-time worker.`)
    const person = { name: worker.name, phone: worker.phone, address: grid.name }
    return { requester: worker.member, grid, house: drawHouse(random, grid), person }
  }

  /** An earlier report that another resident might repeat; always the first of its kind, never a repetition. */
  function findSameMatter(random: SeededRandom, moment: Moment): number | undefined {
    const since = moment.at - demand.sameMatterWithinHours * hour
    const candidates: number[] = []
    for (let index = requests.length - 1; index >= 0; index--) {
      const earlier = requests[index]
      if (earlier === undefined || earlier.at < since) break
      if (earlier.sameMatterAs === undefined && demand.sharedMatters.includes(earlier.category)) candidates.push(index)
    }
    return candidates.length === 0 ? undefined : random.pick(candidates)
  }

  /** A neighbour of the first reporter, with the same spot before the eyes. */
  function repeat(random: SeededRandom, sameMatterAs: number): { reporter: Reporter; matters: Matters } | undefined {
    const first = reporters[sameMatterAs]
    const category = requests[sameMatterAs]?.category
    if (first === undefined || category === undefined) return undefined
    return { reporter: moveIn(random, first.grid, first.house), matters: { category, sameMatterAs } }
  }

  function drawReporter(random: SeededRandom, moment: Moment): Reporter {
    const grid = random.weighted(gridWeights)
    if (moment.channel === 'gridPatrol') return workerOf(random, grid)
    const returns = known.length > 0 && random.chance(demand.returningResident)
    return returns ? random.pick(known) : moveIn(random, grid)
  }

  function drawMatters(random: SeededRandom, reporter: Reporter, moment: Moment): Matters {
    const category = drawCategory(random, reporter.grid, moment)
    const second = moment.channel !== 'gridPatrol' && random.chance(demand.secondMatter)
    return second ? { category, alsoAbout: drawCategory(random, reporter.grid, moment, category) } : { category }
  }

  for (const [index, moment] of drawMoments(root.fork('moments'), options.count, options.from, options.to).entries()) {
    const random = root.fork(`request-${index}`)
    const mayRepeat = moment.channel !== 'gridPatrol' && random.chance(demand.sameMatter)
    const sameMatterAs = mayRepeat ? findSameMatter(random, moment) : undefined
    const repeated = sameMatterAs === undefined ? undefined : repeat(random, sameMatterAs)
    const reporter = repeated?.reporter ?? drawReporter(random, moment)
    const about = repeated?.matters ?? drawMatters(random, reporter, moment)
    const matter = root.fork(`matter-${sameMatterAs ?? index}`)
    reporters.push(reporter)
    if (moment.channel !== 'gridPatrol') known.push(reporter)
    requests.push({
      ...moment,
      ...about,
      grid: reporter.grid.code,
      address: whereabouts(reporter.grid, reporter.house),
      requester: reporter.requester,
      person: reporter.person,
      description: describe(matter, random, { ...reporter, ...moment, ...about }),
    })
  }
  return requests
}
