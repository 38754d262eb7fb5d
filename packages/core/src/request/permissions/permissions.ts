import { ConfigurationError } from '../../errors.js'
import { type Party, partyNames } from '../parties.js'
import { systemCommands } from '../system-commands.js'

/** Which parties may issue which command, by its name. A command that no table names is refused to everybody but the system. */
export type Permissions = Readonly<Record<string, readonly Party[]>>

/**
 * Default permissions: which parties may issue which command. `admin` over the area may do all of it, the system too, except what only the resident or
 * the unit that is charged can say for themself: `rate`, `withdraw`, `appeal`.
 */
export const defaultPermissions: Permissions = {
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

const speakForThemselves: ReadonlySet<Party> = new Set(['requester', 'chargedUnit'])

/** Whether a command is the resident's or the charged unit's alone: then nobody stands in for them, no admin and not the system. */
export function takesNoStandIn(parties: readonly Party[]): boolean {
  return parties.length > 0 && parties.every((party) => speakForThemselves.has(party))
}

/** The parties a table lets issue a command; `undefined` when it does not name it. */
export function listedIn(permissions: Permissions | undefined, command: string): readonly Party[] | undefined {
  return permissions !== undefined && Object.hasOwn(permissions, command) ? permissions[command] : undefined
}

function faultsOf(command: string, parties: readonly Party[]): string[] {
  // JavaScript callers may pass anything.
  if (!Array.isArray(parties)) return [`${command} is not a list of parties`]
  if ((systemCommands as readonly string[]).includes(command)) return [`${command} is issued by the system alone`]
  if (command === 'act') return ['act has the permission of the command that it names']
  const unknown = parties.filter((party) => !Object.hasOwn(partyNames, party))
  if (unknown.length > 0)
    return [`${command} names ${unknown.map(String).join(', ')}; known parties: ${Object.keys(partyNames).join(', ')}`]
  const own = listedIn(defaultPermissions, command) ?? []
  const standIns = takesNoStandIn(own) ? parties.filter((party) => !own.includes(party)) : []
  return standIns.map((party) => `${command} takes no stand-in: it is for ${own.join(', ')} alone, not for ${party}`)
}

/** What is wrong with a table: unknown parties, or somebody in the place of who speaks for themself. */
export function permissionFaults(permissions: Permissions): string[] {
  return Object.entries(permissions).flatMap(([command, parties]) => faultsOf(command, parties))
}

/** Refuses a table that names unknown parties, or somebody in the place of who speaks for themself. @throws ConfigurationError naming each fault */
export function checkPermissions(permissions: Permissions): void {
  const faults = permissionFaults(permissions)
  if (faults.length > 0)
    throw new ConfigurationError(`These permissions cannot be used: ${faults.join('; ')}.`, { faults })
}
