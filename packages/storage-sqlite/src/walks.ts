import type { FindQuery } from '@huiyin/core/contracts'
import { among, asked, conditionsOf, startingWith } from './conditions.js'
import type { Database } from './database.js'
import { typesOf } from './read.js'

/** One way through one index, in the order of a page: a page costs a page, however much lies before, behind or beside it. */
export interface Walk {
  readonly index: string
  readonly conditions: readonly string[]
  readonly values: readonly (string | number)[]
}

// So many areas are walked side by side; an area of more of them holds so much of the city that the city is walked instead.
const mostAreas = 50
// States that no more records are in are walked themselves: what is in them seldom would be far apart in any other walk. Open records in few states are
// sorted; of those in a state that many are in, a walk by creation soon meets enough.
const few = 2000

function areasWithin(db: Database, within: string): string[] | undefined {
  const areas: string[] = []
  const [first, end] = startingWith(within)
  for (let from = first; ; from = `${areas.at(-1)}\u0000`) {
    const next = db.get<{ area_path: string }>(
      'SELECT area_path FROM records INDEXED BY records_by_area WHERE area_path >= ? AND area_path < ? ORDER BY area_path LIMIT 1',
      from,
      end,
    )
    if (next === undefined) return areas
    if (areas.length === mostAreas) return undefined
    areas.push(next.area_path)
  }
}

const countIn = (db: Database, from: string, states: readonly string[]): number =>
  (
    db.get<{ count: number }>(
      `SELECT count(*) AS count FROM (SELECT 1 FROM records INDEXED BY ${from} ${among('status', states)} LIMIT ?)`,
      ...asked(states),
      few,
    ) as { count: number }
  ).count

const haveFew = (db: Database, open: number, states: readonly string[]): boolean =>
  open === 1
    ? countIn(db, 'desk WHERE open = 1', states) < few
    : states.every((state) => countIn(db, 'records_by_status WHERE open = 0', [state]) < few)

/** What every record on a walk is asked, beside what the index answers. */
function filterOf(query: Omit<FindQuery, 'limit'>) {
  const { conditions, values } = conditionsOf(query)
  if (query.owner === undefined) return { conditions, values }
  return { conditions: [...conditions, "coalesce(owner, '') = ?"], values: [...values, query.owner] }
}

type Walking = (index: string, lead: string, value: string, filter?: ReturnType<typeof filterOf>) => Walk

/** The walks through the records that are open, or through those that have ended. */
function walksOfSide(db: Database, query: FindQuery, open: number, walk: Walking): Walk[] {
  const { status, ...others } = query
  const { type, within, unit, category } = others
  const each = (index: string, column: string, value: string) => walk(index, `open = ${open} AND ${column} = ?`, value)
  const ofState = (state: string) =>
    walk(open === 1 ? 'desk' : 'records_by_status', `open = ${open} AND status = ?`, state, filterOf(others))

  const states = status === undefined ? undefined : [...new Set(status)]
  if (states !== undefined && haveFew(db, open, states)) return states.map(ofState)
  const areas = within === undefined ? undefined : areasWithin(db, within)
  if (areas !== undefined) return areas.map((area) => each('records_by_area', 'area_path', area))
  if (unit !== undefined) return [each('records_by_unit', 'unit', unit)]
  if (category !== undefined) return [each('records_by_category', 'category', category)]
  if (states !== undefined && open === 0) return states.map(ofState)
  const types = type === undefined ? typesOf(db) : [type]
  return types.map((one) => each('records_by_creation', 'type', one))
}

/**
 * The walks that answer a query, each in the order of creation. Which index is walked is decided here and not left to the database, which knows nothing
 * of how a city fills it: most of its records have ended, and what is asked for most often has not.
 */
export function walksOf(db: Database, query: FindQuery): Walk[] {
  const { open, requester, number } = query
  const isOpen = open === undefined ? '' : ` AND open = ${Number(open)}`
  const walk: Walking = (index, lead, value, filter = filterOf(query)) => ({
    index,
    conditions: [lead, ...filter.conditions],
    values: [value, ...filter.values],
  })
  if (number !== undefined && number !== '')
    return [walk('records_by_number', `number <> '' AND number = ?${isOpen}`, number)]
  if (requester !== undefined) return [walk('records_by_requester', `requester = ?${isOpen}`, requester)]
  const sides = open === undefined ? [0, 1] : [Number(open)]
  return sides.flatMap((side) => walksOfSide(db, query, side, walk))
}
