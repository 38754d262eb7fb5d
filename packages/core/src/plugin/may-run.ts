import type { WholeCity } from '../authority/assert-may.js'
import type { Authority } from '../authority/authority.js'
import { authorityRefusals } from '../authority/authority-refusals.js'
import type { Actor } from '../contracts/actor.js'
import type { Refusal } from '../import/refusal.js'
import type { AnyRecordKind } from './plugin.js'

type Index = Partial<ReturnType<AnyRecordKind['index']>>

/** Who asks, and what it is judged by. */
export interface Judging {
  readonly by: Actor
  readonly authority: Authority
  readonly areas: WholeCity
}

// The code of the area that a record lies in: the last of its path.
const areaOf = ({ areaPath = '' }: Index): string | undefined => areaPath.split('/').findLast((code) => code !== '')

function isRelated(
  parties: readonly string[],
  { unit, requester, ...found }: Index,
  { by, authority, areas }: Judging,
) {
  if (parties.includes('requester') && by.kind === 'resident' && by.id === requester) return true
  const area = areaOf(found) ?? ''
  return (
    parties.includes('unit') &&
    unit !== undefined &&
    unit !== '' &&
    authority.unitsOf(by, 'handler', area, areas).includes(unit)
  )
}

/**
 * Why the table of permissions does not let the actor issue a command on a record of a plugin, or `undefined`. The type of the record is the noun. A role
 * counts where the record lies; it has to be held over the whole city for one that lies nowhere, or is not there yet.
 */
export function refusalOfRun(
  { type, index }: Pick<AnyRecordKind, 'type' | 'index'>,
  facts: object | undefined,
  action: string,
  judging: Judging,
): Refusal | undefined {
  const { by, authority, areas } = judging
  const found: Index = facts === undefined ? {} : index(facts)
  const area = areaOf(found)
  const mayHere =
    area === undefined
      ? authority.mayInAll(by, type, action, areas.roots(), areas)
      : authority.mayIn(by, type, action, area, areas)
  if (mayHere || isRelated(authority.parties(type, action), found, judging)) return undefined
  const { needs, who } = authority.needed(type, action)
  return (
    authority.exclusion(by, needs) ??
    authorityRefusals['command-not-permitted']({ actor: by.id, type, action, needs, who })
  )
}
