import { type ChoiceLists, defaultChoices } from '../../catalogue/choices.js'
import type { RatingPolicy } from '../../rating/policy.js'
import type { SlaPolicy } from '../../sla/policy.js'
import { urgenciesOf } from '../../sla/urgency.js'
import type { Choices } from '../requests/choices.js'

interface ChoiceParts {
  /** Those of the catalogue, where it has some. */
  readonly lists: ChoiceLists | undefined
  readonly policy: SlaPolicy
  readonly rating: Pick<RatingPolicy, 'scale'>
}

const named = ({ code, zh, en }: { readonly code: string; readonly zh: string; readonly en: string }) => ({
  code,
  name: { zh, en },
})

/** What forms let people choose from: lists of the catalogue, of the deadline policy and of the rating policy. */
export function choicesOf({ lists = {}, policy, rating }: ChoiceParts): Choices {
  const given = Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)) as Partial<Choices>
  return {
    ...defaultChoices,
    ...given,
    urgencies: urgenciesOf(policy).map(named),
    pauseReasons: policy.pauseReasons.map(named),
    grades: rating.scale.grades,
  }
}
