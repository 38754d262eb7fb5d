import type { Bilingual } from '../../contracts/text.js'
import { type EndKind, isEnd, isOpenState, type LifecycleDefinition, type LoopStep, stateOf } from './definition.js'

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

const ended: Bilingual = { zh: '已终结', en: 'ended' }
const underWay: Bilingual = { zh: '办理中', en: 'in progress' }

/**
 * What the lifecycle in force says of a place, also of one from before it: where it has no such state, an end is called like the first end of the same
 * kind, and otherwise neutral words stand. The name of a state is for programs and is never shown to people.
 */
export function standingAt(definition: LifecycleDefinition, { status, open, end }: Place): Standing {
  const state = stateOf(definition, status)
  if (open) return isOpenState(state) ? { title: state.title, step: state.step } : { title: underWay, step: 'handle' }
  const own = state !== undefined && isEnd(state) ? state : undefined
  const alike =
    own ??
    Object.values(definition.states)
      .filter(isEnd)
      .find((each) => each.end === end)
  return alike === undefined ? { title: ended, step: 'end' } : { title: alike.title, step: 'end', echo: alike.echo }
}
