import type { CommandNamed } from '../commands.js'
import type { RequestFacts } from '../facts.js'
import { type Drafter, draft } from './draft.js'

type Follow = CommandNamed<'followLifecycle'>

/** Whether a request still stands where the lifecycle of before had it; it may have gone on meanwhile. */
export const standsIn = (facts: RequestFacts, { input }: Follow): boolean => facts.status === input.from

/** The lifecycle in force lacks its state, and it follows the mapping of the place. Clocks and owner are those of the state it comes to. */
export const followLifecycle: Drafter<'followLifecycle'> = (_facts, { input: { from } }) =>
  draft({ type: 'request.stateMapped', data: { from } })
