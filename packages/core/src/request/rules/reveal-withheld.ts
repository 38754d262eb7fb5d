import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Who reported in confidence, or named nobody, was promised that it stays so: no reason undoes that. */
export const revealWithheld: Law = ({ confidential, anonymous }) =>
  confidential === undefined && anonymous === undefined
    ? undefined
    : requestRefusals['reveal-withheld']({ because: confidential === undefined ? 'anonymous' : 'confidential' })
