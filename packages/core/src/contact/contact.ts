import type { Sealed } from '../privacy/seal.js'

/** What somebody agreed to, and whether it still holds. */
export interface Consent {
  /** What was agreed to: a kind of address such as `phone`, a template of a provider, or a purpose of the place. */
  readonly to: string
  /** Version of the text that was agreed to. */
  readonly version: string
  /** By which way: `miniProgram`, `paper`, `hotline`, or one of the place's own. */
  readonly way: string
  /** When it was given, in milliseconds since 1970. */
  readonly at: number
  /** 一次性授权: how many messages it still allows. Absent: it holds until it is withdrawn. */
  readonly left?: number
}

/** An address that somebody has. The address itself is in the vault. */
export interface ContactAddress {
  /** Kind of address: `phone`, `openid`, `workId`, `email`, or one of a place's own. */
  readonly via: string
  /** Reference to the address in the vault; a changed address is a new one. */
  readonly address: Sealed
  /** Since when it is this one, in milliseconds since 1970. */
  readonly since: number
}

/** How one person is reached, without names and addresses: those are in the vault. The id of the record is that of the person. */
export interface ContactFacts {
  /** Instant at which the first of it was recorded. */
  readonly createdAt: number
  /** Reference to the name in the vault; absent when none was given, or when it was erased. */
  readonly name?: Sealed
  /** At most one of a kind, in the order they were first given. */
  readonly addresses: readonly ContactAddress[]
  /** Reference to order and quiet hours in the vault; absent when the person never said. */
  readonly preferences?: Sealed
  /** Those that hold, oldest first. One-time grants that are used up are in the ledger only. */
  readonly consents: readonly Consent[]
  /** What consent was withdrawn from and not given again since. */
  readonly withdrawn: readonly string[]
  /** When everything was erased, in milliseconds since 1970; absent when it never was, and once something was given again. */
  readonly erasedAt?: number
}
