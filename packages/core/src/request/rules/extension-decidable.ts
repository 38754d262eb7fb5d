import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Only an extension that was asked for is decided. */
export const extensionDecidable: Law = (facts) =>
  facts.extensions.some((each) => each.decision === undefined)
    ? undefined
    : requestRefusals['extension-not-pending']({})
