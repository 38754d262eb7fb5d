import type { FindQuery } from '../../contracts/queries.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import type { Engine } from '../../record/engine.js'
import type { RecordKind } from '../../record/record-kind.js'
import type { LifecycleTable } from '../../request/context.js'
import { nextMoment } from '../../request/decide/clocks.js'
import type { RequestFacts } from '../../request/facts.js'
import { entriesOf } from '../../request/lifecycle/definition.js'
import { clockFamily } from '../../sla/clock-family.js'

const pageSize = 500

type Where = Pick<LifecycleTable, 'definition' | 'state' | 'isOpen'>

// Clocks that run on in a state where nothing happens when they run out.
function deafTo(lifecycle: Where, facts: RequestFacts): readonly string[] {
  const state = lifecycle.state(facts.status)
  if (state === undefined) return []
  const entries = entriesOf(lifecycle.definition, state)
  return Object.values(facts.clocks)
    .filter((clock) => nextMoment(clock) !== undefined)
    .map(({ clock }) => clockFamily(clock))
    .filter((clock) => !Object.hasOwn(entries, `expire:${clock}`))
}

/**
 * Refuses a lifecycle that would strand requests of a running city: those open in a state that it does not have, or in which their running clock has no
 * expiry, and those that ended in a state that is open now. States that are `mapped` are left out: their requests are going to move.
 *
 * @throws ConfigurationError naming the states, with how many requests each has
 */
export async function checkOpenRequests(
  engine: Pick<Engine, 'readPage'>,
  kind: Pick<RecordKind<RequestFacts, never>, 'type'>,
  lifecycle: Where,
  mapped: Readonly<Record<string, string>> = {},
): Promise<void> {
  const stranded = new Map<string, number>()
  const count = (what: string) => stranded.set(what, (stranded.get(what) ?? 0) + 1)
  // What cannot be read, or is found by something else than its facts say, is damaged: `verify` names it, and one such record must not keep a city from
  // starting.
  async function* sound(query: Omit<FindQuery, 'type' | 'after' | 'limit'>) {
    for (let after: string | undefined; ; ) {
      const page = { ...query, limit: pageSize, ...(after !== undefined && { after }) }
      const { items, next } = await engine.readPage<RequestFacts>(kind, page)
      for (const { record, facts } of items)
        if (facts.status === record.index.status && facts.open === record.index.open) yield facts
      if (next === undefined) return
      after = next
    }
  }
  for await (const facts of sound({ open: true })) {
    if (Object.hasOwn(mapped, facts.status)) continue
    if (!lifecycle.isOpen(facts.status)) count(facts.status)
    else for (const clock of new Set(deafTo(lifecycle, facts))) count(`${facts.status} (expire:${clock})`)
  }
  const status = Object.keys(lifecycle.definition.states).filter(lifecycle.isOpen)
  for await (const facts of sound({ open: false, status })) count(facts.status)

  if (stranded.size === 0) return
  const states = Object.fromEntries([...stranded].sort(([one], [other]) => (one < other ? -1 : 1)))
  const { name } = lifecycle.definition
  const list = Object.entries(states).map(([state, requests]) => `${state}: ${requests}`)
  throw new ConfigurationError(
    inBoth(
      `流程 ${name} 会使诉求停滞，各状态件数：${list.join('，')}。` +
        '请保留这些状态和到期处理，直到没有诉求需要，或指明诉求的去处：start({ states: { 原状态: 新状态 } })。',
      `The lifecycle ${name} would leave requests standing still, by state: ${list.join(', ')}. ` +
        'Keep these states and expiries until no request needs them, or say where they go: start({ states: { old: new } }).',
    ),
    { lifecycle: name, states },
  )
}
