import type { CalendarDate } from '../calendar/date.js'
import type { Actor } from '../contracts/actor.js'
import { ConflictError } from '../errors.js'
import type { RecordRunner } from '../record/record-kind.js'
import { numberDay, numberOf } from './number.js'
import { numbersKind } from './numbers-kind.js'

/** Gives out numbers. */
export interface Numbers {
  /** The next number of the day of this instant: at once, or when a block of them was taken. No other process gives it out. */
  next(now: number): string | Promise<string>
}

interface NumbersParts {
  readonly runner: RecordRunner
  /** In whose name numbers are taken. */
  readonly by: Actor
  /** What numbers begin with; nothing when absent. */
  readonly prefix: string | undefined
  /** A key that was never used. */
  readonly newKey: () => string
}

interface Block {
  readonly day: CalendarDate
  next: number
  readonly last: number
  readonly size: number
}

const firstBlock = 20
const largestBlock = 1000

/**
 * Numbers in blocks: a process takes a row of them from the record of the day and gives them out by itself, so that no request waits for a counter. The
 * next block is twice as large. What a process has left at its end, or at midnight, is never given out: numbers may have gaps.
 */
export function createNumbers({ runner, by, prefix, newKey }: NumbersParts): Numbers {
  let block: Block | undefined
  let taking: Promise<void> | undefined

  async function take(day: CalendarDate): Promise<void> {
    const size = block?.day === day ? Math.min(block.size * 2, largestBlock) : firstBlock
    // With a key, so that a commit whose answer is lost is asked for, and does not fail the report that waits.
    const result = await runner.run(numbersKind, day, { name: 'take', count: size }, { by, key: newKey() })
    if (!result.ok) throw new ConflictError(numbersKind.type, day, 1)
    const { taken } = result.record
    block = { day, next: taken - size + 1, last: taken, size }
  }

  function atHand(day: CalendarDate): string | undefined {
    if (block?.day !== day || block.next > block.last) return undefined
    return numberOf({ prefix, date: day, sequence: block.next++ })
  }

  async function whenTaken(day: CalendarDate): Promise<string> {
    for (;;) {
      taking ??= take(day).finally(() => {
        taking = undefined
      })
      await taking
      const number = atHand(day)
      if (number !== undefined) return number
    }
  }

  return {
    next(now) {
      const day = numberDay(now)
      return atHand(day) ?? whenTaken(day)
    },
  }
}
