import type { Bilingual } from '../../contracts/text.js'

/** The six steps of the loop, as residents see them. 诉求 → 认领 → 落实 → 反馈 → 评价 → 整改 */
export type LoopStep = 'report' | 'claim' | 'handle' | 'feedback' | 'rate' | 'rectify'

/** One way a command can go. The first branch whose `when` holds is taken; then its laws must all agree. */
export interface Branch {
  /** Name of a condition; absent: always. */
  readonly when?: string
  /** Names of laws, judged in this order. */
  readonly laws?: readonly string[]
  /** State afterwards; absent: stays. */
  readonly target?: string
  /** Clocks that begin anew although they ran before. */
  readonly restart?: readonly string[]
}

/** A state in which a request may rest. */
export interface OpenState {
  /** What the state is called. */
  readonly title: Bilingual
  /** Where residents see it in the loop. */
  readonly step: LoopStep
  /** Who has to move; `candidates`: the units that a dispatch with `pool` named, the dispatch desk where there are none. */
  readonly owner: 'dispatcher' | 'supervisor' | 'unit' | 'candidates' | 'requester'
  /** Clocks that run here. At least one. */
  readonly clocks: readonly string[]
  /** Clocks that stand still here, when they ran before. */
  readonly paused?: readonly string[]
  /** Commands, and `expire:<clock>` for what happens when a clock runs out. */
  readonly on: Readonly<Record<string, Branch | readonly Branch[]>>
}

/** How a request ended, whatever a place calls the state: what figures count. One of a place's own is counted as handled. */
export type EndKind =
  | 'closed'
  | 'declined'
  | 'voided'
  | 'withdrawn'
  | 'merged'
  | 'split'
  | 'forceClosed'
  | (string & {})

/** A state in which the request has ended. */
export interface EndState {
  /** What the state is called. */
  readonly title: Bilingual
  /** Which kind of end it is, for figures. */
  readonly end: EndKind
  /** What the resident is told. */
  readonly echo: Bilingual
  /** Commands possible after the end; absent when there are none. */
  readonly on?: Readonly<Record<string, Branch | readonly Branch[]>>
}

/** A state of the lifecycle: open or an end. */
export type LifecycleState = OpenState | EndState

/**
 * The lifecycle of a request, as data. A place passes its own to `createHuiyin({ lifecycle })`, usually the default
 * changed by `extendLifecycle`. Loading proves it: see `proveLifecycle`.
 */
export interface LifecycleDefinition {
  /** Appears in messages, such as `closed-loop/1`. */
  readonly name: string
  /** Name of the state a request begins in. */
  readonly initial: string
  /** Clocks that go on where they stopped when their state is entered again; all others begin anew. */
  readonly continuing: readonly string[]
  /** By name, which facts and refusals use. */
  readonly states: Readonly<Record<string, LifecycleState>>
  /** Commands possible in every open state, without leaving it. */
  readonly everywhere: Readonly<Record<string, Branch>>
}

/** Has the request ended in this state? */
export function isEnd(state: LifecycleState): state is EndState {
  return 'end' in state
}

/** May a request rest in this state? Where there is no such state, it may not. */
export function isOpenState(state: LifecycleState | undefined): state is OpenState {
  return state !== undefined && !isEnd(state)
}

/** Clocks that run in a state: none at an end. */
export function clocksOf(state: LifecycleState | undefined): readonly string[] {
  return isOpenState(state) ? (state.clocks ?? []) : []
}

/** Branches of an entry, always as a list. */
export function branchesOf(entry: Branch | readonly Branch[]): readonly Branch[] {
  return Array.isArray(entry) ? (entry as readonly Branch[]) : [entry as Branch]
}

/** The state of this name; names come from outside, so what every object inherits (`toString`) is not one. */
export function stateOf(lifecycle: LifecycleDefinition, name: string): LifecycleState | undefined {
  return Object.hasOwn(lifecycle.states, name) ? lifecycle.states[name] : undefined
}

/** Everything that may happen in a state: its own entries, and in an open state those of `everywhere` that it does not replace. */
export function entriesOf(
  lifecycle: LifecycleDefinition,
  state: LifecycleState,
): Readonly<Record<string, Branch | readonly Branch[]>> {
  return isEnd(state) ? (state.on ?? {}) : { ...lifecycle.everywhere, ...state.on }
}

/** Does the request wait here for the check before closing? What a place calls the state is its own affair: it knows the command. */
export function isChecked(state: LifecycleState | undefined): boolean {
  return isOpenState(state) && state.on.check !== undefined
}

/** Is the request being rectified here? */
export function isRectified(state: LifecycleState | undefined): boolean {
  return isOpenState(state) && state.step === 'rectify'
}

const work: ReadonlySet<LoopStep> = new Set(['report', 'claim', 'handle', 'rectify'])

/** Is there something to be done here, before the resident is answered? */
export function isWorkedOn(state: LifecycleState | undefined): boolean {
  return isOpenState(state) && work.has(state.step)
}
