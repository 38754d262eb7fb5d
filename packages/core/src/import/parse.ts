import { z } from 'zod'
import type { Actor } from '../contracts/actor.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import { retiredRole } from '../errors/retired-roles.js'
import { InvalidInputError } from '../errors.js'
import { identifier, maxIdentifierLength, maxKeyLength } from '../privacy/identifier.js'
import { plainText, textIssue } from '../privacy/text.js'
import { issuesOf } from './zod-issues.js'

/** Parses untrusted input. Throws {@link InvalidInputError} with every issue and its path, before anything is read or written. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  prefix: readonly (string | number)[],
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new InvalidInputError(issuesOf(parsed.error, value, prefix), what)
}

/** A schema for a function; arguments and result are not checked. */
export const callable = <Callable>() =>
  z.custom<Callable>((value) => typeof value === 'function', {
    message: 'expected a function',
    params: { code: 'wrong-type', expected: 'function' },
  })

const role = plainText(40).check((context) => {
  const because = retiredRole(context.value)
  if (because !== undefined) context.issues.push(textIssue('unfit', { because }))
})
const actor = z.strictObject({
  id: identifier(),
  kind: z.enum(['resident', 'staff', 'system']),
  grants: z.array(z.strictObject({ role, area: plainText(64).optional(), unit: plainText(64).optional() })).max(200),
})
const commandOptions = z.strictObject({
  by: actor,
  key: identifier(maxKeyLength).optional(),
  expectedVersion: z.number().int().min(0).optional(),
  tx: z.unknown().optional(),
})

/** Parses `{ by, key?, expectedVersion? }`. */
export function parseCommandOptions(value: unknown): CommandOptions {
  return parseInput(commandOptions, value, ['options'], 'command options')
}

const readOptions = z.strictObject({ by: actor })

const isShort = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value !== '' && value.length <= max
const grantFields: ReadonlySet<string> = new Set(['role', 'area', 'unit'])

// What most reads are given, seen at a glance; everything else, and everything wrong, is for the schema. A reader's id is not written anywhere.
function isPlainActor(by: unknown): by is Actor {
  if (typeof by !== 'object' || by === null) return false
  const { id, kind, grants } = by as Partial<Actor>
  if (!isShort(id, maxIdentifierLength) || (kind !== 'staff' && kind !== 'resident' && kind !== 'system')) return false
  if (!Array.isArray(grants) || grants.length > 200 || Object.keys(by).length !== 3) return false
  return grants.every((grant: unknown) => {
    if (typeof grant !== 'object' || grant === null) return false
    for (const field in grant) if (!grantFields.has(field)) return false
    const { role, area, unit } = grant as Readonly<Record<string, unknown>>
    const isOne = (value: unknown) => value === undefined || isShort(value, 64)
    return isShort(role, 40) && retiredRole(role) === undefined && isOne(area) && isOne(unit)
  })
}

/** Parses `{ by }`: who reads. */
export function parseReader(value: unknown): Actor {
  if (typeof value === 'object' && value !== null && 'by' in value) {
    const { by } = value
    let others = 0
    for (const field in value) if (field !== 'by') others++
    if (others === 0 && isPlainActor(by)) return by
  }
  return parseInput(readOptions, value, ['options'], 'read options').by
}

/** Parses `{ by, … }`: who reads, and what else there is to say, which is not looked at here. */
export function readerAnd<Options extends ReadOptions>(raw: Options): readonly [by: Actor, rest: Omit<Options, 'by'>] {
  // JavaScript callers may pass anything.
  if (typeof raw !== 'object' || raw === null) return [parseReader(raw), raw]
  const { by, ...rest } = raw
  return [parseReader({ by }), rest]
}

/** Of two arguments the second is the options where the first may be left out: a query has no `by`. */
export function queryAndOptions<Query>(
  first: Query | ReadOptions | undefined,
  second: ReadOptions | undefined,
): readonly [Query | undefined, unknown] {
  const isOptions = second === undefined && typeof first === 'object' && first !== null && 'by' in first
  return isOptions ? [undefined, first] : [first as Query | undefined, second]
}

const newId = identifier()
const knownId = plainText(maxIdentifierLength)
// What most ids are made of, seen at a glance; everything else, and everything wrong, is for the schema.
const usualId = /^[\w.:/-]{1,64}$/

/** Parses the id of a record that there may be: also one of before ids had the form that new ones must have. */
export function parseId(value: unknown): string {
  if (typeof value === 'string' && usualId.test(value)) return value
  return parseInput(knownId, value, ['id'], 'id')
}

/** Parses the id that a record is to have. */
export function parseNewId(value: unknown): string {
  return parseInput(newId, value, ['id'], 'id')
}
