import type { Digest } from '../contracts/digest.js'
import type { Ids } from '../contracts/ids.js'
import type { Storage } from '../contracts/storage.js'
import { type Sealed, sealTexts } from '../privacy/seal.js'
import type { FreeText } from '../privacy/text.js'
import { refOf } from '../record/bucket.js'
import type { Engine } from '../record/engine.js'
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
}

interface Merged {
  readonly id: string
  readonly requester: string
}

/**
 * Residents of merged requests read the answer to the leading one and rate it for themselves. Texts are sealed again for each of them: they live and are
 * erased with that resident's data. Every step may be repeated.
 */
export function createMergedAnswers({ engine, kind, storage, ids, digest }: Parts) {
  const factsOf = async (id: string) => (await engine.facts<RequestFacts>(kind, id))?.facts

  async function textOf(id: string, sealed: Sealed | undefined): Promise<string | undefined> {
    const { vault = [] } = await storage.load(refOf(kind.type, id), { vault: true })
    return vault.find(({ ref }) => ref === sealed?.ref)?.value ?? undefined
  }

  /** A text of one request, sealed for the resident of another; nothing for one that was erased. */
  async function resealed(from: string, sealed: Sealed | undefined, subject: string, field: 'reply' | 'reason') {
    const value = await textOf(from, sealed)
    const texts: { readonly text?: FreeText } = value === undefined ? {} : { text: { free: field, value } }
    return sealTexts(texts, () => ids.next('text'), subject, ids, digest)
  }

  /** The request itself and all that went into it, also by way of others, each before those merged into it. */
  async function* treeOf(id: string): AsyncGenerator<Merged> {
    const facts = await factsOf(id)
    if (facts === undefined) return
    yield { id, requester: facts.requester }
    for (const child of facts.absorbed) yield* treeOf(child)
  }

  /** The request that carries this one on in the end. */
  async function leadingOf(id: string, seen: readonly string[] = []): Promise<string> {
    const into = (await factsOf(id))?.mergedInto
    return into === undefined || seen.includes(into) ? id : leadingOf(into, [...seen, id])
  }

  /** Passes the standing answer of a request on to those merged into it, or to the one that was merged later with those in it. */
  async function relay(id: string, to?: string): Promise<void> {
    const leading = await factsOf(id)
    const answer = leading?.replies.at(-1)
    if (leading?.completedAt === undefined || answer === undefined) return
    const below = new Set<string>()
    if (to !== undefined) for await (const merged of treeOf(to)) below.add(merged.id)
    // One voice each: whoever has more than one of these requests rates in the first.
    const ratesIn = new Map<string, string>()
    for await (const { id: merged, requester } of treeOf(id)) {
      const ratedIn = ratesIn.get(requester)
      if (ratedIn === undefined) ratesIn.set(requester, merged)
      if (merged === id || (to !== undefined && !below.has(merged))) continue
      const { input, vault } = await resealed(id, answer.textForMerged ?? answer.text, requester, 'reply')
      const { at, unit, round } = answer
      const command = {
        name: 'relay',
        input: { request: id, at, unit, round, ...input, ...(ratedIn !== undefined && { ratedIn }) },
      } as const
      await engine.run(kind, merged, command, { by: systemActor, vault })
    }
  }

  /** Carries a bad grade, given in a merged request, to the request whose answer it is about. */
  async function dissent({ data }: Extract<RequestEvent, { type: 'request.rated' }>, id: string): Promise<void> {
    if (data.leading === undefined || data.meaning !== 'dissatisfied') return
    const leading = await leadingOf(data.leading.request)
    const command = { name: 'dissent', input: { from: id, round: data.round } } as const
    await engine.run(kind, leading, command, { by: systemActor })
  }

  return Object.freeze({ relay, dissent, resealed })
}
