import { z } from 'zod'
import { type InputIssueCode, type InputIssueParams, inputIssue } from '../errors/input-issue.js'

/** Free text or personal data on its way into the vault; `sealTexts` replaces it by a reference before anything is decided. */
export interface FreeText {
  /** Which field of the vault it becomes: `name`, `phone`, `description`, … */
  readonly free: string
  /** The text as it was entered: well-formed, without control characters. */
  readonly value: string
}

// Refused because no storage keeps them apart: NUL and lone surrogates (PostgreSQL refuses the one, every database replaces the
// other). Refused because they make a text read differently from what it is: bidirectional overrides and isolates.
// Right-to-left letters (Uyghur, Arabic) and characters outside the basic plane (rare Chinese names) pass untouched.
function characterFault(value: string): InputIssueParams['forbidden-character']['character'] | undefined {
  if (!value.isWellFormed()) return 'surrogate'
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code === 0) return 'nul'
    if ((code < 32 && code !== 9 && code !== 10 && code !== 13) || code === 127) return 'control'
    if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return 'bidirectional'
  }
  return undefined
}

/**
 * The longest report, answer or note: 8000 characters, at most 32 000 bytes of UTF-8. Residents do write 7900. Other texts have limits of their own, all
 * below this one.
 */
export const maxTextLength = 8000

/** How many characters a text has as people count them, a rare name's among them: code points, as JSON Schema counts, not UTF-16 units. */
function lengthOf(text: string): number {
  let pairs = 0
  for (let i = 0; i < text.length - 1; i++) if ((text.codePointAt(i) as number) > 0xffff) pairs++
  return text.length - pairs
}

/** A string that every storage keeps byte for byte. `max` counts code points: a character outside the basic plane counts as one. */
export function plainText(max: number, min = 1) {
  return z.string().check((context) => {
    const { value } = context
    const length = value.length > max ? lengthOf(value) : value.length
    if (length > max) return void context.issues.push(textIssue('too-long', { max, length }))
    if (value.trim().length < min) return void context.issues.push(textIssue('empty', {}))
    const character = characterFault(value)
    if (character !== undefined) context.issues.push(textIssue('forbidden-character', { character }))
  })
}

/** An issue of a check within a schema; `issuesOf` reads its code again. It never carries the text itself. */
export function textIssue<Code extends InputIssueCode>(code: Code, params: InputIssueParams[Code]) {
  const message = inputIssue(code, [], params).message.en
  return { code: 'custom' as const, message, params: { code, ...params }, input: '…' }
}

const toTheVault = new WeakSet<object>()

/** Free text that goes to the vault as `field`, and can be erased: at most `max` characters. */
export function freeText(field: string, max: number) {
  const toVault = (value: string): FreeText => ({ free: field, value })
  toTheVault.add(toVault)
  return plainText(max).transform(toVault)
}

/** Whether a schema makes free text that goes to the vault: one that `freeText` made, whatever was added to it. */
export function isFreeTextSchema(schema: z.core.$ZodType): boolean {
  const { out } = schema._zod.def as { readonly out?: z.core.$ZodType }
  const { transform } = (out?._zod.def ?? {}) as { readonly transform?: object }
  return transform !== undefined && toTheVault.has(transform)
}
