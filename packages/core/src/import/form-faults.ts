import type { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from './refusal.js'
import { defineRefusals } from './refusal.js'
import { issuesOf, valueAt } from './zod-issues.js'

/** One field of an imported row whose value is missing or has the wrong form. */
export interface FormFault extends Refusal {
  /** Where in the row: names and positions from the outside inwards. Empty for the row as a whole. */
  readonly path: readonly (string | number)[]
}

/** The refusals for rows of imported tables, catalogue and teams alike. */
export const formFaults = defineRefusals<{ 'wrong-form': { field: string; problem: Bilingual; absent: boolean } }>(
  {
    'wrong-form': {
      zh: (d) => (d.absent ? `缺少“${d.field}”。` : `“${d.field}”填写有误：${d.problem.zh}。`),
      en: (d) => (d.absent ? `"${d.field}" is missing.` : `"${d.field}" has the wrong form: ${d.problem.en}.`),
    },
  },
  'form',
)

/** The issues that zod found in a row, as faults with messages; `what` names the row as a whole. */
export function formFaultsOf(error: z.ZodError, row: unknown, what: string): FormFault[] {
  return issuesOf(error, row).map(({ path, message }) => {
    const field = path.join('.') || what
    const absent = valueAt(row, path) === undefined
    return { ...formFaults['wrong-form']({ field, problem: message, absent }), path }
  })
}
