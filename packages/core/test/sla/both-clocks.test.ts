import { dispatcher, handler, handling, sealed, sla, supervisor, system } from '@huiyin/testkit/scenario'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Instant, instantOf } from '../../src/calendar/date.js'
import { minuteOf } from '../../src/calendar/time-of-day.js'
import type { Actor } from '../../src/contracts/actor.js'
import type { CommandNamed, RequestCommand } from '../../src/request/commands.js'
import type { RequestClock } from '../../src/request/facts.js'
import type { Limit } from '../../src/sla/limit.js'
import type { SlaEvent, SlaEventRefusal } from '../../src/sla/sla-event.js'
import { evaluateSla } from '../../src/sla/standing.js'

const minute = 60_000
const limits: Readonly<Record<string, Limit>> = { heating: { workingDays: 3 }, works: { workingDays: 5 } }

// One step in the life of a clock, `gap` minutes after the one before.
const step = fc.record({
  gap: fc.oneof(fc.nat(6 * 60), fc.nat(6 * 24 * 60), fc.nat(45 * 24 * 60)),
  what: fc.oneof(
    fc.constant({ type: 'paused', reasonCode: 'inspection' } as const),
    fc.constant({ type: 'resumed' } as const),
    fc.record({
      type: fc.constant('extended' as const),
      by: fc.oneof(
        fc.integer({ min: 1, max: 6 }).map((workingDays) => ({ workingDays })),
        fc.constant({ naturalDays: 1 }),
        fc.constant({ naturalDays: 16 }),
        fc.constant({ workingDays: 11 }),
      ),
    }),
    fc.record({ type: fc.constant('reclassified' as const), category: fc.constantFrom('heating', 'works') }),
    fc.constant({ type: 'stopped' } as const),
  ),
  /** Whether a process was running before the step, see `notice`. */
  noticed: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
type Walk = ReturnType<typeof handling>

// What the laws of requests call the reasons of the clock. Any other refusal is none of the clock: the step is left out.
const sameReason: Readonly<Record<string, SlaEventRefusal>> = {
  'suspension-after-expiry': 'already-overdue',
  'extension-after-expiry': 'already-overdue',
  'extension-beyond-cap': 'over-cap',
}

/** Issues a command unless it is refused; gives the code of the refusal, if any. */
function attempt<Name extends RequestCommand['name']>(
  walk: Walk,
  by: Actor,
  name: Name,
  input: CommandNamed<Name>['input'],
): string | undefined {
  const code = walk.refusal(by, name, input)
  if (code === undefined) walk.do(by, name, input)
  return code
}

/** Issues the command of a step. */
function issue(walk: Walk, { what }: Step): string | undefined {
  switch (what.type) {
    case 'paused':
      return attempt(walk, handler, 'suspend', { reasonCode: what.reasonCode })
    case 'resumed':
      return attempt(walk, handler, 'resume', {})
    case 'extended': {
      const code = attempt(walk, handler, 'requestExtension', { by: what.by, reason: sealed })
      if (code === undefined) walk.do(supervisor, 'decideExtension', { granted: true })
      return code
    }
    case 'reclassified':
      return attempt(walk, dispatcher, 'reclassify', { category: what.category })
    case 'stopped':
      return attempt(walk, supervisor, 'forceClose', { reason: sealed })
  }
}

/** The same step as an event of the clock alone. */
function eventOf({ what }: Step, at: Instant, suspendedUntil: Instant): SlaEvent {
  switch (what.type) {
    case 'paused':
      return { type: 'paused', at, reason: what.reasonCode }
    case 'resumed':
      // A suspension ends when its time is over, however late somebody resumes.
      return { type: 'resumed', at: Math.min(at, suspendedUntil) }
    case 'extended':
      return { type: 'extended', at, by: what.by }
    case 'reclassified':
      return { type: 'reclassified', at, limit: limits[what.category] as Limit }
    case 'stopped':
      return { type: 'stopped', at }
  }
}

/** What a running process does before the step: it marks a clock that ran out, and ends a suspension whose time is over. */
function notice(walk: Walk, events: SlaEvent[]): void {
  const { status, clocks } = walk.facts
  if (status === 'handling') walk.do(system, 'expire', { clock: 'resolve' })
  if (status !== 'suspended' || clocks.suspension === undefined || walk.now < clocks.suspension.dueAt) return
  walk.do(system, 'expire', { clock: 'suspension' })
  events.push({ type: 'resumed', at: clocks.suspension.dueAt })
}

/** The instant from which a clock is breached; a paused one has none. */
function breachedFrom({ dueAt, pausedAt }: RequestClock): Instant {
  return pausedAt === undefined ? dueAt : Number.POSITIVE_INFINITY
}

describe('the clock of a request and evaluateSla', () => {
  it('give the same deadlines, pauses and refusals for the same history', () => {
    const seen: Record<string, number> = {}
    const start = fc.integer({ min: 0, max: 300 * 24 * 60 }).map((m) => instantOf('2022-01-04') + m * minute)
    fc.assert(
      fc.property(start, fc.array(step, { minLength: 1, maxLength: 10 }), (startedAt, steps) => {
        const walk = handling(minuteOf(startedAt))
        const events: SlaEvent[] = [{ type: 'started', at: startedAt }]
        for (const one of steps) {
          walk.at(minuteOf(walk.now + one.gap * minute))
          if (walk.facts.clocks.resolve?.stoppedAt !== undefined) break
          if (one.noticed) notice(walk, events)
          // A breach that was noticed stays with a request, whatever its category becomes; a clock alone keeps no such record.
          if (one.what.type === 'reclassified' && walk.facts.clocks.resolve?.breachedAt !== undefined) continue
          const suspendedUntil = walk.facts.clocks.suspension?.dueAt ?? 0
          // Nor can its events be put in the order in which a suspension ended unnoticed before them.
          if (one.what.type === 'reclassified' && walk.facts.status === 'suspended' && walk.now >= suspendedUntil)
            continue
          const code = issue(walk, one)
          if (code !== undefined && sameReason[code] === undefined) continue
          const outcome = code ?? one.what.type
          seen[outcome] = (seen[outcome] ?? 0) + 1
          const index = events.push(eventOf(one, walk.now, suspendedUntil)) - 1

          const { state, status, refused } = evaluateSla(sla, events, walk.now)
          const clock = walk.facts.clocks.resolve as RequestClock
          expect(refused.find((each) => each.index === index)?.code).toBe(code && sameReason[code])
          const { warned: _, stoppedAt, breachedAt, escalateAt: _e, pauseReason, ...counted } = clock
          // A request clock that runs again keeps the reason of its last pause; without `pausedAt` it says nothing.
          expect({ ...counted, ...(clock.pausedAt !== undefined && { pauseReason }) }).toEqual(state)
          if (stoppedAt === undefined) expect(status === 'breached').toBe(walk.now >= breachedFrom(clock))
          else expect(status).toBe(breachedAt === undefined ? 'met' : 'breached')
        }
      }),
      { numRuns: 500 },
    )
    // The walk reaches each of them: a property over nothing holds always.
    expect(Object.keys(seen).sort()).toEqual([
      'extended',
      'extension-after-expiry',
      'extension-beyond-cap',
      'paused',
      'reclassified',
      'resumed',
      'stopped',
      'suspension-after-expiry',
    ])
  })
})
