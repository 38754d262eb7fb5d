import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Who takes a request without naming anybody takes what nobody has: of two at the same moment one gets it. Handing it on names the person. */
export const assigneeFree: Law = ({ assignee }, command) =>
  command.name === 'assign' && command.input.to === undefined && assignee !== undefined
    ? requestRefusals['assignee-there']({ assignee })
    : undefined
