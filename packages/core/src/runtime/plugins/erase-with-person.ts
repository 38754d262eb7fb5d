import { eraseCommand } from '../../plugin/record/bound-command.js'
import type { BoundKind } from '../../plugin/record/bound-kind.js'
import type { Engine } from '../../record/engine.js'
import type { Requests } from '../../request/requests.js'

type EraseTextsOf = Requests['eraseTextsOf']

/** Requests whose erasure of a person's texts reaches the records of plugins that are about the person, as far as the actor may erase them. */
export function erasingWithPerson(requests: Requests, engine: Engine, kinds: readonly BoundKind[]): Requests {
  const eraseTextsOf: EraseTextsOf = async (requester, input, options) => {
    const found = await requests.eraseTextsOf(requester, input, options)
    const { by } = options
    const records: { type: string; id: string }[] = []
    for (const kind of kinds)
      for await (const { id } of engine.each(kind, { requester })) {
        const result = await engine.run(kind, id, { name: eraseCommand, input }, { by })
        if (result.ok && result.events.length > 0) records.push({ type: kind.type, id })
      }
    return records.length === 0 ? found : { ...found, records }
  }
  return Object.freeze({ ...requests, eraseTextsOf })
}
