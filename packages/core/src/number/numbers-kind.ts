import type { DomainEvent, Moment, RecordKind } from '../record/record-kind.js'

/** How far the numbers of one day were given out. */
export interface NumbersFacts {
  /** The last number of the block that was taken last. */
  readonly taken: number
  /** When the first block of the day was taken, in milliseconds since 1970. */
  readonly createdAt: number
}

/** Takes the next numbers of the day. */
export interface TakeNumbers {
  readonly name: 'take'
  /** How many, 1 or more. */
  readonly count: number
}

interface Taken {
  readonly count: number
}

/** The numbers of one day, record by record, taken in blocks: whoever has a block gives its numbers out without asking again. */
export const numbersKind: RecordKind<NumbersFacts, TakeNumbers, Moment> = {
  type: 'numbers',
  decide: (_facts, { count }) => ({ events: [{ type: 'numbers.taken', data: { count } satisfies Taken }] }),
  evolve: (facts, event: DomainEvent) => ({
    taken: (facts?.taken ?? 0) + (event.data as Taken).count,
    createdAt: facts?.createdAt ?? event.at,
  }),
  index: ({ createdAt }) => ({ status: 'counting', open: false, createdAt }),
}
