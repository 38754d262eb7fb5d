import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** A request has only so many files: whoever handles it looks at all of them. Those that were erased had been there. */
export const attachmentLimit: Law = ({ attachments = [] }, command, context) => {
  const limit = context.attachments?.policy.maxFiles ?? 0
  const there = attachments.length
  const refused = () => requestRefusals['attachment-limit-reached']({ attachments: there, limit })
  if (there >= limit) return refused()
  const named = (command.input as { readonly attachments?: readonly unknown[] }).attachments ?? []
  return there + named.length > limit ? refused() : undefined
}
