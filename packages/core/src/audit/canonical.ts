/**
 * Canonical JSON: object keys in code-unit order, no white space, `undefined` members left out. Equal values give equal text on every
 * storage and platform (after RFC 8785; numbers are written as ECMAScript writes them).
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
    return JSON.stringify(value) ?? 'null'
  }
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonical(value[i])
    return `${text}]`
  }
  let text = '{'
  const record = value as Record<string, unknown>
  for (const key of Object.keys(record).sort()) {
    const member = record[key]
    if (member === undefined) continue
    text += `${text.length === 1 ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `${text}}`
}
