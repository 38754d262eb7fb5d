import type { FindQuery } from '@huiyin/core/contracts'

/** What the places of a statement are bound to. */
export type Values = (string | number)[]

const isAmong = (column: string): string => `${column} IN (SELECT value FROM json_each(?))`

/** A condition on one of several values, and the value it is bound to; nothing when there is no list. */
export const among = (column: string, list: readonly (string | number)[] | undefined): string =>
  list === undefined ? '' : `AND ${isAmong(column)}`
export const asked = (list: readonly (string | number)[] | undefined): string[] =>
  list === undefined ? [] : [JSON.stringify(list)]

/** The bounds of all texts that begin with a prefix: a half-open range, so that an index can serve it. */
export const startingWith = (prefix: string): readonly [from: string, to: string] => [prefix, `${prefix}\u{10ffff}`]

/** The conditions that are asked of records one by one, in the order of their costs: what the index of desks holds first. */
export function conditionsOf(query: Omit<FindQuery, 'limit'>): {
  readonly conditions: string[]
  readonly values: Values
} {
  const { type, status, within, unit, flags, desk, dueBefore, updatedFrom, ...others } = query
  const { category, channel, requester, number, from, to } = others
  const conditions: string[] = []
  const values: Values = []
  const ask = (condition: string, ...each: (string | number | undefined)[]) => {
    if (each.some((value) => value === undefined)) return
    conditions.push(condition)
    values.push(...(each as Values))
  }
  ask('type = ?', type)
  if (status !== undefined && status.length !== 1) ask(isAmong('status'), ...asked(status))
  else ask('status = ?', status?.[0])
  if (within !== undefined) ask('+area_path >= ? AND +area_path < ?', ...startingWith(within))
  ask('unit = ?', unit)
  if (flags?.length === 0) conditions.push('0')
  for (const flag of flags ?? []) ask('instr(flags, ?) > 0', `,${flag},`)
  ask('EXISTS (SELECT 1 FROM desk_rows d WHERE d.rid = records.rid AND d.desk = ?)', desk)
  ask('owner_due_at < ?', dueBefore)
  ask('updated_at >= ?', updatedFrom)
  ask('created_at >= ?', from)
  ask('created_at < ?', to)
  ask('category = ?', category)
  ask('channel = ?', channel)
  ask('requester = ?', requester)
  ask('number = ?', number)
  return { conditions, values }
}
