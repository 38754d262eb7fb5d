import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { VaultRow } from '../contracts/rows.js'
import type { FreeText } from './text.js'

/** Free text or personal data kept in the vault: the event holds the reference and a salted commitment only. */
export interface Sealed {
  /** Names the row in the vault; unique within the record. */
  readonly ref: string
  /** Hash over salt and text: proves the text while it is there, reveals nothing once the salt is erased. */
  readonly commitment: string
}

/** The same shape with every {@link FreeText} replaced by its {@link Sealed} reference. */
export type SealedOf<T> = T extends FreeText
  ? Sealed
  : T extends readonly (infer Item)[]
    ? readonly SealedOf<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: SealedOf<T[Key]> }
      : T

function isFreeText(value: object): value is FreeText {
  return 'free' in value && 'value' in value
}

/** Commitment of a text: a hash over its salt and itself. */
export function commitmentOf(digest: Digest, salt: string, value: string): string {
  return digest.hex(`${salt}\n${value}`)
}

/** Collects every sealed reference in a value, such as the data of an event. */
export function sealedIn(value: unknown, found: Sealed[]): void {
  if (value === null || typeof value !== 'object') return
  const { ref, commitment } = value as Partial<Sealed>
  if (typeof ref === 'string' && typeof commitment === 'string') found.push({ ref, commitment })
  else for (const each of Object.values(value)) sealedIn(each, found)
}

/** The same shape with the sealed references to these rows replaced by the length of their texts: a repetition has new references. */
export function withoutTexts(input: unknown, vault: readonly VaultRow[]): unknown {
  if (vault.length === 0 || input === null || typeof input !== 'object') return input
  if (Array.isArray(input)) return input.map((each) => withoutTexts(each, vault))
  const { ref, commitment } = input as Partial<Sealed>
  const row = commitment === undefined ? undefined : vault.find((each) => each.ref === ref)
  if (row !== undefined) return { free: row.field, length: row.value?.length ?? 0 }
  return Object.fromEntries(Object.entries(input).map(([key, item]) => [key, withoutTexts(item, vault)]))
}

/**
 * The same shape with every {@link FreeText} replaced by its length: the part of a key's binding that is stored. The answer to a key is kept for weeks and
 * is not erased with a person's data; a hash over a name or number could be guessed. What the text said is bound by the commitments of the events.
 */
export function outlineOf(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(outlineOf)
  if (input === null || typeof input !== 'object') return input
  if (isFreeText(input)) return { free: input.free, length: input.value.length }
  return Object.fromEntries(Object.entries(input).map(([key, item]) => [key, outlineOf(item)]))
}

/**
 * Moves every free text of a parsed input into vault rows for `subject` (`''`: whoever the record is about) and leaves references with salted commitments.
 * `newPrefix` makes refs unique within the record; it is called only when there is a text.
 */
export function sealTexts<T>(
  input: T,
  newPrefix: () => string,
  subject: string,
  ids: Ids,
  digest: Digest,
): { input: SealedOf<T>; vault: VaultRow[] } {
  const vault: VaultRow[] = []
  let prefix: string | undefined
  const seal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(seal)
    if (value === null || typeof value !== 'object') return value
    if (isFreeText(value)) {
      prefix ??= newPrefix()
      const salt = ids.salt()
      const ref = `${prefix}.${vault.length + 1}`
      vault.push({ ref, subject, field: value.free, value: value.value, salt })
      return { ref, commitment: commitmentOf(digest, salt, value.value) } satisfies Sealed
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, seal(item)]))
  }
  return { input: seal(input) as SealedOf<T>, vault }
}
