import { z } from 'zod'
import { instantOf, readDayNumber } from '../calendar/date.js'
import { plainText, textIssue } from '../privacy/text.js'
import type { AreaChange } from './area-events.js'
import { areaCode, areaRow } from './check-rows.js'

/** A day from which something is in force. */
const fromDay = z.string().refine((value) => !Number.isNaN(readDayNumber(value)), textIssue('not-a-day', {}))

const dated = { effectiveFrom: fromDay.optional() }
const distinct = (least: number) =>
  z
    .array(areaCode)
    .min(least)
    .refine(
      (codes) => new Set(codes).size === codes.length,
      textIssue('unfit', { because: { zh: '有区划重复', en: 'names an area twice' } }),
    )
const contents = z.record(areaCode, areaCode).optional()

/** The forms of inputs about areas. */
export const areaInputs = {
  code: areaCode,
  codes: distinct(1),
  change: plainText(64),
  split: z.strictObject({ into: z.array(areaRow).min(2), contents, ...dated }),
  merge: z.strictObject({ into: z.union([areaCode, areaRow]), ...dated }),
  retire: z.strictObject({ into: areaCode.optional(), ...dated }),
  recode: z.strictObject({ to: areaCode, below: z.boolean().optional(), ...dated }),
  /** `kinds`: those that the place uses. */
  redraw: (kinds: readonly string[]) =>
    z
      .strictObject({
        name: plainText(100).optional(),
        parent: areaCode.optional(),
        kind: z.enum(kinds).optional(),
        ...dated,
      })
      .transform(({ effectiveFrom, ...change }) => {
        const given = Object.entries(change).filter(([, value]) => value !== undefined)
        return { effectiveFrom, change: Object.fromEntries(given) as AreaChange }
      })
      .refine(
        ({ change }) => Object.keys(change).length > 0,
        textIssue('unfit', { because: { zh: '没有要改的内容', en: 'names nothing to change' } }),
      ),
  fates: z.strictObject({
    merges: z.array(z.strictObject({ from: distinct(1), into: areaCode })).optional(),
    recodes: z.array(z.strictObject({ code: areaCode, to: areaCode })).optional(),
    splits: z.array(z.strictObject({ from: areaCode, into: distinct(2), contents })).optional(),
    retired: z.array(z.strictObject({ code: areaCode, into: areaCode.optional() })).optional(),
    within: areaCode.optional(),
    ...dated,
  }),
  digest: plainText(64),
}

/** What is left of an input without members that are not there. */
export function given<T extends object>(input: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as never
}

/** The instant at which a day begins; nothing when no day was given. */
export function effectiveAt(day: string | undefined): { readonly effectiveFrom?: number } {
  return day === undefined ? {} : { effectiveFrom: instantOf(day) }
}
