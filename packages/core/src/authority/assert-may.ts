import type { Actor } from '../contracts/actor.js'
import { NotPermittedError } from '../errors.js'
import type { Authority } from './authority.js'
import { authorityRefusals } from './authority-refusals.js'
import type { Lying } from './grants.js'

/** What is asked of the area tree where something is the whole city's. */
export interface WholeCity extends Lying {
  /** Codes of the areas that lie below no other. */
  roots(): readonly string[]
}

/** The error for an actor who may not do something that is told by an error, since there is no record to say "not found" of. */
export function notPermittedError(authority: Authority, by: Actor, noun: string, action: string): NotPermittedError {
  const { needs, who } = authority.needed(noun, action)
  const refusal =
    authority.exclusion(by, needs) ??
    authorityRefusals['reading-not-permitted']({ actor: by.id, what: noun, needs, who })
  return new NotPermittedError(refusal)
}

/** @throws NotPermittedError for an actor who may not do this in every one of these areas; without any, in the whole city */
export function assertMay(
  authority: Authority,
  by: Actor,
  [noun, action]: readonly [string, string],
  areas: WholeCity,
  within: readonly string[] = areas.roots(),
): void {
  if (!authority.mayInAll(by, noun, action, within, areas)) throw notPermittedError(authority, by, noun, action)
}
