import { z } from 'zod'
import type { Bilingual } from '../contracts/text.js'
import type { PluginHost } from './host.js'

/** What a verb came to. */
export interface VerbResult {
  /** `false`: it ran and found something wrong; the command line ends with its code for findings. */
  readonly ok: boolean
  /** Lines for people. */
  readonly lines: readonly Bilingual[]
  /** The same for programs, printed by `--json`: plain JSON. Absent: nothing besides `ok`. */
  readonly result?: object
}

/** 运维命令: a command that a plugin adds to the command line, as data: `huiyin <plugin> <name> --option value`. */
export interface PluginVerb<Input extends z.ZodObject = z.ZodObject> {
  /** Kebab-case, up to 40 characters. */
  readonly name: string
  /** What it does, as the help of the command line says it. */
  readonly title: Bilingual
  /**
   * Its options by name, in camelCase: texts, numbers and booleans, each with `.describe('中文 English')`. `dryRun: z.boolean()` is the flag `--dry-run`,
   * everything else takes a value. Parsed before `run` is called. Absent: none.
   */
  readonly input?: Input
  /** Does it. The record is open, and everything the plugin may do in `setup` can be done. An error that is thrown is shown as that of any command. */
  run(input: z.output<Input>, host: PluginHost): Promise<VerbResult>
}

/** A verb of whatever options. */
// biome-ignore lint/suspicious/noExplicitAny: schemas differ per verb
export type AnyPluginVerb = PluginVerb<any>

/**
 * Defines a verb: what `run` gets has the type of the schema.
 *
 * @example
 * ```ts
 * import { defineVerb } from '@huiyin/core/plugin'
 * import { z } from 'zod'
 *
 * const count = defineVerb({
 *   name: 'count-open',
 *   title: { zh: '统计未结诉求', en: 'count the requests that are open' },
 *   input: z.object({ within: z.string().optional().describe('区划编码 area code') }),
 *   run: async ({ within }, host) => {
 *     const by = { id: 'system', kind: 'system', grants: [] } as const
 *     const { items } = await host.requests.find({ open: true, ...(within && { within }) }, { by })
 *     return { ok: true, lines: [{ zh: `${items.length} 件`, en: `${items.length} open` }], result: { open: items.length } }
 *   },
 * })
 * ```
 */
export function defineVerb<Input extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  verb: PluginVerb<Input>,
): PluginVerb<Input> {
  return Object.freeze({ ...verb })
}

/** One option of a verb, for a command line. */
export interface VerbOption {
  /** As in the input, camelCase. */
  readonly name: string
  /** A flag takes no value. */
  readonly type: 'flag' | 'number' | 'text'
  /** Whether the verb does without it. */
  readonly optional: boolean
  /** From `.describe()`; empty when there is none. */
  readonly about: string
}

function typeOf(schema: z.core.$ZodType): VerbOption['type'] | undefined {
  const { type, innerType } = schema._zod.def as { readonly type: string; readonly innerType?: z.core.$ZodType }
  if (innerType !== undefined) return typeOf(innerType)
  if (type === 'boolean') return 'flag'
  if (type === 'number' || type === 'int') return 'number'
  return type === 'string' || type === 'enum' ? 'text' : undefined
}

/** The options of a verb; those of a type that no command line can give are missing. */
export function verbOptions({ input }: AnyPluginVerb): readonly VerbOption[] {
  const shape = (input?.shape ?? {}) as Readonly<Record<string, z.ZodType>>
  return Object.entries(shape).flatMap(([name, schema]) => {
    const type = typeOf(schema)
    if (type === undefined) return []
    const optional = type === 'flag' || schema.safeParse(undefined).success
    return [{ name, type, optional, about: schema.description ?? '' }]
  })
}

/** What parses the input of a verb. */
export const verbInput = (verb: AnyPluginVerb): z.ZodType<object> => verb.input?.strict() ?? z.strictObject({})
