import { authorityRefusals } from '../../authority/authority-refusals.js'
import type { Refusal } from '../../import/refusal.js'
import { isParty, type RecordAsking, type RecordPlace } from './record-authority.js'

/**
 * Why the table of permissions does not let the actor issue a command on a record of a plugin, or `undefined`. The type of the record is the noun. A role
 * counts where the record lies; it has to be held over the whole city for one that lies nowhere.
 */
export function refusalOfRun(
  type: string,
  place: RecordPlace,
  action: string,
  asking: RecordAsking,
): Refusal | undefined {
  const { by, authority, areas } = asking
  const mayHere =
    place.area === undefined
      ? authority.mayInAll(by, type, action, areas.roots(), areas)
      : authority.mayIn(by, type, action, place.area, areas)
  const parties = authority.parties(type, action)
  const related = parties.filter((party) => party === 'requester' || party === 'unit')
  if (mayHere || isParty(related, place, asking)) return undefined
  const { needs, who } = authority.needed(type, action)
  return (
    authority.exclusion(by, needs) ??
    authorityRefusals['command-not-permitted']({ actor: by.id, type, action, needs, who })
  )
}
