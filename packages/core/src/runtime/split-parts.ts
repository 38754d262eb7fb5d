import type { AreaService } from '../area/service.js'
import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { VaultRow } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import { type Sealed, sealTexts } from '../privacy/seal.js'
import { refOf } from '../record/bucket.js'
import { canonical } from '../record/canonical.js'
import type { Engine } from '../record/engine.js'
import { present } from '../request/decide/draft.js'
import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { RequestKind } from './request-kind.js'
import { systemActor } from './system-actor.js'

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly storage: Storage
  readonly ids: Ids
  readonly digest: Digest
  readonly areas: Pick<AreaService, 'refresh' | 'successorOf'>
}

type Split = Extract<RequestEvent, { type: 'request.split' }>
type Part = Split['data']['parts'][number]

/** The input of a part: the parent's person and the part's own description, as they stand in the parent's vault. */
function inputOf(part: Part, parent: RequestFacts, splitFrom: string, vault: readonly VaultRow[]) {
  const free = ({ ref }: Sealed) => {
    const row = vault.find((each) => each.ref === ref)
    return { free: row?.field ?? '', value: row?.value ?? '' }
  }
  const freed = (texts: object) => Object.fromEntries(Object.entries(texts).map(([name, each]) => [name, free(each)]))
  return {
    channel: parent.channel,
    category: part.category,
    requester: parent.requester,
    ...present('occurredAt', parent.occurredAt),
    ...present('urgency', parent.urgency),
    ...present('anonymous', parent.anonymous),
    ...present('confidential', parent.confidential),
    description: free(part.description),
    person: freed(parent.person),
    ...(parent.place !== undefined && { place: freed(parent.place) }),
    splitFrom,
  }
}

/** Submits the parts of a split request, each once. Texts are sealed again: the parts live and are erased on their own. */
export function partSubmitter({ engine, kind, storage, ids, digest, areas }: Parts) {
  // The id that the split named, or, where somebody else has it, one that follows from it; `undefined` when the part is there.
  async function idFor(named: string, parent: string): Promise<string | undefined> {
    for (let partId = named; ; partId = `k${digest.hex(canonical([parent, partId])).slice(0, 31)}`) {
      const there = await engine.facts<RequestFacts>(kind, partId)
      if (there === undefined) return partId
      if (there.facts.splitFrom === parent) return undefined
    }
  }

  return async function submitParts(event: Split, id: string): Promise<void> {
    const read = await engine.facts<RequestFacts>(kind, id)
    if (read === undefined) return
    const { vault = [] } = await storage.load(refOf(kind.type, id), { vault: true })
    const { facts: parent } = read
    await areas.refresh()
    for (const [position, part] of event.data.parts.entries()) {
      const partId = await idFor(event.data.into[position] as string, id)
      if (partId === undefined) continue
      const named = part.area ?? parent.area
      const raw = { ...inputOf(part, parent, id, vault), area: areas.successorOf(named) ?? named }
      const { input, vault: rows } = sealTexts(raw, () => ids.next('text'), parent.requester, ids, digest)
      const { deadline } = event.data
      const command = { name: 'submit', input: { ...(input as object), deadline } as never } as const
      const submitted = await engine.run(kind, partId, command, { by: systemActor, vault: rows })
      // The request it came from has ended: a refused part must stay visible, as a dead letter.
      if (!submitted.ok) throw new Error(`the part ${partId} was refused: ${submitted.refusal.code}`)
    }
  }
}
