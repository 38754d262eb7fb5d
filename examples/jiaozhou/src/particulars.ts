import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import { behaviour } from './behaviour.ts'
import { fields } from './fields.ts'
import type { SimulatedRequest } from './simulated-request.ts'

/** Millionths of a degree: the map of the city is a rectangle, and where a grid lies in it is invented. */
const city = { lon: [119_750_000, 120_150_000], lat: [36_080_000, 36_420_000] } as const
/** About half a kilometre from the middle of the community to its grids, and from there to what is reported. */
const reach = 5000

const within = (random: SeededRandom, [least, most]: readonly [number, number]) => random.int(least, most)
const near = (random: SeededRandom) => random.int(-reach, reach)

/** A point in a grid. Every report finds the grid in the same place. */
function pointIn(random: SeededRandom, grid: string): { readonly lon: number; readonly lat: number } {
  const community = seededRandom(0).fork(`map-${grid.slice(0, 12)}`)
  const middle = seededRandom(0).fork(`map-${grid}`)
  const lon = within(community, city.lon) + near(middle) + near(random)
  const lat = within(community, city.lat) + near(middle) + near(random)
  return { lon: lon / 1_000_000, lat: lat / 1_000_000 }
}

/** What somebody reads off the thing itself. */
const readings: Readonly<Record<string, (random: SeededRandom) => string>> = {
  lampNumber: (random) => `LD-${random.int(1000, 9999)}`,
  liftCode: (random) => String(random.int(100_000, 999_999)),
  network: (random) => random.pick(fields['manhole-cover']?.network?.options ?? []).code,
}

function fieldsOf(random: SeededRandom, category: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(fields[category] ?? {}).flatMap((name) => {
      const reading = readings[name]?.(random)
      return reading === undefined ? [] : [[name, reading]]
    }),
  )
}

/** Where it is and what the category asks for, as far as the report says: the same for the same seed. */
export function particularsOf(seed: number, request: SimulatedRequest, place: number) {
  const { brought, questions } = behaviour.demand
  const { channel, category, grid, address } = request
  const random = seededRandom(seed).fork(`particulars-${place}`)
  const placed = !questions.includes(category)
  const told = random.chance(brought.address[channel]) && placed
  const mapped = random.chance(brought.point[channel]) && placed
  // The map of a mini-program is in the datum of its maps; the terminals of workers are surveyed in the national one.
  const datum = channel === 'miniProgram' ? ('GCJ-02' as const) : ('CGCS2000' as const)
  const point = { ...pointIn(random, grid), datum }
  const read = random.chance(brought.fields[channel]) && fields[category] !== undefined
  return {
    ...((told || mapped) && { place: { ...(told && { address }), ...(mapped && { point }) } }),
    ...(read && { fields: fieldsOf(random, category) }),
  }
}
