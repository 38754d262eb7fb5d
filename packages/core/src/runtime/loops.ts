import { millisecondsInDay } from 'date-fns/constants'
import { z } from 'zod'
import type { Logger } from '../contracts/logger.js'
import type { Timer } from '../contracts/timer.js'
import { inWords } from '../import/in-words.js'
import { callable, parseInput } from '../import/parse.js'

/** How the loops run. */
export interface LoopOptions {
  /** Milliseconds between two polls, 1 to 86 400 000 (a day), varied by up to a quarter so that processes drift apart. Default 1000. */
  readonly every?: number
  /**
   * Subscribes to early wake-ups, for example `storage.onWork` of an adapter that has it, and returns the unsubscribe function. Polling remains
   * the guarantee: a lost wake-up only delays work until the next poll. Absent: polling alone.
   */
  readonly wake?: (listener: () => void) => () => void
}

/** A handle on running loops. */
export interface Running {
  /** Waits for the rounds under way and starts no more. Idempotent. */
  stop(): Promise<void>
}

const form = z.strictObject({
  every: z.number().min(1).max(millisecondsInDay).default(1000),
  wake: callable<NonNullable<LoopOptions['wake']>>().optional(),
})

// Rounds of different processes drift apart: each waits between three and five quarters of the time.
function drifted(every: number, seed: string, round: number): number {
  let hash = round
  for (let i = 0; i < seed.length; i++) hash = (Math.imul(hash, 31) + seed.charCodeAt(i)) >>> 0
  return Math.round(every * (0.75 + (hash % 1000) / 2000))
}

// Wake-ups come from outside and are a help only: whatever they do, polling goes on and stopping ends.
function subscribe(wake: LoopOptions['wake'], listener: () => void, logger: Logger): () => void {
  const quietly = (what: string, act: () => unknown): unknown => {
    const failed = (error: unknown) => logger.warn(what, { error: inWords(error) })
    try {
      const answer = act()
      if (typeof answer === 'object' && answer !== null) Promise.resolve(answer).catch(failed)
      return answer
    } catch (error) {
      failed(error)
      return undefined
    }
  }
  const unsubscribe = wake === undefined ? undefined : quietly('wake-ups are not available', () => wake(listener))
  return () => {
    if (typeof unsubscribe === 'function') quietly('wake-ups could not be ended', () => unsubscribe())
  }
}

/**
 * Runs each kind of work round after round, each in a loop of its own: a slow channel delays neither deadlines nor another channel. A round
 * that fails is logged, and the next one tries again. A work asks `goOn` before each step, so that a backlog does not hold up `stop`.
 *
 * @throws InvalidInputError for unknown or wrong options, before anything runs
 */
export function runLoops(
  works: Readonly<Record<string, (goOn: () => boolean) => Promise<unknown>>>,
  options: LoopOptions,
  timer: Timer,
  owner: string,
  logger: Logger,
): Running {
  const { every, wake } = parseInput(form, options, ['options'], 'loop options')
  let stopping = false
  const goOn = () => !stopping
  const wakers = new Set<() => void>()
  const wakeAll = () => {
    for (const each of wakers) each()
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        callOff()
        wakers.delete(go)
        resolve()
      }
      const callOff = timer.after(milliseconds, go)
      wakers.add(go)
    })
  }

  async function loop(name: string, work: (goOn: () => boolean) => Promise<unknown>): Promise<void> {
    for (let round = 0; !stopping; round++) {
      await work(goOn).catch((error: unknown) => logger.warn('a round failed', { work: name, error: inWords(error) }))
      if (!stopping) await pause(drifted(every, `${owner}/${name}`, round))
    }
  }

  const unsubscribe = subscribe(wake, wakeAll, logger)
  const loops = Promise.all(Object.entries(works).map(([name, work]) => loop(name, work)))

  async function stop(): Promise<void> {
    stopping = true
    unsubscribe()
    wakeAll()
    await loops
  }
  return Object.freeze({ stop })
}
