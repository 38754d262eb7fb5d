// Most strings of an event need no escaping; asking is cheaper than escaping.
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}

// Member names come from code and repeat all the time, so up to 1000 quoted forms are kept.
const names = new Map<string, string>()

function quotedName(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const text = `${JSON.stringify(name)}:`
  if (names.size < 1000) names.set(name, text)
  return text
}

function inOrder(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return false
  return true
}

/**
 * Canonical JSON: object keys in code-unit order, no white space, `undefined` members left out. Equal values give equal text on every
 * storage and platform (after RFC 8785; numbers are written as ECMAScript writes them).
 *
 * @throws TypeError for a number that JSON has no form for.
 */
export function canonical(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
    return `${value}`
  }
  if (value === null || typeof value !== 'object') return value === true ? 'true' : value === false ? 'false' : 'null'
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += i === 0 ? canonical(value[i]) : `,${canonical(value[i])}`
    return `${text}]`
  }
  const record = value as Record<string, unknown>
  const keys = Object.keys(record)
  if (!inOrder(keys)) keys.sort()
  let text = '{'
  for (const key of keys) {
    const member = record[key]
    if (member !== undefined) text += (text.length === 1 ? '' : ',') + quotedName(key) + canonical(member)
  }
  return `${text}}`
}
