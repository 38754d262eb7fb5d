import type { AreaDirectory } from '../../area/directory.js'
import { everywhere } from '../../contact/recipients.js'
import { areaRecipientsKind, listIn, type RecipientsFacts, unitRecipientsKind } from '../../contact/recipients-kind.js'
import type { Receiver } from '../../contracts/receiver.js'
import type { RecordRunner } from '../../record/record-kind.js'

interface Parts {
  readonly runner: Pick<RecordRunner, 'facts'>
  readonly areas: () => Pick<AreaDirectory, 'path'>
}

type Office = Extract<Receiver, { kind: 'unit' | 'dispatcher' | 'supervisor' }>

/** The area and those above it, nearest first; only itself for one that is not in force. */
function upwards(area: string, areas: Pick<AreaDirectory, 'path'>): readonly string[] {
  const codes = areas.path(area).split('/').filter(Boolean).reverse()
  return codes.length > 0 ? codes : [area]
}

/** The people who receive for a unit, a desk or a supervisor: those named for the area, or else for the nearest above. */
export function recipientsOf({ runner, areas }: Parts) {
  const factsOf = async (kind: Parameters<typeof runner.facts>[0], id: string) =>
    (await runner.facts<RecipientsFacts>(kind, id))?.facts

  return async function find(to: Office): Promise<readonly string[]> {
    const codes = to.area === undefined ? [] : upwards(to.area, areas())
    if (to.kind === 'unit') {
      const facts = await factsOf(unitRecipientsKind, to.unit)
      const list = codes.find((code) => listIn(facts, code).length > 0) ?? everywhere
      return listIn(facts, list)
    }
    for (const code of codes) {
      const people = listIn(await factsOf(areaRecipientsKind, code), to.kind)
      if (people.length > 0) return people
    }
    return []
  }
}
