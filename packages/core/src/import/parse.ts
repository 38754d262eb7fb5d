import { z } from 'zod'
import type { CommandOptions } from '../contracts/command.js'
import { InvalidInputError } from '../errors.js'
import { identifier, maxIdentifierLength, maxKeyLength } from '../privacy/identifier.js'
import { plainText } from '../privacy/text.js'
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

const actor = z.strictObject({
  id: identifier(),
  kind: z.enum(['resident', 'staff', 'system']),
  grants: z
    .array(z.strictObject({ role: plainText(40), area: plainText(64).optional(), unit: plainText(64).optional() }))
    .max(200),
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

const newId = identifier()
const knownId = plainText(maxIdentifierLength)

/** Parses the id of a record that there may be: also one of before ids had the form that new ones must have. */
export function parseId(value: unknown): string {
  return parseInput(knownId, value, ['id'], 'id')
}

/** Parses the id that a record is to have. */
export function parseNewId(value: unknown): string {
  return parseInput(newId, value, ['id'], 'id')
}
