import type { Engine } from '../../record/engine.js'
import { areTextsInUse } from '../../request/decide/erasure.js'
import type { RequestFacts } from '../../request/facts.js'
import { keptBy, type RetentionRule } from '../../request/retention/retention-rule.js'
import type { RequestKind } from '../request-kind.js'
import { systemActor } from '../system-actor.js'
import type { RetentionEntry, RetentionPage } from './privacy.js'

interface Parts {
  readonly engine: Engine
  readonly kind: RequestKind
  readonly rules: readonly RetentionRule[]
  readonly now: () => number
}

interface Asked {
  readonly dryRun: boolean
  readonly limit: number
  readonly after?: string | undefined
}

/** One page of the requests that have ended, by the rules in force. The rule is the ground of each erasure, whoever asks for it. */
export async function retainPage({ engine, kind, rules, now }: Parts, { dryRun, limit, after }: Asked) {
  const query = { open: false, limit, ...(after !== undefined && { after }) }
  const page = await engine.page<RequestFacts>(kind, query)
  const erased: RetentionEntry[] = []
  const waiting: RetentionEntry[] = []
  let counted = 0
  const applied = async (id: string) => {
    const result = await engine.run(kind, id, { name: 'endRetention', input: {} }, { by: systemActor })
    return result.ok
  }
  for (const { id, facts } of page.items) {
    // Of these nothing is left.
    if (facts.textsErasedAt !== undefined && facts.keptUntil === undefined) continue
    const kept = keptBy(rules, facts)
    if (kept !== undefined && kept.until <= now()) {
      const entry = { id, ...kept }
      const isErased = !areTextsInUse(facts) && (dryRun || (await applied(id)))
      ;(isErased ? erased : waiting).push(entry)
    } else if (kept?.until !== facts.keptUntil && (dryRun || (await applied(id)))) counted++
  }
  return { erased, waiting, counted, ...(page.next !== undefined && { next: page.next }) } satisfies RetentionPage
}
