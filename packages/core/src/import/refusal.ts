import type { Bilingual } from '../contracts/text.js'

/** A "no" of the domain: a value, never an exception. Codes are stable; each has an entry in `docs/errors.md`. */
export interface Refusal<Code extends string = string, Details extends object = object> {
  readonly code: Code
  readonly details: Details
  readonly message: Bilingual
}

/** For each code, how its details are told. */
export type RefusalTemplates<Table extends Record<string, object>> = {
  readonly [Code in keyof Table & string]: {
    readonly zh: (details: Table[Code]) => string
    readonly en: (details: Table[Code]) => string
  }
}

/** For each code, the function that makes the refusal. */
export type RefusalMakers<Table extends Record<string, object>> = {
  readonly [Code in keyof Table & string]: (details: Table[Code]) => Refusal<Code, Table[Code]>
}

/**
 * One typed table of refusals. The type argument lists each code with its details; the value says how they are told.
 *
 * @example
 * ```ts
 * import { defineRefusals } from '@huiyin/core/plugin'
 *
 * const refuse = defineRefusals<{ 'talk-full': { seats: number } }>({
 *   'talk-full': { zh: (d) => `夜话名额已满（${d.seats} 席）。`, en: (d) => `All ${d.seats} seats are taken.` },
 * })
 * refuse['talk-full']({ seats: 40 }).message.zh // '夜话名额已满（40 席）。'
 * ```
 */
export function defineRefusals<Table extends Record<string, object>>(
  templates: RefusalTemplates<Table>,
): RefusalMakers<Table> {
  const makers: Record<string, (details: never) => Refusal> = {}
  for (const code of Object.keys(templates)) {
    const template = templates[code] as { zh: (d: object) => string; en: (d: object) => string }
    makers[code] = (details: object): Refusal => {
      const message: Bilingual = { zh: template.zh(details), en: template.en(details) }
      return { code, details, message }
    }
  }
  return Object.freeze(makers) as unknown as RefusalMakers<Table>
}
