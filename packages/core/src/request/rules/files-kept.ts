import type { Law } from '../context.js'
import { requestRefusals } from '../refusals.js'

/** Files come with a request only where the process has somewhere to keep them. */
export const filesKept: Law = (_facts, _command, { attachments }) =>
  attachments === undefined ? requestRefusals['files-not-kept']({}) : undefined
