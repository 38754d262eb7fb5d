import type { Authority } from '../../authority/authority.js'
import { authorityRefusals } from '../../authority/authority-refusals.js'
import { type Lying, wholeCity } from '../../authority/grants.js'
import type { Actor } from '../../contracts/actor.js'
import { NotPermittedError } from '../../errors.js'

/** A part of all requests: what lies within an area, what a unit has, what one resident submitted. A condition that is absent does not narrow it. */
export interface Scope {
  readonly within?: string
  readonly unit?: string
  readonly requester?: string
  /** What this unit helps with; never together with `unit`. */
  readonly coUnit?: string
}

/** What requests an actor may read, as parts that may overlap; none at all for whom the table names nowhere. */
export function scopesOf(by: Actor, authority: Authority): readonly Scope[] {
  if (by.kind === 'system') return [{}]
  const parties = authority.parties('requests', 'read')
  const may = (party: string) => parties.includes(party)
  if (may('anyone')) return [{}]
  if (by.kind === 'resident') return may('resident') ? [{}] : may('requester') ? [{ requester: by.id }] : []
  return authority.grantsOf(by).flatMap(({ role, area, unit }): Scope[] => {
    const held = authority.heldAt(role)
    const within = area === undefined || area === wholeCity ? {} : { within: area }
    // Of those that a unit helps with or is charged with, a page knows nothing: it lists what the unit has.
    if (held === 'unit')
      return unit !== undefined && (may(role) || (role === 'handler' && may('unit'))) ? [{ ...within, unit }] : []
    if (!may(role)) return []
    return held === 'area' ? (area === undefined ? [] : [within]) : [{}]
  })
}

/** What an actor may read besides because a unit that they handle for helps with it, unit by unit. */
export function helpedScopes(
  asked: { readonly within?: string | undefined; readonly unit?: string | undefined },
  by: Actor,
  authority: Authority,
  areas: Lying,
): readonly (Scope & { readonly coUnit: string })[] {
  if (!authority.parties('requests', 'read').includes('coUnit')) return []
  const helped = authority.grantsOf(by).flatMap(({ role, area, unit }) => {
    if (role !== 'handler' || unit === undefined || (asked.unit !== undefined && asked.unit !== unit)) return []
    const held = area === wholeCity ? undefined : area
    if (asked.within === undefined) return [{ ...(held !== undefined && { within: held }), coUnit: unit }]
    return within(asked.within, held, areas) ? [{ within: asked.within, coUnit: unit }] : []
  })
  return withoutCovered(helped, areas, () => true)
}

const within = (inner: string | undefined, outer: string | undefined, areas: Lying): boolean =>
  outer === undefined || (inner !== undefined && (inner === outer || areas.isWithin(inner, outer)))
const equals = (inner: string | undefined, outer: string | undefined): boolean => outer === undefined || inner === outer

/** Whether the one part lies in the other. */
const covers = (outer: Scope, inner: Scope, areas: Lying): boolean =>
  within(inner.within, outer.within, areas) &&
  equals(inner.unit, outer.unit) &&
  equals(inner.coUnit, outer.coUnit) &&
  equals(inner.requester, outer.requester)

/** What lies in both parts; `undefined` where nothing can. */
export function commonOf(one: Scope, other: Scope, areas: Lying): Scope | undefined {
  const differ = (a: string | undefined, b: string | undefined) => a !== undefined && b !== undefined && a !== b
  if (differ(one.unit, other.unit) || differ(one.requester, other.requester)) return undefined
  if (differ(one.coUnit, other.coUnit)) return undefined
  if (within(one.within, other.within, areas)) return { ...other, ...one }
  return within(other.within, one.within, areas) ? { ...one, ...other } : undefined
}

/**
 * The parts of what is asked for that the actor may read, none of which lies in another. A condition that is left out means "of what I may read"; one that
 * is given must be theirs to read.
 *
 * @throws NotPermittedError with what they may read instead
 */
export function readable(
  asked: Scope,
  by: Actor,
  authority: Authority,
  areas: Lying,
  /** Whether one part is read no less closely than another: only then does it stand for one that lies in it. Absent: always. */
  noLess: (one: Scope, other: Scope) => boolean = () => true,
): readonly Scope[] {
  const scopes = scopesOf(by, authority)
  const fitting = scopes.flatMap((scope): Scope[] => {
    const fits =
      (asked.within === undefined || within(asked.within, scope.within, areas)) &&
      (asked.unit === undefined || equals(asked.unit, scope.unit)) &&
      (asked.requester === undefined || equals(asked.requester, scope.requester))
    return fits ? [{ ...scope, ...asked }] : []
  })
  if (fitting.length === 0) throw refusalOf(by, authority, scopes)
  return withoutCovered(fitting, areas, noLess)
}

function withoutCovered<Part extends Scope>(
  scopes: readonly Part[],
  areas: Lying,
  noLess: (one: Scope, other: Scope) => boolean,
): readonly Part[] {
  return scopes.filter((scope, place) =>
    scopes.every(
      (other, at) =>
        at === place ||
        !(covers(other, scope, areas) && noLess(other, scope)) ||
        (covers(scope, other, areas) && noLess(scope, other) && place < at),
    ),
  )
}

function refusalOf(by: Actor, authority: Authority, scopes: readonly Scope[]): NotPermittedError {
  const { needs, who } = authority.needed('requests', 'read')
  const areas = [...new Set(scopes.flatMap((scope) => (scope.unit === undefined ? (scope.within ?? []) : [])))]
  const units = [...new Set(scopes.flatMap(({ unit }) => unit ?? []))]
  const refusal =
    authority.exclusion(by, needs) ??
    authorityRefusals['reading-not-permitted']({
      actor: by.id,
      what: 'requests',
      needs,
      who,
      ...(areas.length > 0 && { areas }),
      ...(units.length > 0 && { units }),
    })
  return new NotPermittedError(refusal)
}

/** The "no" to an actor for whom there is no such page: who has one. */
export function noPageFor(by: Actor, authority: Authority, what: string, needs: readonly string[]): NotPermittedError {
  const titles = needs.map(authority.titleOf)
  const who = { zh: titles.map(({ zh }) => zh).join('、'), en: titles.map(({ en }) => en).join(' or ') }
  return new NotPermittedError(authorityRefusals['reading-not-permitted']({ actor: by.id, what, needs, who }))
}
