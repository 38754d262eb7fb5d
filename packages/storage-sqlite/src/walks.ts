import type { FindQuery } from '@huiyin/core/contracts'
import { among, asked } from './conditions.js'
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
// A state that no more records are in is walked itself: what is in it seldom would be far apart in any other walk.
const few = 2000
const end = (prefix: string) => `${prefix}\u{10ffff}`

function areasWithin(db: Database, within: string): string[] | undefined {
  const areas: string[] = []
  for (let from = within; ; from = `${areas.at(-1)}\u0000`) {
    const next = db.get<{ area_path: string }>(
      'SELECT area_path FROM records INDEXED BY records_by_area WHERE area_path >= ? AND area_path < ? ORDER BY area_path LIMIT 1',
      from,
      end(within),
    )
    if (next === undefined) return areas
    if (areas.length === mostAreas) return undefined
    areas.push(next.area_path)
  }
}

const hasFew = (db: Database, status: string): boolean =>
  (
    db.get<{ count: number }>(
      'SELECT count(*) AS count FROM (SELECT 1 FROM records INDEXED BY records_by_status WHERE status = ? LIMIT ?)',
      status,
      few,
    ) as { count: number }
  ).count < few

/** What every record on a walk is asked, beside what the index answers. */
function filterOf({ type, status, within, unit, category, channel, requester, from, to }: FindQuery) {
  const conditions: string[] = []
  const values: (string | number)[] = []
  const ask = (condition: string, ...each: (string | number | undefined)[]) => {
    if (each.some((value) => value === undefined)) return
    conditions.push(condition)
    values.push(...(each as (string | number)[]))
  }
  ask('type = ?', type)
  if (within !== undefined) ask('+area_path >= ? AND +area_path < ?', within, end(within))
  ask('unit = ?', unit)
  ask('category = ?', category)
  ask('channel = ?', channel)
  ask('requester = ?', requester)
  ask('created_at >= ?', from)
  ask('created_at < ?', to)
  if (status !== undefined && status.length !== 1) ask(among('status', status).slice('AND '.length), ...asked(status))
  else ask('status = ?', status?.[0])
  return { conditions, values }
}

/**
 * The walks that answer a query, each in the order of creation. Which index is walked is decided here and not left to the database, which knows nothing
 * of how a city fills it: most of its records have ended, and what is asked for most often has not.
 */
export function walksOf(db: Database, query: FindQuery): Walk[] {
  const { status, ...others } = query
  const { type, open, within, unit, category, requester } = others
  const openings = open === undefined ? [0, 1] : [Number(open)]
  const isOpen = open === undefined ? '' : ` AND open = ${Number(open)}`
  const walk = (index: string, lead: string, value: string, filter = filterOf(query)): Walk => ({
    index,
    conditions: [lead, ...filter.conditions],
    values: [value, ...filter.values],
  })
  const each = (index: string, column: string, value: string) =>
    openings.map((one) => walk(index, `${column} = ? AND open = ${one}`, value))
  const ofState = (state: string) => walk('records_by_status', `status = ?${isOpen}`, state, filterOf(others))

  if (requester !== undefined) return [walk('records_by_requester', `requester = ?${isOpen}`, requester)]
  const states = status === undefined ? undefined : [...new Set(status)]
  if (states?.every((state) => hasFew(db, state))) return states.map(ofState)
  const areas = within === undefined ? undefined : areasWithin(db, within)
  if (areas !== undefined) return areas.flatMap((area) => each('records_by_area', 'area_path', area))
  if (unit !== undefined) return each('records_by_unit', 'unit', unit)
  if (category !== undefined) return each('records_by_category', 'category', category)
  if (states !== undefined) return states.map(ofState)
  const types = type === undefined ? typesOf(db) : [type]
  return types.flatMap((one) => each('records_by_creation', 'type', one))
}
