import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import type { Patch } from './patch.js'

type Reviewed = Extract<RequestEvent, { type: 'request.appealReviewed' }>

/** One reviewer's judgement; once an appeal is granted, figures leave its fact out. */
export function appealReviewed({ appeals: filed, exclusions }: RequestFacts, { at, by, data }: Reviewed): Patch {
  const { appeal, approve, decision } = data
  const appeals = filed.map((each) =>
    each.id === appeal
      ? { ...each, reviews: [...each.reviews, { by: by.id, at, approve }], ...(decision && { decision }) }
      : each,
  )
  const about = filed.find((each) => each.id === appeal)?.about
  return decision === 'granted' && about !== undefined ? { appeals, exclusions: [...exclusions, about] } : { appeals }
}
