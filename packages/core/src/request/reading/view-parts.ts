import type { AreaDirectory } from '../../area/directory.js'
import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import { compact } from '../decide/draft.js'
import { helpedScopes, noPageFor, readable, type Scope } from '../permissions/scopes.js'
import { decisionDesks, type RequestFlag } from '../views/desk.js'
import type { DeskView, ViewStates } from './desk-views.js'
import type { Part } from './walking.js'

/** What a view is made of, for one reader. */
export interface ViewParts {
  readonly by: Actor
  readonly authority: Authority
  readonly areas: AreaDirectory
  readonly states: ViewStates
  /** Whether one part is read no less closely than another; absent: always. */
  readonly noLess?: (one: Scope, other: Scope) => boolean
}

/** Where a desk looks, narrowed by whoever looks. */
export interface ViewWhere {
  /** Code of an area; the subtree below it. */
  readonly within?: string | undefined
  /** Id of a unit: the one in charge, and of `toClaim` and `coHandled` the one whose desk it is. */
  readonly unit?: string | undefined
}

const flagged = (flag: RequestFlag) => ({ flags: [flag] })

/**
 * The parts of the requests that a view shows a reader, none without something in it.
 *
 * @throws NotPermittedError for whom there is no such view
 */
export function viewParts(view: DeskView, { within, unit }: ViewWhere, parts: ViewParts): readonly Part[] {
  const { by, authority, areas, states, noLess } = parts
  const scopes = (asked: ViewWhere) => readable(compact(asked) as Scope, by, authority, areas, noLess)
  const each = (only: NonNullable<Part['only']>): readonly Part[] =>
    only.status?.length === 0 ? [] : scopes({ within, unit }).map((scope) => ({ scope, only }))
  const having = (found: readonly Part[], needs: readonly string[]): readonly Part[] => {
    if (found.length === 0) throw noPageFor(by, authority, `requests.${view}`, needs)
    return found
  }
  // What an actor reads because of an area, or of everything, and what because of a unit that has it.
  const ofArea = () => scopes({ within }).filter((scope) => scope.unit === undefined)
  const ofUnits = () => scopes({ within }).filter((scope) => scope.unit !== undefined && isAsked(scope.unit))
  const isAsked = (one: string) => unit === undefined || unit === one

  switch (view) {
    case 'toDispatch':
    case 'returned':
    case 'suspended':
    case 'rectifying':
    case 'toCheck':
      return each({ status: states[view] })
    case 'toFollowUp':
      return each({ status: states.toFollowUp, ...flagged('notCalledBack') })
    case 'toDecide':
      return [...each(flagged('extensionAsked')), ...each({ open: undefined, desk: decisionDesks.reopening })]
    case 'appealed':
      return each({ open: undefined, desk: decisionDesks.appeal })
    case 'supervised':
      return each(flagged('supervised'))
    case 'mine':
      return each({ desk: `mine/${by.id}` })
    case 'reportedByMe':
      return each({ desk: `reportedBy/${by.id}` })
    case 'all':
      return each({})
    case 'unit': {
      const own = scopes({ within, unit }).filter((scope) => scope.unit !== undefined)
      return having(
        own.map((scope) => ({ scope, only: { owner: scope.unit } })),
        ['unit'],
      )
    }
    case 'toClaim': {
      const own = ofUnits().map((scope) => ({ scope, only: { unit: undefined, desk: `toClaim/${scope.unit}` } }))
      const only = unit === undefined ? { status: states.toClaim } : { desk: `toClaim/${unit}` }
      const others = only.status?.length === 0 ? [] : ofArea().map((scope) => ({ scope, only }))
      return [...own, ...others]
    }
    case 'coHandled': {
      const helped = helpedScopes({ within, unit }, by, authority, areas)
      const own = helped.map((scope) => ({ scope, only: { desk: `coHandled/${scope.coUnit}` } }))
      const others = unit === undefined ? [] : ofArea().map((scope) => ({ scope, only: { desk: `coHandled/${unit}` } }))
      return having([...own, ...others], ['coUnit'])
    }
    case 'myGrid': {
      const own = ofArea().map((scope) => ({ scope: { ...scope, ...(unit !== undefined && { unit }) }, only: {} }))
      const needs = authority.parties('requests', 'read').filter((party) => authority.heldAt(party) === 'area')
      return having(own, needs)
    }
  }
}
