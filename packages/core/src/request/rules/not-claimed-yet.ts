import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Once a unit has claimed a request it works by what was said: that is added to, and not replaced. */
export const notClaimedYet: Law = ({ claimedAt }) =>
  claimedAt === undefined ? undefined : requestRefusals['handling-begun']({ claimedAt })
