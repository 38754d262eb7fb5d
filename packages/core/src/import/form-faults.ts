import type { z } from 'zod'
import type { Refusal } from './refusal.js'
import { defineRefusals } from './refusal.js'

/** One field of an imported row whose value is missing or has the wrong form. */
export interface FormFault extends Refusal {
  /** Where in the row: names and positions from the outside inwards. Empty for the row as a whole. */
  readonly path: readonly (string | number)[]
}

/** The refusals for rows of imported tables, catalogue and teams alike. */
export const formFaults = defineRefusals<{ 'wrong-form': { field: string; problem: string; absent: boolean } }>({
  'wrong-form': {
    zh: (d) => (d.absent ? `缺少“${d.field}”。` : `“${d.field}”填写有误，请核对格式。`),
    en: (d) => (d.absent ? `"${d.field}" is missing.` : `"${d.field}" has the wrong form: ${d.problem}.`),
  },
})

/** The issues that zod found in a row, as faults with messages; `what` names the row as a whole. */
export function formFaultsOf(error: z.ZodError, row: unknown, what: string): FormFault[] {
  return error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    const field = path.join('.') || what
    const absent = valueAt(row, path) === undefined
    return { ...formFaults['wrong-form']({ field, problem: issue.message, absent }), path }
  })
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value)
}
