import type { Law } from '../context.js'
import { present } from '../decide/draft.js'
import { assigneeNamed } from '../questions.js'
import { requestRefusals } from '../refusals.js'

/** A person is named who does not look after it yet, and it is given back by somebody who does. */
export const assigneeChanged: Law = ({ assignee }, command, { by }) =>
  command.name === 'assign' && (assigneeNamed(command.input, by) ?? undefined) === assignee
    ? requestRefusals['assignee-unchanged'](present('assignee', assignee))
    : undefined
