import type { Sealed } from '../../privacy/seal.js'

/** How to reach the resident. Each is a reference into the vault, and absent when it was not given. */
export interface Person {
  /** As the resident gave it. */
  readonly name?: Sealed
  /** Telephone number. */
  readonly phone?: Sealed
  /** Of the place or the person. */
  readonly address?: Sealed
}

/** What one field of the category says: free text and personal data as a reference into the vault. */
export type FieldValue = Sealed | string | number | boolean

/** Where it is. Each is a reference into the vault, and absent when it was not given. */
export interface SealedPlace {
  /** In words. */
  readonly address?: Sealed
  /** On the map; the text is `{ lon, lat, datum }` as JSON. */
  readonly point?: Sealed
}

/** The number that another system has for the request. */
export interface ExternalNumber {
  /** Which system, such as `12345`. */
  readonly system: string
  /** Its number there. */
  readonly number: string
}
