import type { AbortSignalLike } from '../contracts/abort.js'
import type { SendResult } from '../contracts/channel.js'
import { messageIn } from '../import/in-words.js'
import type { Delivered } from '../record/destinations.js'
import { unknownOutcome } from './send-result.js'

// Every platform has it, so it is declared here instead of taking a library of types.
declare class AbortController {
  readonly signal: AbortSignalLike
  abort(): void
}

/** A send that was begun. */
export interface Begun<Answer = Delivered> {
  /** Never rejects. */
  readonly answer: Promise<Answer>
  /** Tells the receiver that the time is over; whether it could be told. Then the next attempt is one of its own. */
  callOff(): boolean
}

/** Begins a call for one. Called off, it is still waited for: a receiver that cannot be called off may yet take it, and it must not be sent beside that. */
export function beginAlone(deliver: (signal: AbortSignalLike) => Promise<Delivered>): Begun {
  const controller = new AbortController()
  const callOff = () => {
    controller.abort()
    return false
  }
  return { answer: deliver(controller.signal), callOff }
}

/** Begins one call for all of them; each has an answer of its own. */
export function beginTogether<Each>(
  deliver: (some: readonly Each[], signal: AbortSignalLike) => Promise<readonly SendResult[]>,
  some: readonly Each[],
): readonly Begun<SendResult>[] {
  if (some.length === 0) return []
  const controller = new AbortController()
  const answers = deliver(some, controller.signal).catch((error: unknown) => {
    const result = unknownOutcome(messageIn(error))
    return some.map(() => result)
  })
  const callOff = () => {
    controller.abort()
    return true
  }
  return some.map((_, position) => ({ answer: answers.then((all) => all[position] as SendResult), callOff }))
}

// By its fifth attempt a delivery of a batch of 200 goes alone.
const shrinks = 4

/**
 * What was taken, in batches of at most `size`. One that has failed goes with ever fewer others, so that a single one which no call can carry keeps its neighbours
 * waiting for a few attempts only.
 */
export function inBatches<Each extends { readonly attempts: number }>(
  taken: readonly Each[],
  size: number,
): readonly (readonly Each[])[] {
  const most = ({ attempts }: Each) => Math.max(1, Math.floor(size / shrinks ** (attempts - 1)))
  return [...Map.groupBy(taken, most)].flatMap(([together, some]) =>
    Array.from({ length: Math.ceil(some.length / together) }, (_, n) => some.slice(n * together, (n + 1) * together)),
  )
}
