import type { Bilingual } from '../../contracts/text.js'
import type { EndKind, EndState, LoopStep, OpenState } from './definition.js'

/** Where a request stands, as its facts and the events that moved it say. */
export interface Place {
  /** State of the lifecycle that was in force then. */
  readonly status: string
  /** `false` once it has ended. */
  readonly open: boolean
  /** How it ended, when it has. */
  readonly end?: EndKind
}

/** What is said of a request that stands there. */
export interface Standing {
  /** What the state is called. */
  readonly title: Bilingual
  /** Where that is in the loop; `end` when the request has ended. */
  readonly step: LoopStep | 'end'
  /** What the resident is told at an end; absent while it is open, and where the lifecycle has no such end. */
  readonly echo?: Bilingual
}

/** What is shown of a state: of an open one its title and its step, of an end also what the resident is told. */
export type ShownState = ShownOpen | ShownEnd

/** States by name, such as those of a lifecycle. */
export type ShownStates = Readonly<Record<string, ShownState>>

/** A lifecycle, as far as it is shown. */
export interface ShownLifecycle {
  /** What each of its states is called. */
  readonly states: ShownStates
}

type ShownOpen = Pick<OpenState, 'title' | 'step'>
type ShownEnd = Pick<EndState, 'title' | 'end' | 'echo'>

const isShownEnd = (state: ShownState): state is ShownEnd => 'end' in state
const isShownOpen = (state: ShownState): state is ShownOpen => !isShownEnd(state)

const ended: Bilingual = { zh: '已终结', en: 'ended' }
const underWay: Bilingual = { zh: '办理中', en: 'in progress' }

/**
 * What the lifecycle in force says of a place, also of one from before it: where it has no such state, an end is called like the first end of the same
 * kind, and otherwise neutral words stand. The name of a state is for programs and is never shown to people.
 */
export function standingAt({ states: known }: ShownLifecycle, { status, open, end }: Place): Standing {
  const states = Object.hasOwn(known, status) ? [known[status] as ShownState] : []
  if (open) {
    const [state = { title: underWay, step: 'handle' as const }] = states.filter(isShownOpen)
    return { title: state.title, step: state.step }
  }
  const [own] = states.filter(isShownEnd)
  const alike =
    own ??
    Object.values(known)
      .filter(isShownEnd)
      .find((each) => each.end === end)
  return alike === undefined ? { title: ended, step: 'end' } : { title: alike.title, step: 'end', echo: alike.echo }
}
