// Most strings of an event need no escaping; asking is cheaper than escaping.
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}

// Member names come from code and repeat all the time, so up to 1000 quoted forms are kept, each with the comma before it.
const names = new Map<string, string>()

function nextName(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  const text = `,${JSON.stringify(name)}:`
  if (names.size < 1000) names.set(name, text)
  return text
}

// In place: lists are short and mostly in order, and `sort` makes three lists for each.
function putInOrder(keys: string[]): void {
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] as string
    let place = next
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string
    keys[place] = key
  }
}

function appendList(text: string, list: readonly unknown[]): string {
  if (list.length === 0) return `${text}[]`
  let longer = `${text}[`
  for (let i = 0; i < list.length; i++) longer = append(i === 0 ? longer : `${longer},`, list[i])
  return `${longer}]`
}

function appendObject(text: string, record: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(record)
  putInOrder(keys)
  let longer = `${text}{`
  let isFirst = true
  for (const key of keys) {
    const member = record[key]
    if (member === undefined) continue
    const name = nextName(key)
    longer = append(longer + (isFirst ? name.slice(1) : name), member)
    isFirst = false
  }
  return `${longer}}`
}

// One text that grows: every text in between would be garbage, and a command has several kilobytes of it.
function append(text: string, value: unknown): string {
  if (typeof value === 'string') return text + quoted(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
    return `${text}${value}`
  }
  if (value === null || typeof value !== 'object')
    return text + (value === true ? 'true' : value === false ? 'false' : 'null')
  return Array.isArray(value) ? appendList(text, value) : appendObject(text, value as Record<string, unknown>)
}

/**
 * Canonical JSON: object keys in code-unit order, no white space, `undefined` members left out. Equal values give equal text on every
 * storage and platform (after RFC 8785; numbers are written as ECMAScript writes them).
 *
 * @throws TypeError for a number that JSON has no form for.
 */
export function canonical(value: unknown): string {
  return append('', value)
}
