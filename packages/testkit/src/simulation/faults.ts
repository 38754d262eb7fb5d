import type { SeededRandom } from '../seeded-random.js'

/** All kinds of faults. */
export const faultKinds = [
  'refusedCalls',
  'unknownOutcomes',
  'lateEffects',
  'slowAnswers',
  'crashes',
  'clockJumps',
  'failingChannels',
  'hangingChannels',
  'deadLetters',
  'pausedChannels',
  'nonsenseAnswers',
  'rollingDeploys',
  'wrongYears',
] as const

/**
 * A kind of fault:
 * - `refusedCalls`: a call of the storage fails and did nothing;
 * - `unknownOutcomes`: it fails although it took effect;
 * - `lateEffects`: the caller gets an unknown outcome, and the call takes effect later;
 * - `slowAnswers`: an answer arrives late;
 * - `crashes`: a process is gone while calls are under way, another takes its place;
 * - `clockJumps`: the clock of one process steps back or forth by up to days;
 * - `failingChannels`: a channel fails for a while, or throws;
 * - `hangingChannels`: a channel never answers;
 * - `deadLetters`: a channel refuses a message for good;
 * - `pausedChannels`: a channel reports that it is out of order as a whole;
 * - `nonsenseAnswers`: a channel answers something that is no answer, or throws it;
 * - `rollingDeploys`: some processes lack the channels, have a state of the lifecycle that the others lack, or an older release of a plugin;
 * - `wrongYears`: a process begins with a clock that is years off, ahead or behind.
 */
export type FaultKind = (typeof faultKinds)[number]

/** Which faults a seed has, and how often. Mutable: the quiet phase ends them all. */
export interface Faults {
  on(kind: FaultKind): boolean
  /** Draws whether the fault happens now. */
  strikes(kind: FaultKind, probability: number): boolean
  end(): void
}

/** Each seed has some kinds of faults and not others ("swarm"): rare ones are not always hidden behind frequent ones. */
export function chooseFaults(random: SeededRandom, allowed: readonly FaultKind[]): Faults {
  // Drawn for every kind, so that the same seed goes the same way whichever are allowed.
  const drawn = new Set(faultKinds.filter(() => random.chance(0.5)))
  const rate = random.pick([0.3, 1, 2])
  let active: ReadonlySet<FaultKind> = new Set(allowed.filter((kind) => drawn.has(kind)))
  return Object.freeze({
    on: (kind: FaultKind) => active.has(kind),
    strikes: (kind: FaultKind, probability: number) => active.has(kind) && random.chance(probability * rate),
    end: () => {
      active = new Set()
    },
  })
}
