import type { FailureClass, SendResult } from '@huiyin/core/contracts'
import { ConformanceError, deepEqual, equal } from '../conformance/assert.js'
import { event, events, inShort, published, type SinkFacet, type SinkUnderTest } from './kit.js'

const known = ['transient', 'throttled', 'quota', 'auth', 'config', 'gone', 'recipient', 'content', 'unknown']
const sentAgain = ['transient', 'throttled', 'unknown']

const provoked = ({ provoke }: SinkUnderTest) => Object.entries(provoke) as [FailureClass, () => void][]

function checkFailures(results: readonly SendResult[], when: string): void {
  for (const result of results) {
    if (result?.ok !== false) throw new ConformanceError(`${when}: expected a failure, got ${JSON.stringify(result)}`)
    equal(known.includes(result.class), true, `${when}: whether ${String(result.class)} is a known class`)
    equal(typeof result.reason === 'string' && result.reason !== '', true, `${when}: whether there is a reason`)
    const { retryAfter = 0 } = result
    equal(
      Number.isFinite(retryAfter) && retryAfter >= 0,
      true,
      `${when}: whether retryAfter is a number of milliseconds`,
    )
  }
}

/** Each failure that can be provoked has its class, for each event of the batch. */
export const failures: SinkFacet = {
  name: 'failures',
  tests: [
    [
      'answers each event of a refused batch with the class, since the class decides whether and when core publishes again',
      async (under) => {
        for (const [expected, make] of provoked(under)) {
          make()
          const results = await published(under.sink, events(2))
          checkFailures(results, expected)
          deepEqual(inShort(results), [expected, expected], 'the classes')
        }
        deepEqual(under.taken(), [], 'what the other system has of batches that it refused')
      },
    ],
  ],
}

/** One event that is refused harms no other of its batch. One whose system takes or refuses a batch whole passes. */
export const partly: SinkFacet = {
  name: 'partly',
  tests: [
    [
      'answers the refused one with a failure and the others with ok, each in its place',
      async ({ sink, refuseOne, taken }) => {
        if (refuseOne === undefined) return
        for (const refused of [0, 1, 2]) {
          const batch = [1, 2, 3].map((n) => event(`${refused}-${n}`))
          const { id } = batch[refused] as { readonly id: string }
          refuseOne(id)
          const results = await published(sink, batch)
          deepEqual(
            results.map(({ ok }) => ok),
            [0, 1, 2].map((n) => n !== refused),
            `the outcomes, of which number ${refused + 1} is to fail`,
          )
          const there = new Set(taken().map((each) => each.id))
          deepEqual(
            batch.map((each) => there.has(each.id)),
            results.map(({ ok }) => ok),
            'what the other system has',
          )
        }
      },
    ],
  ],
}

/** A system that breaks off is a failure like any other. */
export const outages: SinkFacet = {
  name: 'outages',
  tests: [
    [
      'answers with a class that core publishes again after, and does not throw',
      async ({ sink, breakOff }) => {
        breakOff()
        const results = await published(sink, events(2))
        checkFailures(results, 'a system that breaks off')
        const strange = inShort(results).filter((each) => !sentAgain.includes(each))
        deepEqual(strange, [], 'classes that are not published again')
      },
    ],
    [
      'publishes again when the system is back',
      async ({ sink, breakOff, taken }) => {
        breakOff()
        await published(sink, events(2))
        deepEqual(inShort(await published(sink, events(2))), ['ok', 'ok'], 'the second attempt')
        equal(taken().length, 2, 'how many events the other system has')
      },
    ],
  ],
}

// Only what hangs is caught by it.
const longest = 3000

/** When its time is over, a sink gives up. */
export const signal: SinkFacet = {
  name: 'signal',
  tests: [
    [
      'answers soon after it is called off, and not with ok',
      async ({ sink, keepSilent }) => {
        keepSilent()
        const controller = new AbortController()
        const answer = published(sink, events(2), controller.signal)
        controller.abort()
        let timer: ReturnType<typeof setTimeout> | undefined
        const late = new Promise<never>((_, reject) => {
          timer = setTimeout(() => reject(new ConformanceError('does not answer after it was called off')), longest)
        })
        const results = await Promise.race([answer, late]).finally(() => clearTimeout(timer))
        checkFailures(results, 'a batch that was called off')
      },
    ],
  ],
}

/** What is written down about a failure holds nothing that must be erasable. */
export const privacy: SinkFacet = {
  name: 'privacy',
  tests: [
    [
      'keeps out of the reason what the other system says about people and accounts',
      async (under) => {
        for (const [cause, make] of [...provoked(under), ['a system that breaks off', under.breakOff] as const]) {
          make()
          const results = await published(under.sink, events(2)).catch(() => [])
          const reasons = results.map((result) => (result?.ok === false ? String(result.reason) : '')).join(' ')
          const repeated = (under.personal ?? []).filter((text) => reasons.includes(text))
          deepEqual(repeated, [], `personal data in the reason of ${cause}`)
        }
      },
    ],
  ],
}
