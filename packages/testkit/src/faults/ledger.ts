import type { Huiyin } from '@huiyin/core'
import { type Indicator, indicators } from '@huiyin/core/evaluation'
import type { DomainEvent } from '@huiyin/core/plugin'
import { cityActors } from '../city.js'
import { type Played, type PlayedStep, playedSteps } from './play.js'

const { system } = cityActors

/** What the comparison found; every list is empty when nothing is wrong. */
export interface LedgerFindings {
  /** Commands that were acknowledged. */
  readonly acknowledged: number
  /** Commands with an unknown outcome at some time; each was retried. */
  readonly unknown: number
  /** Acknowledged but missing. */
  readonly lost: readonly string[]
  /** Present twice. */
  readonly doubled: readonly string[]
  /** Events in the record that no command caused. */
  readonly unasked: readonly string[]
  /** Messages to the resident that were never sent, are still pending, or are dead letters. */
  readonly undelivered: readonly string[]
  /** Sent for the first time after a later one of the same request was. */
  readonly outOfOrder: readonly string[]
  /** Faults of the chains. */
  readonly faults: readonly string[]
  /** Figures that differ from the sum of their cases. */
  readonly figures: readonly string[]
}

const eventOf: Readonly<Record<PlayedStep, string>> = {
  submit: 'request.submitted',
  dispatch: 'request.dispatched',
  claim: 'request.claimed',
  reply: 'request.replied',
  rate: 'request.rated',
}
// Events of which the resident always gets a message.
const told = new Set([
  'request.submitted',
  'request.accepted',
  'request.dispatched',
  'request.claimed',
  'request.replied',
])

/** An external ledger of acknowledged commands, kept by a process that does not crash. */
export interface Ledger {
  /** Takes a line that `playLifecycles` wrote. */
  read(line: string): void
  /** Commands without an answer, which the next process retries. */
  unknown(): readonly Played[]
  /** Compares a city with the ledger. `sent`: ids of the messages that the channel `inbox` got, in order; without it messages are not compared. */
  check(huiyin: Huiyin, sent?: readonly string[]): Promise<LedgerFindings>
}

/** Keeps a ledger of what `playLifecycles` writes, over any number of processes. */
export function createLedger(): Ledger {
  const acknowledged = new Map<string, Played>()
  const refused = new Set<string>()
  const open = new Map<string, Played>()
  let unknown = 0

  function read(line: string): void {
    const [word, id = '', step = ''] = line.split(' ')
    const name = `${id} ${step}`
    const played = { id, step: step as PlayedStep }
    if (word === 'try') open.set(name, played)
    if (word === 'fail') unknown++
    if (word === 'ack' || word === 'no') open.delete(name)
    if (word === 'ack') acknowledged.set(name, played)
    if (word === 'no') refused.add(name)
  }

  function takeUnknown(): readonly Played[] {
    unknown += open.size
    return [...open.values()]
  }

  async function check(huiyin: Huiyin, sent?: readonly string[]): Promise<LedgerFindings> {
    const lost: string[] = []
    const doubled: string[] = []
    const unasked: string[] = []
    const undelivered: string[] = []
    const outOfOrder: string[] = []
    const firstSent = new Map<string, number>()
    for (const [position, id] of (sent ?? []).entries()) if (!firstSent.has(id)) firstSent.set(id, position)

    function checkSent(id: string, events: readonly DomainEvent[]): void {
      let last = -1
      for (const { seq, type } of events) {
        const message = `${id}/${seq}/inbox`
        const at = firstSent.get(message)
        if (at === undefined) {
          if (told.has(type)) undelivered.push(message)
        } else if (at < last) outOfOrder.push(message)
        else last = at
      }
    }

    const asked = new Set([...acknowledged.values(), ...open.values()].map((each) => each.id))
    for (const id of asked) {
      const events = await huiyin.requests.history(id, { by: system }).catch((): readonly DomainEvent[] => [])
      for (const step of playedSteps) {
        const name = `${id} ${step}`
        const count = events.filter((event) => event.type === eventOf[step]).length
        if (count === 0 && acknowledged.has(name)) lost.push(name)
        if (count > 1) doubled.push(name)
        if (count > 0 && (refused.has(name) || !(acknowledged.has(name) || open.has(name)))) unasked.push(name)
      }
      if (sent !== undefined) checkSent(id, events)
    }
    if (sent !== undefined) {
      const [waiting, dead] = [
        await huiyin.deliveries.pending({ by: system }),
        await huiyin.deliveries.deadLetters({ by: system }),
      ]
      for (const row of [...waiting.items, ...dead.items]) undelivered.push(`${row.id}/${row.event}/${row.destination}`)
    }
    const verified = await huiyin.audit.verify({ by: system })
    const faults = verified.faults.map(({ type, id, seq, fault }) => `${type} ${id} ${seq} ${fault}`)
    const figures = await wrongFigures(huiyin)
    const found = { lost, doubled, unasked, undelivered, outOfOrder, faults, figures }
    return { acknowledged: acknowledged.size, unknown, ...found }
  }

  return Object.freeze({ read, unknown: takeUnknown, check })
}

const compared: readonly Indicator[] = [indicators.completionRate, indicators.satisfactionRate]

// Figures come from tallies, cases from the requests: after any crash they must agree.
async function wrongFigures(huiyin: Huiyin): Promise<string[]> {
  const wrong: string[] = []
  for (const indicator of compared) {
    const measured = await huiyin.evaluation.measure(
      indicator,
      { period: { from: '2022-01-01', to: '2023-01-01' } },
      { by: system },
    )
    for (const side of ['numerator', 'denominator'] as const) {
      let sum = 0
      for await (const { amount } of measured.cases(side)) sum += amount
      const figure = measured.figures[0]?.[side] ?? 0
      if (figure !== sum) wrong.push(`${side} of ${indicator.name}: ${figure}, by its cases ${sum}`)
    }
  }
  return wrong
}
