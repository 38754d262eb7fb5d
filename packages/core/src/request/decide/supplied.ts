import type { NewRequestEvent } from '../events.js'
import { withFiles } from './attachments.js'
import { compact, type Drafter, draft, present } from './draft.js'

/** 补充材料: what a suspended request waited for has come, where that leads back to work. */
export const supplement: Drafter<'supplement'> = (facts, { input }, { lifecycle }, target) => {
  const supplemented: NewRequestEvent = {
    type: 'request.supplemented',
    data: { text: input.text, ...withFiles(input) },
  }
  const resumes = target !== facts.status && lifecycle.isOpen(target)
  return resumes ? draft(supplemented, { type: 'request.resumed', data: { lapsed: false } }) : draft(supplemented)
}

/** 更正: what is replaced is erased with the same change; the events that named it keep their commitments. */
export const correct: Drafter<'correct'> = (facts, { input }) => {
  const person = compact(input.person)
  const replaced = [
    ...(input.description === undefined ? [] : [facts.description]),
    ...(Object.keys(person) as (keyof typeof person)[]).flatMap((field) => facts.person[field] ?? []),
  ]
  const data = { ...present('description', input.description), ...(Object.keys(person).length > 0 && { person }) }
  return { ...draft({ type: 'request.corrected', data }), erase: replaced.map(({ ref }) => ref) }
}

/** 内部备注: for staff alone. */
export const note: Drafter<'note'> = (_facts, { input }) => draft({ type: 'request.noted', data: { text: input.text } })
