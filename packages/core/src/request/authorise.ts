import { takesNoStandIn } from '../authority/parties.js'
import type { Refusal } from '../import/refusal.js'
import { chargedUnits } from './appealable-facts.js'
import type { CommandNamed, RequestCommand } from './commands.js'
import type { Authoriser, RequestContext } from './context.js'
import type { RequestFacts } from './facts.js'
import { ownCandidacies } from './permissions/candidacy.js'
import { notPermitted } from './permissions/not-permitted.js'
import { isOneOf } from './permissions/standing.js'
import { candidatesOf } from './questions.js'
import { requestRefusals } from './refusals.js'
import { systemCommands } from './system-commands.js'

const whoDispatches = ['dispatcher'] as const
const ofSystem: ReadonlySet<string> = new Set(systemCommands)

function refusalOfSubmit(command: CommandNamed<'submit'>, parties: readonly string[], context: RequestContext) {
  const { by } = context
  const { splitFrom, requester } = command.input
  if (by.kind === 'system') return undefined
  // Which request a part came from is a fact the system alone knows.
  if (splitFrom !== undefined) return notPermitted('submit', ['system'], undefined, context)
  if (!parties.some((party) => mayEnter(party, command.input.area, context)))
    return notPermitted('submit', parties, undefined, context)
  // A resident submits for themself only; staff may enter a request for somebody else.
  return by.kind === 'resident' && requester !== undefined && requester !== by.id
    ? notPermitted('submit', ['requester'], undefined, context)
    : undefined
}

// Before there is a request, its parties are known by the area it is about.
function mayEnter(party: string, area: string, { by, areas, authority }: RequestContext): boolean {
  if (party === 'anyone') return true
  if (party === 'requester' || party === 'resident') return by.kind === 'resident'
  return authority.heldAt(party) === 'person'
    ? authority.grantsOf(by).some(({ role }) => role === party)
    : authority.holdsOver(by, party, area, areas)
}

/** In whose name staff may act: who dispatches names any unit, anybody else the one that is responsible or one they handle for. */
function refusalOfName(
  facts: RequestFacts,
  command: RequestCommand,
  parties: readonly string[],
  context: RequestContext,
): Refusal | undefined {
  const { by, areas, authority } = context
  if ((command.name === 'claim' || command.name === 'returnBack') && by.kind !== 'system') {
    const { unit } = command.input
    const candidates = candidatesOf(facts)
    const own = candidates.length > 0 ? ownCandidacies(facts, command.name, context) : [facts.unit]
    return unit === undefined || own.includes(unit) ? undefined : notPermitted(command.name, parties, facts, context)
  }
  if (command.name !== 'coReply' && command.name !== 'answerOnTheSpot' && command.name !== 'appeal') return undefined
  const own = authority.unitsOf(by, 'handler', facts.area, areas)
  // A co-handler answers for its own unit only.
  if (command.name === 'coReply' && !own.includes(command.input.unit))
    return notPermitted('coReply', parties, facts, context)
  if (command.name === 'answerOnTheSpot' && command.input.unit !== undefined) {
    const { unit } = command.input
    const responsible = () => context.responsibilities.resolve(facts.category, facts.area).lead
    const may = isOneOf(whoDispatches, facts, by, context) || own.includes(unit) || unit === responsible()
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

// Another candidate was first: whoever handles for one that was not is told who has it.
function lostTo({ pool = [], unit, claimedAt, area }: RequestFacts, command: RequestCommand, context: RequestContext) {
  if (command.name !== 'claim' || unit === undefined || claimedAt === undefined) return undefined
  const own = context.authority.unitsOf(context.by, 'handler', area, context.areas)
  return pool.some((each) => own.includes(each.unit))
    ? requestRefusals['taken-by-another']({ unit, claimedAt })
    : undefined
}

/**
 * Judges by the table of permissions that is in force: that of the library, with what the place and its plugins say. A command that it does not name is
 * refused to everybody but the system. Knows the resident, the handling unit, the area subtree and the supervisor.
 */
export const defaultAuthoriser: Authoriser = (facts, command, context): Refusal | undefined => {
  const { by, authority } = context
  const action = command.name === 'act' ? command.input.command : command.name
  if (ofSystem.has(command.name))
    return by.kind === 'system' ? undefined : notPermitted(action, ['system'], undefined, context)
  const parties = authority.parties('requests', action)
  if (command.name === 'submit') return refusalOfSubmit(command, parties, context)
  if (facts === undefined) return parties.includes('anyone') ? undefined : notPermitted(action, parties, facts, context)
  if (by.kind === 'system' && !takesNoStandIn(parties)) return undefined
  const may = (request: RequestFacts): boolean => isOneOf(parties, request, by, context)
  if (!may(facts)) return lostTo(facts, command, context) ?? notPermitted(action, parties, facts, context)
  // What is merged becomes work of those who look after the other request: nobody hands it to a desk that is not theirs.
  if (context.other !== undefined && !may(context.other)) return notPermitted(action, parties, context.other, context)
  return refusalOfName(facts, command, parties, context)
}
