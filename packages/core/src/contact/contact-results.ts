import type { ContactPreferences } from '../contracts/directory.js'
import type { Refusal } from '../import/refusal.js'
import type { Consent, ContactFacts } from './contact.js'

/** Nothing was done, and why. */
export interface Refused {
  /** Nothing was written. */
  readonly ok: false
  /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
  readonly refusal: Refusal
}

/** The contact after a command, or why not. */
export type ContactResult =
  | {
      /** The change is stored, or there was nothing to change. */
      readonly ok: true
      /** The contact as it is after the command; names and addresses are references. */
      readonly contact: ContactFacts
    }
  | Refused

/** How a person is reached, as they may read it themselves. */
export interface ContactView {
  /** Opaque id of the person. */
  readonly person: string
  /** As it was given; absent when none was, and for anybody but the person themself. */
  readonly name?: string
  /** One of a kind. */
  readonly addresses: readonly {
    /** Kind of address: `phone`, `openid`, `workId`, `email`, or one of a place's own. */
    readonly via: string
    /** The address itself; absent for anybody but the person themself. */
    readonly address?: string
    /** Since when it is this one, in milliseconds since 1970. */
    readonly since: number
  }[]
  /** Order and quiet hours; absent when the person never said. */
  readonly preferences?: ContactPreferences
  /** What the person has agreed to, as far as it holds. */
  readonly consents: readonly Consent[]
}

/** One line of the ledger of consents 同意台账: given, withdrawn, or used by a message. */
export interface ConsentEntry {
  /** What happened. */
  readonly what: 'given' | 'withdrawn' | 'used'
  /** What was agreed to. */
  readonly to: string
  /** Version of the text; absent for a withdrawal. */
  readonly version?: string
  /** By which way it was given; absent for the others. */
  readonly way?: string
  /** For how many messages it was given; absent: until it is withdrawn. */
  readonly times?: number
  /** When it was given, withdrawn or used, in milliseconds since 1970. */
  readonly at: number
  /** Id of the actor who recorded it. */
  readonly by: string
}

/** What a look at somebody's data brought. */
export type RevealResult =
  | {
      /** The look is on record. */
      readonly ok: true
      /** With name and addresses. */
      readonly contact: ContactView
    }
  | Refused

/** Whom a message would reach now. */
export interface WouldReach {
  /** Opaque id of the person. */
  readonly person: string
  /** The first instant at which they may be told, in milliseconds since 1970: now, or the end of their quiet hours. */
  readonly from: number
}
