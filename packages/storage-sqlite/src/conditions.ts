import type { FindQuery, TallyQuery } from '@huiyin/core/contracts'

/** Conditions of a query with their values; a prefix is a half-open range, so that an index can serve it. */
export function conditionsOf(
  query: FindQuery | TallyQuery,
  columns: readonly (readonly [keyof (FindQuery & TallyQuery), string])[],
) {
  const parts: string[] = []
  const values: (string | number)[] = []
  for (const [name, sql] of columns) {
    const value = (query as unknown as Record<string, unknown>)[name]
    if (value === undefined) continue
    // The partial indexes leave out records without a unit or requester; for those, SQLite uses another index.
    parts.push(value === '' ? sql.replace(/ AND \w+ <> ''$/, '') : sql)
    if (Array.isArray(value)) values.push(JSON.stringify(value))
    else if (name === 'within') values.push(value as string, `${value as string}\u{10ffff}`)
    else values.push(typeof value === 'boolean' ? Number(value) : (value as string | number))
  }
  return { parts, values }
}
