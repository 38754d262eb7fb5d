import type { Bilingual } from '../contracts/text.js'

/** A "no" of the domain: a value, never an exception. Codes are stable; each has an entry in `docs/errors.md`. */
export interface Refusal<Code extends string = string, Details extends object = object> {
  /** Kebab-case, `<plugin>.<name>` for a plugin's: what programs decide by. */
  readonly code: Code
  /** The facts behind the refusal, typed per code: plain JSON, without personal data. */
  readonly details: Details
  /** Whole sentences for the person who issued the command, made from the details. */
  readonly message: Bilingual
}

/** For each code, the two functions that put its details into words. */
export type RefusalTemplates<Table extends Record<string, object>> = {
  readonly [Code in keyof Table & string]: {
    /** Makes the Chinese message: whole sentences with their punctuation. */
    readonly zh: (details: Table[Code]) => string
    /** Makes the English message, with the same content. */
    readonly en: (details: Table[Code]) => string
  }
}

/** For each code, the function that makes the refusal. */
export type RefusalMakers<Table extends Record<string, object>> = {
  readonly [Code in keyof Table & string]: (details: Table[Code]) => Refusal<Code, Table[Code]>
}

/**
 * One typed table of refusals. The type argument lists each code with its details; the value puts them into words.
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
