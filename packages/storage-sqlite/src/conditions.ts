/** Conditions of a query with their values; a prefix is a half-open range, so that an index can serve it. */
export function conditionsOf<Query extends object>(
  query: Query,
  columns: readonly (readonly [name: keyof Query & string, sql: string])[],
) {
  const parts: string[] = []
  const values: (string | number)[] = []
  for (const [name, sql] of columns) {
    const value = query[name]
    if (value === undefined) continue
    parts.push(sql)
    if (name === 'within') values.push(value as string, `${value as string}\u{10ffff}`)
    else values.push(typeof value === 'boolean' ? Number(value) : (value as string | number))
  }
  return { parts, values }
}

/** A condition on one of several values, and the value it is bound to; nothing when there is no list. */
export const among = (column: string, list: readonly (string | number)[] | undefined): string =>
  list === undefined ? '' : `AND ${column} IN (SELECT value FROM json_each(?))`
export const asked = (list: readonly (string | number)[] | undefined): string[] =>
  list === undefined ? [] : [JSON.stringify(list)]
