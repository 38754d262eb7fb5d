import type { z } from 'zod'
import type { Refusal } from './refusal.js'
import { defineRefusals } from './refusal.js'

/** One place of an imported row that is not as it should be written. */
export interface FormFault extends Refusal {
  readonly path: readonly (string | number)[]
}

/** Told of rows of imported tables, catalogue and teams alike. */
export const formFaults = defineRefusals<{ 'wrong-form': { field: string; problem: string; absent: boolean } }>({
  'wrong-form': {
    zh: (d) => (d.absent ? `缺少“${d.field}”。` : `“${d.field}”填写有误，请核对格式。`),
    en: (d) => (d.absent ? `"${d.field}" is missing.` : `"${d.field}" has the wrong form: ${d.problem}.`),
  },
})

/** What zod found wrong with a row, as faults with words; `what` names the row as a whole. */
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
