import type { Actor } from '../../contracts/actor.js'
import type { Refusal } from '../../import/refusal.js'
import { eraseCommand } from '../../plugin/record/bound-command.js'
import type { BoundKind } from '../../plugin/record/bound-kind.js'
import type { Engine } from '../../record/engine.js'
import type { Requests } from '../../request/requests.js'

type EraseTextsOf = Requests['eraseTextsOf']
type Input = Parameters<EraseTextsOf>[1]

/** Erases the texts of every record of a plugin that is about a person: those that lost some, and those that the actor or the plugin kept, with the reason. */
export async function eraseRecordsOf(
  engine: Engine,
  kinds: readonly BoundKind[],
  requester: string,
  input: Input,
  by: Actor,
) {
  const erased: { type: string; id: string }[] = []
  const refused: { type: string; id: string; refusal: Refusal }[] = []
  for (const kind of kinds)
    for await (const { id } of engine.each(kind, { requester })) {
      const result = await engine.run(kind, id, { name: eraseCommand, input }, { by })
      if (!result.ok) refused.push({ type: kind.type, id, refusal: result.refusal })
      else if (result.events.length > 0) erased.push({ type: kind.type, id })
    }
  return { erased, refused }
}

/** Requests whose erasure of a person's texts reaches the records of plugins that are about the person, as far as the actor may erase them. */
export function erasingWithPerson(requests: Requests, engine: Engine, kinds: readonly BoundKind[]): Requests {
  const eraseTextsOf: EraseTextsOf = async (requester, input, options) => {
    const found = await requests.eraseTextsOf(requester, input, options)
    const { erased } = await eraseRecordsOf(engine, kinds, requester, input, options.by)
    return erased.length === 0 ? found : { ...found, records: erased }
  }
  return Object.freeze({ ...requests, eraseTextsOf })
}
