import type { Actor, Grant } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import { chargedUnits } from './appealable-facts.js'
import type { Authoriser, RequestContext } from './context.js'
import type { RequestFacts } from './facts.js'
import type { Party } from './parties.js'
import { requestRefusals } from './refusals.js'
import { systemCommands } from './system-commands.js'

/** Default permissions: which parties may issue which command. `admin` over the area may do all of it, the system too. */
export const defaultPermissions: Readonly<Record<string, readonly Party[]>> = {
  submit: ['anyone'],
  answerOnTheSpot: ['gridWorker', 'dispatcher'],
  decline: ['dispatcher', 'supervisor'],
  void: ['dispatcher', 'supervisor'],
  withdraw: ['requester'],
  dispatch: ['dispatcher', 'supervisor'],
  claim: ['unit'],
  returnBack: ['unit'],
  transfer: ['unit', 'dispatcher', 'supervisor'],
  assignCoHandler: ['unit', 'dispatcher', 'supervisor'],
  coReply: ['coUnit'],
  suspend: ['unit'],
  resume: ['unit', 'dispatcher', 'supervisor'],
  requestExtension: ['unit'],
  decideExtension: ['supervisor'],
  reply: ['unit'],
  check: ['dispatcher', 'supervisor'],
  rate: ['requester'],
  followUp: ['dispatcher', 'supervisor'],
  urge: ['requester', 'dispatcher', 'supervisor', 'gridWorker'],
  supervise: ['supervisor'],
  merge: ['dispatcher', 'supervisor'],
  unmerge: ['dispatcher', 'supervisor'],
  split: ['dispatcher', 'supervisor'],
  forceClose: ['supervisor'],
  reclassify: ['dispatcher', 'supervisor'],
  appeal: ['chargedUnit'],
  reviewAppeal: ['supervisor'],
  eraseTexts: ['admin'],
}

function covers(grant: Grant, area: string, context: RequestContext): boolean {
  return grant.area !== undefined && (grant.area === area || context.areas.isWithin(area, grant.area))
}

/** Does the actor stand in this relation to the request? */
export function isParty(party: Party, facts: RequestFacts, by: Actor, context: RequestContext): boolean {
  switch (party) {
    case 'anyone':
      return true
    case 'system':
      return by.kind === 'system'
    case 'requester':
      return by.kind === 'resident' && by.id === facts.requester
    case 'unit':
      return by.grants.some(
        (grant) => grant.role === 'handler' && grant.unit !== undefined && grant.unit === facts.unit,
      )
    case 'coUnit':
      return by.grants.some(
        (grant) => grant.role === 'handler' && facts.coHandlers.some((each) => each.unit === grant.unit),
      )
    case 'chargedUnit':
      return by.grants.some(
        ({ role, unit }) =>
          role === 'handler' &&
          unit !== undefined &&
          (unit === facts.unit || appealable.some((about) => chargedUnits(facts, about).has(unit))),
      )
    default:
      return by.grants.some((grant) => grant.role === party && covers(grant, facts.area, context))
  }
}

const appealable = ['overdue', 'rating', 'return'] as const

/** Who may issue a command that a place names without saying who. */
export const unnamedParties: readonly Party[] = ['dispatcher', 'supervisor', 'unit']

type Permissions = Readonly<Record<string, readonly Party[]>>

const tables = new WeakMap<Authoriser, Permissions>()

/** Whom an authoriser made here lets issue a command; `undefined` for one that somebody else wrote. */
export function partiesFor(authorise: Authoriser, command: string): readonly Party[] | undefined {
  const permissions = tables.get(authorise)
  if (permissions === undefined) return undefined
  return Object.hasOwn(permissions, command) ? (permissions[command] ?? []) : unnamedParties
}

/** An authoriser over a table of permissions; start from {@link defaultPermissions} and change what the place does otherwise. */
export function authoriserFrom(permissions: Permissions): Authoriser {
  const authorise: Authoriser = (facts, command, context): Refusal | undefined => {
    const { by } = context
    if (by.kind === 'system') return undefined
    const isSystemCommand = (systemCommands as readonly string[]).includes(command.name)
    const action = command.name === 'act' ? command.input.command : command.name
    const parties = isSystemCommand
      ? []
      : Object.hasOwn(permissions, action)
        ? (permissions[action] ?? [])
        : unnamedParties
    const needs = isSystemCommand ? (['system'] as const) : parties
    const refuse = () => requestRefusals['not-permitted']({ action, actor: by.id, needs })
    if (isSystemCommand) return refuse()
    if (facts === undefined) {
      // Which request a part came from is a fact the system alone knows.
      if (command.name === 'submit' && command.input.splitFrom !== undefined)
        return requestRefusals['not-permitted']({ action, actor: by.id, needs: ['system'] })
      // A resident submits for themself only; staff may enter a request for somebody else.
      return command.name === 'submit' &&
        by.kind === 'resident' &&
        command.input.requester !== undefined &&
        command.input.requester !== by.id
        ? requestRefusals['not-permitted']({ action, actor: by.id, needs: ['requester'] })
        : undefined
    }
    const isAdmin = (request: RequestFacts): boolean =>
      by.kind === 'staff' && by.grants.some((grant) => grant.role === 'admin' && covers(grant, request.area, context))
    const may = (request: RequestFacts): boolean =>
      isAdmin(request) || parties.some((party) => isParty(party, request, by, context))
    if (!may(facts)) return refuse()
    // What is merged becomes work of those who look after the other request: nobody hands it to a desk that is not theirs.
    if (command.name === 'merge' && context.other !== undefined && !may(context.other)) return refuse()
    if (isAdmin(facts)) return undefined
    // A co-handler answers for its own unit only.
    if (
      command.name === 'coReply' &&
      !by.grants.some((grant) => grant.role === 'handler' && grant.unit === command.input.unit)
    )
      return refuse()
    // A unit disputes what it is charged with itself.
    if (command.name === 'appeal') {
      const charged = chargedUnits(facts, command.input.about)
      const own = by.grants.filter(({ role, unit }) => role === 'handler' && unit !== undefined)
      if (charged.size > 0 && own.length > 0 && !own.some(({ unit = '' }) => charged.has(unit))) return refuse()
    }
    return undefined
  }
  tables.set(authorise, permissions)
  return authorise
}

/** Knows the resident, the handling unit, the area subtree and the supervisor. */
export const defaultAuthoriser: Authoriser = authoriserFrom(defaultPermissions)
