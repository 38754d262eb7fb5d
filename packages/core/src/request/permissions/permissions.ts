import type { Bilingual } from '../../contracts/text.js'
import { inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
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

function faultsOf(command: string, parties: readonly Party[]): Bilingual[] {
  // JavaScript callers may pass anything.
  if (!Array.isArray(parties)) return [inBoth(`${command} 不是角色的列表`, `${command} is not a list of parties`)]
  if ((systemCommands as readonly string[]).includes(command))
    return [inBoth(`${command} 只由系统发出`, `${command} is issued by the system alone`)]
  if (command === 'act')
    return [inBoth('act 的权限就是它所指命令的权限', 'act has the permission of the command that it names')]
  const unknown = parties.filter((party) => !Object.hasOwn(partyNames, party))
  if (unknown.length > 0) {
    const known = knownNames(unknown[0], Object.keys(partyNames))
    return [
      inBoth(
        `${command} 列有未知角色 ${unknown.map(String).join('、')}；${known.zh}`,
        `${command} names the unknown parties ${unknown.map(String).join(', ')}; ${known.en}`,
      ),
    ]
  }
  const own = listedIn(defaultPermissions, command) ?? []
  const standIns = takesNoStandIn(own) ? parties.filter((party) => !own.includes(party)) : []
  return standIns.map((party) =>
    inBoth(
      `${command} 不得代行：只限 ${own.join('、')}，不含 ${party}`,
      `${command} takes no stand-in: it is for ${own.join(', ')} alone, not for ${party}`,
    ),
  )
}

/** What is wrong with a table: unknown parties, or somebody in the place of who speaks for themself. */
export function permissionFaults(permissions: Permissions): Bilingual[] {
  return Object.entries(permissions).flatMap(([command, parties]) => faultsOf(command, parties))
}

/** Refuses a table that names unknown parties, or somebody in the place of who speaks for themself. @throws ConfigurationError naming each fault */
export function checkPermissions(permissions: Permissions): void {
  refuseFaults('以下权限不能使用', 'These permissions cannot be used', permissionFaults(permissions))
}
