import { present } from '../decide/draft.js'
import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

type Of<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

/** 退单: the unit gave it back, and why. */
export function returned({ returns, returned = [] }: RequestFacts, { data, at }: Of<'request.returned'>): Patch {
  return {
    returns: returns + 1,
    returned: [...returned, { unit: data.unit, at, ...present('reasonCode', data.reasonCode) }],
  }
}

/** 评价: what the resident says of the answer. */
export function rated({ ratings }: RequestFacts, { data, at }: Of<'request.rated'>): Patch {
  const { round, grade, meaning, reasons, comment, leading } = data
  const said = { ...present('reasons', reasons), ...present('comment', comment), ...present('leading', leading) }
  return { ratings: [...ratings, { at, round, grade, meaning, ...said }] }
}

/** 回访: what the resident said when staff called. */
export function followedUp({ followUps }: RequestFacts, { data, at }: Of<'request.followedUp'>): Patch {
  const { reached, contacted, valid, solved, satisfied } = data
  const said = { ...present('contacted', contacted), ...present('solved', solved), ...present('satisfied', satisfied) }
  return { followUps: [...followUps, { at, reached, valid, ...said }] }
}
