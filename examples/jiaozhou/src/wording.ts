import type { SeededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import { divisions, type Grid, shortName } from './grids.ts'
import { alsoSeen, besides, buildings, callMe, matters, seenOnPatrol, spots } from './matters.ts'
import type { SimulatedRequest } from './simulated-request.ts'

/** What a text is made of. */
interface Report extends Pick<SimulatedRequest, 'channel' | 'category' | 'alsoAbout' | 'sameMatterAs' | 'person'> {
  readonly grid: Grid
  readonly house: string
}

const names = new Map(divisions.map((division) => [division.code, shortName(division)]))

function placeOf(grid: Grid): string {
  return names.get(grid.parent) ?? grid.name
}

/** A house of the kind that stands in such a grid: 3号楼2单元, 12排1号, 沿街商铺7号. */
export function drawHouse(random: SeededRandom, grid: Grid): string {
  return buildings[grid.kind].replace('{n}', String(random.int(1, 28))).replace('{m}', String(random.int(1, 4)))
}

/** Where in the city that is, for who has to find it. The zones' only community bears the zone's own name, so it is said once. */
export function whereabouts(grid: Grid, house: string): string {
  const town = names.get(grid.parent.slice(0, 9)) ?? ''
  const place = placeOf(grid)
  return (place === town ? town : town + place) + house
}

/** A postal address in that house. */
export function addressOf(random: SeededRandom, grid: Grid, house: string): string {
  const flat = grid.kind === 'residential' ? `${random.int(1, 18)}0${random.int(1, 4)}室` : ''
  return whereabouts(grid, house) + flat
}

function fill(template: string, random: SeededRandom, grid: Grid, house: string): string {
  return template
    .replaceAll('{place}', placeOf(grid))
    .replaceAll('{spot}', random.pick(spots[grid.kind]))
    .replaceAll('{building}', house)
    .replaceAll('{n}', String(random.int(1, 28)))
    .replaceAll('{days}', String(random.int(2, 9)))
    .replaceAll('{degrees}', String(random.int(11, 17)))
    .replaceAll('{sum}', String(random.int(8, 300) * 100))
}

/** The text of a report. `matter` is the random stream of the incident: two witnesses of it name the same spot. */
export function describe(matter: SeededRandom, random: SeededRandom, report: Report): string {
  const { grid, house, person, category, alsoAbout } = report
  const categories = alsoAbout === undefined ? [category] : [category, alsoAbout]
  const sentences = categories.map((code) => fill(matter.pick(matters[code] ?? []), matter, grid, house))
  const text = sentences.join(besides)
  if (report.channel === 'gridPatrol') return seenOnPatrol + text
  const opening = report.sameMatterAs === undefined ? '' : random.pick(alsoSeen)
  const ending = random.chance(behaviour.demand.phoneInText) ? callMe.replace('{phone}', person.phone) : ''
  return opening + text + ending
}
