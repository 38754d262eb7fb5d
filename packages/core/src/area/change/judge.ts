import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import type { Refusal } from '../../import/refusal.js'
import type { AreaRow } from '../area.js'
import { areaRefusals } from '../area-refusals.js'
import { type AreaRowError, type AreaRules, checkAreaRows } from '../check-rows.js'
import type { AreaDraft } from './draft.js'

/** Who judges the steps of a change besides the tree itself: permissions, and the codes and kinds of the place. */
export interface StepJudge {
  /** Why the areas may not be changed by whoever changes them. */
  permitted(codes: readonly string[], draft: AreaDraft, action?: 'import' | 'change'): Refusal | undefined
  /** What is wrong with new areas. */
  faults(rows: readonly AreaRow[], draft: AreaDraft): readonly AreaRowError[]
}

/** Judges by the actor's grants and the rules of the place. */
export function judgeOf({ by, authority }: { by: Actor; authority: Authority }, rules: AreaRules): StepJudge {
  return {
    faults: (rows, draft) => checkAreaRows(rows, draft, rules).errors,
    permitted: (codes, draft, action = 'change') => {
      const refused = codes.filter((code) => !authority.mayIn(by, 'areas', action, code, draft))
      if (refused.length === 0) return undefined
      const { needs, who } = authority.needed('areas', action)
      return (
        authority.exclusion(by, needs) ??
        areaRefusals['area-change-not-permitted']({ actor: by.id, areas: [...new Set(refused)], needs, who })
      )
    },
  }
}

/** For a change that was judged when it was decided: only the tree may have made it impossible since. */
export const noJudge: StepJudge = {
  permitted: () => undefined,
  faults: (rows, draft) =>
    checkAreaRows(rows, draft, { codes: () => undefined, kinds: rows.flatMap(({ kind }) => kind ?? []) }).errors,
}
