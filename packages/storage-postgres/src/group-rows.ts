import type { Change } from '@huiyin/core/contracts'
import { binaryRows, type Element, type ElementType } from './binary-array.js'
import type { CellSum } from './cells.js'
import { deskColumns } from './desk-rows.js'
import { storedHash } from './hashes.js'
import { numbersOf, searchOf } from './search-rows.js'

// A group of changes is sent as a few arrays of rows: of each kind of row its numbers, its texts and its hashes. Arrays of every column by itself would be
// fifty, and a call costs what its arguments cost to name. `of` is the place of the change in the group, from 1.

const columns = {
  record: {
    bigint: ['bucket', 'rid', 'expected', 'version', 'at', 'created_at', 'open', 'due_at', 'owner_due_at'],
    text: [
      ...(['type', 'id', 'body', 'status', 'area_path', 'unit', 'category', 'channel', 'requester'] as const),
      ...(['owner', 'flags', 'number', 'desks', 'put', 'gone'] as const),
    ],
    bytea: ['head'],
  },
  event: { bigint: ['of', 'seq', 'at'], text: ['event', 'bytes'], bytea: ['hash'] },
  delivery: { bigint: ['of', 'event', 'at', 'first'], text: ['destination', 'payload'] },
  vault: { bigint: ['of', 'place'], text: ['ref', 'subject', 'field', 'value'], bytea: ['salt'] },
  erased: { bigint: ['of'], text: ['ref'] },
  found: { bigint: ['of'], text: ['ref', 'field', 'text', 'keys', 'numbers'] },
  dropped: { bigint: ['of'], text: ['ref'] },
  answer: { bigint: ['of', 'version', 'events', 'at'], text: ['key'], bytea: ['fingerprint'] },
  sum: { bigint: ['grain', 'day', 'sum'], uuid: ['cell'] },
} as const satisfies Readonly<Record<string, Partial<Readonly<Record<ElementType, readonly string[]>>>>>

/** A kind of row in a group. */
export type RowKind = keyof typeof columns

const suffix = { bigint: 'numbers', text: 'texts', bytea: 'hashes', uuid: 'cells' } as const
const arrays = Object.entries(columns).flatMap(([kind, of]) =>
  Object.entries(of).map(([type, names]) => ({
    kind: kind as RowKind,
    type: type as ElementType,
    names: names as readonly string[],
    name: `${kind}_${suffix[type as ElementType]}`,
  })),
)

/** The parameters of a function that takes a group. */
export const groupParameters: readonly string[] = arrays.map(({ name, type }) => `${name} ${type}[]`)

/** A column of the row at the place `i`, as SQL. */
export function columnOf(kind: RowKind, name: string): string {
  const array = arrays.find((each) => each.kind === kind && each.names.includes(name))
  if (array === undefined) throw new Error(`There is no column ${name} of ${kind}.`)
  return `${array.name}[i][${array.names.indexOf(name) + 1}]`
}

/** The columns of a kind of row. */
export const columnsOf = (kind: RowKind): readonly string[] =>
  arrays.flatMap((each) => (each.kind === kind ? each.names : []))

/** How many rows of a kind there are, as SQL; `NULL` for none. */
export const countOf = (kind: RowKind): string => `array_length(${kind}_numbers, 1)`

/** Elements of the arrays of one kind. */
type Elements = Partial<Record<ElementType, Element[]>>

// Vault rows come back in the order they were first put.
const placeOf = (version: number, position: number) => version * 100_000 + position

/** Names as a literal of the server, quoted. */
export const literal = (names: readonly string[]): string =>
  `{${names.map((name) => `"${name.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`

let lastRid = 0
/** A number for a new record: later ones are higher, so that its rows lie beside those of its time. That it is free is for the server to say. */
function newRid(): number {
  lastRid = Math.max(lastRid + 1, Date.now() * 1000 + Math.floor(Math.random() * 1000))
  return lastRid
}

function addRecord(
  { bigint, text, bytea }: Required<Pick<Elements, 'bigint' | 'text' | 'bytea'>>,
  change: Change,
): void {
  const { index, deadlines, expectedVersion } = change
  const { put, drop } = deadlines
  const due = put.length === 0 ? null : Math.min(...put.map(({ at }) => at))
  const rid = expectedVersion === 0 ? newRid() : null
  const desk = deskColumns(index)
  bigint.push(change.bucket, rid, expectedVersion, change.version, change.at, index.createdAt, index.open ? 1 : 0, due)
  bigint.push(desk.owner_due_at)
  text.push(change.type, change.id, change.body, index.status, index.areaPath)
  text.push(index.unit, index.category, index.channel, index.requester)
  text.push(desk.owner, desk.flags, desk.number, literal(desk.desks))
  if (due === null && drop.length === 0) text.push(null, null)
  else {
    const instants = JSON.stringify(Object.fromEntries(put.map(({ name, at }) => [name, at])))
    text.push(instants, literal([...drop, ...put.map(({ name }) => name)]))
  }
  bytea.push(storedHash(change.head))
}

/** The arrays of a group and its sums, as a function takes them; `null` where there are no rows of a kind. */
export function groupArrays(changes: readonly Change[], sums: readonly CellSum[]): readonly (Buffer | null)[] {
  const lists = () => ({
    bigint: [] as Element[],
    text: [] as Element[],
    bytea: [] as Element[],
    uuid: [] as Element[],
  })
  const rows = Object.fromEntries(Object.keys(columns).map((kind) => [kind, lists()])) as Record<
    RowKind,
    ReturnType<typeof lists>
  >
  const { record, event, delivery, vault, erased, found, dropped, answer, sum } = rows
  for (const [place, change] of changes.entries()) {
    const of = place + 1
    addRecord(record, change)
    for (const { seq, type, at, hash, bytes } of change.events) {
      event.bigint.push(of, seq, at)
      event.text.push(type, bytes)
      event.bytea.push(storedHash(hash))
    }
    const queues = new Set<string>()
    for (const { destination, event: seq, payload, at } of change.deliveries.toSorted((a, b) => a.event - b.event)) {
      delivery.bigint.push(of, seq, at, queues.has(destination) ? 0 : 1)
      delivery.text.push(destination, payload)
      queues.add(destination)
    }
    for (const [position, { ref, subject, field, value, salt }] of change.vault.put.entries()) {
      vault.bigint.push(of, placeOf(change.version, position))
      vault.text.push(ref, subject, field, value)
      vault.bytea.push(salt === null ? null : storedHash(salt))
    }
    for (const ref of change.vault.erase) {
      erased.bigint.push(of)
      erased.text.push(ref)
    }
    const search = searchOf(change)
    for (const row of search.put) {
      found.bigint.push(of)
      found.text.push(row.ref, row.field, row.text, literal(row.keys), `{${numbersOf(row).join(',')}}`)
    }
    for (const ref of search.gone) {
      dropped.bigint.push(of)
      dropped.text.push(ref)
    }
    if (change.command !== undefined) {
      const { key, fingerprint, version, events, at } = change.command
      answer.bigint.push(of, version, events, at)
      answer.text.push(key)
      answer.bytea.push(storedHash(fingerprint))
    }
  }
  for (const { grain, day, cell, sum: amount } of sums) {
    sum.bigint.push(grain, day, amount)
    sum.uuid.push(cell.cell)
  }
  return arrays.map(({ kind, type, names }) => {
    const elements = rows[kind][type]
    return elements.length === 0 ? null : binaryRows(type, names.length, elements)
  })
}
