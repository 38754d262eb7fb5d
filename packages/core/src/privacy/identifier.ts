import type { z } from 'zod'
import { limits } from '../contracts/limits.js'
import { personalDataIn } from './personal-data.js'
import { plainText, textIssue } from './text.js'

/** The longest identifier of a record, an actor, a unit or a category: 64 characters, at most 256 bytes of UTF-8. */
export const maxIdentifierLength = limits.id
/** The longest idempotency key: 255 characters, at most 1020 bytes of UTF-8. */
export const maxKeyLength = limits.key

type Character = 'control' | 'format' | 'separator'

// What nearly all identifiers are, and what is in form without looking closer.
const printable = /^[!-~]+(?: [!-~]+)*$/

// Two identifiers that look the same must be the same: nothing in them is invisible, and there is one way to write each.
function invisible(value: string): Character | undefined {
  if (/\p{Cc}/u.test(value)) return 'control'
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(value)) return 'format'
  return /[\p{Zl}\p{Zp}]|(?! )\p{Zs}| {2}/u.test(value) ? 'separator' : undefined
}

/**
 * A name that programs compare letter by letter, such as the code of an area: no control and format characters, no blanks but single ones within, in Unicode
 * normal form C. What is not in that form is refused, never changed: two parts of a system must not know one thing by two names.
 */
export function identifierForm(max = maxIdentifierLength) {
  return plainText(max).check((context) => {
    const { value } = context
    if (printable.test(value)) return
    const character = invisible(value)
    if (character !== undefined) context.issues.push(textIssue('forbidden-character', { character }))
    else if (value.trim() !== value) context.issues.push(textIssue('blank-at-edge', {}))
    else if (value.normalize('NFC') !== value) context.issues.push(textIssue('not-normalised', {}))
  })
}

/**
 * An identifier that may be written into events for ever: of a record, an actor, a unit, a category, a channel, a reason. What looks like somebody's number
 * is refused, since it could never be erased.
 */
export function identifier(max = maxIdentifierLength) {
  return identifierForm(max).check(holdsNoNumber)
}

function holdsNoNumber(context: z.core.ParsePayload<string>): void {
  if (personalDataIn(context.value) !== undefined) context.issues.push(textIssue('personal-number', {}))
}

/** Whether a schema takes nothing but identifiers: one that `identifier` made, whatever was added to it. */
export function isIdentifierSchema(schema: z.core.$ZodType): boolean {
  const { checks = [] } = schema._zod.def as { readonly checks?: readonly z.core.$ZodCheck[] }
  return checks.some(({ _zod }) => (_zod.check as unknown) === holdsNoNumber)
}
