import type { FindQuery, TallyQuery } from '@huiyin/core/contracts'

/** A member of a query and its condition; each `$` stands for its value. `each`: the condition holds for every one of its values, and for none where there is none. */
export type Asked = readonly [name: keyof FindQuery | keyof TallyQuery, sql: string, of?: 'each']

/** Conditions of a query with their values; a prefix is a half-open range, so that an index can serve it. */
export function conditionsOf(query: FindQuery | TallyQuery, asked: readonly Asked[]) {
  const parts: string[] = []
  const values: unknown[] = []
  for (const [name, sql, of] of asked) {
    const value = (query as unknown as Record<string, unknown>)[name]
    if (value === undefined) continue
    // Part of the text: an index of open records serves only a statement that says so.
    if (typeof value === 'boolean') {
      parts.push(sql.replace('$', String(value)))
      continue
    }
    if (of === 'each') {
      const each = value as readonly string[]
      if (each.length === 0) parts.push('false')
      for (const one of each) parts.push(sql.replace('$', () => `$${values.push(one)}`))
      continue
    }
    // One of one is that one: only then do its rows come in the order of an index.
    if (Array.isArray(value) && value.length === 1) {
      parts.push(sql.replace('= ANY ($)', () => `= $${values.push(value[0])}`))
      continue
    }
    const own = name === 'within' ? [value, `${value as string}\u{10ffff}`] : [value]
    parts.push(sql.replace(/\$/g, () => `$${values.push(own.shift())}`))
  }
  return { parts, values }
}
