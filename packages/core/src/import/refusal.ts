import type { Bilingual } from '../contracts/text.js'

/**
 * What sort of "no" it is, so that a caller can tell a status without a table of codes: `forbidden`, this actor may not; `missing`, something that it names is not
 * there; `conflict`, somebody was faster, or it contradicts what is there; `state`, a rule does not allow it as things stand; `form`, what was sent can
 * never be taken.
 */
export type RefusalKind = 'forbidden' | 'missing' | 'conflict' | 'state' | 'form'

/** Every kind, for whoever reads one from outside. */
export const refusalKinds: readonly RefusalKind[] = ['forbidden', 'missing', 'conflict', 'state', 'form']

/** A "no" of the domain: a value, never an exception. Codes are stable; each has an entry in `docs/errors.md`. */
export interface Refusal<Code extends string = string, Details extends object = object> {
  /** Kebab-case, `<plugin>.<name>` for a plugin's: what programs decide by. */
  readonly code: Code
  /** What sort of "no" it is. */
  readonly kind: RefusalKind
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
 * One typed table of refusals. The type argument lists each code with its details; the value puts them into words. `kinds` says what sort of "no"
 * each code is, or all of them; those it does not name are `state`.
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
  kinds: RefusalKind | { readonly [Code in keyof Table & string]?: RefusalKind } = {},
): RefusalMakers<Table> {
  const makers: Record<string, (details: never) => Refusal> = {}
  for (const code of Object.keys(templates)) {
    const kind = typeof kinds === 'string' ? kinds : (kinds[code] ?? 'state')
    const template = templates[code] as { zh: (d: object) => string; en: (d: object) => string }
    makers[code] = (details: object): Refusal => {
      const message: Bilingual = { zh: template.zh(details), en: template.en(details) }
      return { code, kind, details, message }
    }
  }
  return Object.freeze(makers) as unknown as RefusalMakers<Table>
}
