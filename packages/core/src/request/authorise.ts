import { holdsOver, unitsOf } from '../authority/grants.js'
import type { Refusal } from '../import/refusal.js'
import { chargedUnits } from './appealable-facts.js'
import type { CommandNamed, RequestCommand } from './commands.js'
import type { Authoriser, RequestContext } from './context.js'
import type { RequestFacts } from './facts.js'
import type { Party } from './parties.js'
import { notPermitted } from './permissions/not-permitted.js'
import {
  checkPermissions,
  defaultPermissions,
  listedIn,
  type Permissions,
  takesNoStandIn,
} from './permissions/permissions.js'
import { isParty } from './permissions/standing.js'
import { systemCommands } from './system-commands.js'

const ofSystem: ReadonlySet<string> = new Set(systemCommands)
const tables = new WeakMap<Authoriser, Permissions>()

/** The table of an authoriser made here; `undefined` for one that somebody else wrote. */
export function permissionsOf(authorise: Authoriser): Permissions | undefined {
  return tables.get(authorise)
}

/** Whom an authoriser made here lets issue a command, with what plugins permit; `undefined` for an authoriser that somebody else wrote. */
export function partiesFor(
  authorise: Authoriser,
  command: string,
  ofPlugins?: Permissions,
): readonly Party[] | undefined {
  const table = tables.get(authorise)
  return table === undefined ? undefined : (listedIn(table, command) ?? listedIn(ofPlugins, command) ?? [])
}

function refusalOfSubmit(command: CommandNamed<'submit'>, parties: readonly Party[], context: RequestContext) {
  const { by } = context
  const { splitFrom, requester } = command.input
  if (by.kind === 'system') return undefined
  // Which request a part came from is a fact the system alone knows.
  if (splitFrom !== undefined) return notPermitted('submit', ['system'], undefined, context)
  if (
    !parties.includes('anyone') &&
    ![...parties, 'admin' as const].some((party) => mayEnter(party, command.input.area, context))
  )
    return notPermitted('submit', parties, undefined, context)
  // A resident submits for themself only; staff may enter a request for somebody else.
  return by.kind === 'resident' && requester !== undefined && requester !== by.id
    ? notPermitted('submit', ['requester'], undefined, context)
    : undefined
}

// Before there is a request, its parties are known by the area it is about.
function mayEnter(party: Party, area: string, { by, areas }: RequestContext): boolean {
  return party === 'requester' ? by.kind === 'resident' : holdsOver(by, party, area, areas)
}

/** In whose name staff may act: who dispatches names any unit, anybody else the one that is responsible or one they handle for. */
function refusalOfName(
  facts: RequestFacts,
  command: RequestCommand,
  parties: readonly Party[],
  context: RequestContext,
): Refusal | undefined {
  const { by, areas } = context
  const own = unitsOf(by, facts.area, areas)
  // A co-handler answers for its own unit only.
  if (command.name === 'coReply' && !own.includes(command.input.unit))
    return notPermitted('coReply', parties, facts, context)
  if (command.name === 'answerOnTheSpot' && command.input.unit !== undefined) {
    const { unit } = command.input
    const responsible = () => context.responsibilities.resolve(facts.category, facts.area).lead
    const may = isParty('dispatcher', facts, by, context) || own.includes(unit) || unit === responsible()
    if (!may) return notPermitted('answerOnTheSpot', ['dispatcher', 'unit'], { ...facts, unit }, context)
  }
  // A unit disputes what it is charged with itself.
  if (command.name === 'appeal') {
    const charged = chargedUnits(facts, command.input.about)
    if (charged.size > 0 && !own.some((unit) => charged.has(unit)))
      return notPermitted('appeal', parties, facts, context)
  }
  return undefined
}

/**
 * An authoriser over a table of permissions; start from {@link defaultPermissions} and change what the place does otherwise. What plugins permit is
 * added to it; a command that stands in neither is refused.
 *
 * @throws ConfigurationError for a party that is not one, and for anybody in the place of who decides alone (`rate`, `withdraw`, `appeal`)
 */
export function authoriserFrom(permissions: Permissions): Authoriser {
  checkPermissions(permissions)
  const authorise: Authoriser = (facts, command, context): Refusal | undefined => {
    const { by } = context
    const action = command.name === 'act' ? command.input.command : command.name
    if (ofSystem.has(command.name))
      return by.kind === 'system' ? undefined : notPermitted(action, ['system'], undefined, context)
    const parties = listedIn(permissions, action) ?? listedIn(context.extraPermissions, action) ?? []
    if (command.name === 'submit') return refusalOfSubmit(command, parties, context)
    if (facts === undefined)
      return parties.includes('anyone') ? undefined : notPermitted(action, parties, facts, context)
    const alone = takesNoStandIn(parties)
    if (by.kind === 'system' && !alone) return undefined
    const isAdmin = (request: RequestFacts): boolean => !alone && isParty('admin', request, by, context)
    const may = (request: RequestFacts): boolean =>
      isAdmin(request) || parties.some((party) => isParty(party, request, by, context))
    if (!may(facts)) return notPermitted(action, parties, facts, context)
    // What is merged becomes work of those who look after the other request: nobody hands it to a desk that is not theirs.
    if (context.other !== undefined && !may(context.other)) return notPermitted(action, parties, context.other, context)
    return isAdmin(facts) ? undefined : refusalOfName(facts, command, parties, context)
  }
  tables.set(authorise, permissions)
  return authorise
}

/** Knows the resident, the handling unit, the area subtree and the supervisor. */
export const defaultAuthoriser: Authoriser = authoriserFrom(defaultPermissions)
