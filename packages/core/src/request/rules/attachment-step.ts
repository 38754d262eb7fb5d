import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Proof of handling, and what was found on the spot, is for staff to bring. */
export const attachmentStep: Law = (_facts, command, { by }) => {
  if (by.kind !== 'resident' || command.name !== 'attach') return undefined
  const { step } = command.input
  return step === 'proof' || step === 'check'
    ? requestRefusals['attachment-step-by-staff']({ step, path: ['input', 'step'] })
    : undefined
}
