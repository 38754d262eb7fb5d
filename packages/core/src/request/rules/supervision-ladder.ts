import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Supervision goes one level up at a time and ends at the top. */
export const supervisionLadder: Law = (facts, _command, { areas }) =>
  facts.supervision < areas.ladder(facts.area).length
    ? undefined
    : requestRefusals['supervision-at-top']({ level: facts.supervision })
