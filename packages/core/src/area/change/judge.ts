import { holdsOver } from '../../authority/grants.js'
import type { Actor } from '../../contracts/actor.js'
import type { Refusal } from '../../import/refusal.js'
import type { AreaRow } from '../area.js'
import { areaRefusals } from '../area-refusals.js'
import { type AreaRowError, type AreaRules, checkAreaRows } from '../check-rows.js'
import type { AreaDraft } from './draft.js'

/** Who judges the steps of a change besides the tree itself: permissions, and the codes and kinds of the place. */
export interface StepJudge {
  /** Why the areas may not be changed by whoever changes them. */
  permitted(codes: readonly string[], draft: AreaDraft): Refusal | undefined
  /** What is wrong with new areas. */
  faults(rows: readonly AreaRow[], draft: AreaDraft): readonly AreaRowError[]
}

/** Judges by the actor's grants and the rules of the place. */
export function judgeOf(by: Actor, rules: AreaRules): StepJudge {
  return {
    faults: (rows, draft) => checkAreaRows(rows, draft, rules).errors,
    permitted: (codes, draft) => {
      if (by.kind === 'system') return undefined
      const refused = codes.filter((code) => !holdsOver(by, 'admin', code, draft))
      return refused.length === 0
        ? undefined
        : areaRefusals['area-change-not-permitted']({ actor: by.id, areas: [...new Set(refused)] })
    },
  }
}

/** For a change that was judged when it was decided: only the tree may have made it impossible since. */
export const noJudge: StepJudge = {
  permitted: () => undefined,
  faults: (rows, draft) =>
    checkAreaRows(rows, draft, { codes: () => undefined, kinds: rows.flatMap(({ kind }) => kind ?? []) }).errors,
}
