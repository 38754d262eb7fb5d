import type { Clock } from '@huiyin/core/contracts'

/** A clock that stands still until it is moved. */
export interface SimulatedClock extends Clock {
  /** Moves to an instant, forwards or backwards. */
  set(instant: number): void
  /** Moves by so many milliseconds. */
  advance(milliseconds: number): void
}

/**
 * A clock for tests and simulations.
 *
 * @param start milliseconds since 1970-01-01T00:00Z
 */
export function simulatedClock(start: number): SimulatedClock {
  let now = start
  return Object.freeze({
    now: () => now,
    set: (instant: number) => {
      now = instant
    },
    advance: (milliseconds: number) => {
      now += milliseconds
    },
  })
}
