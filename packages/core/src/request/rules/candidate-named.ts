import type { Law } from '../context.js'
import { candidacyOf, ownCandidacies } from '../permissions/candidacy.js'
import { requestRefusals } from '../refusals.js'

/** Who speaks for several candidates says for which. */
export const candidateNamed: Law = (facts, command, context) => {
  if (command.name !== 'claim' && command.name !== 'returnBack') return undefined
  return candidacyOf(facts, command, context) === undefined
    ? requestRefusals['candidate-not-named']({ units: ownCandidacies(facts, command.name, context) })
    : undefined
}
