import type { Refusal } from '@huiyin/core'
import type { CommandNamed, RequestCommand, RequestContext } from '@huiyin/core/plugin'
import type { scenario } from '@huiyin/testkit/scenario'
import type { Actor } from '../../src/contracts/actor.js'

/** A fault of an import says besides where it stands. */
export type Said = Pick<Refusal, 'code' | 'details' | 'message'> & {
  readonly row?: number
  readonly path?: readonly (string | number)[]
}
type Answer = Said | undefined | Promise<Said | undefined>

/** One code: a case that is refused with exactly these details, and the nearest one that is not. A code may have several. */
export interface RefusalRow {
  readonly code: string
  /** What the rule is, as a sentence. */
  readonly policy: string
  readonly refused: () => Answer
  /** Compared whole: a path is among them. */
  readonly details: object
  /** Row and path of a fault of an import. */
  readonly at?: { readonly row?: number; readonly path?: readonly (string | number)[] }
  /** Answers nothing, or something with another code. */
  readonly allowed: () => Answer
}

/** What a walk is answered: the refusal, or nothing. */
export function ask<Name extends RequestCommand['name']>(
  walk: ReturnType<typeof scenario>,
  by: Actor,
  name: Name,
  input: CommandNamed<Name>['input'],
  more: Partial<RequestContext> = {},
): Said | undefined {
  const decision = walk.decide(by, { name, input } as RequestCommand, more)
  return 'refusal' in decision ? decision.refusal : undefined
}

/** The refusal of a result, or nothing. */
export const refusalOf = (result: { readonly ok: boolean; readonly refusal?: Said }): Said | undefined => result.refusal
