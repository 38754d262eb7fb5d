import type { Actor } from '../contracts/actor.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import type { CatalogueError } from './check.js'
import type { CatalogueData, Category } from './data.js'
import type { DroppedEntry } from './dropped.js'
import type { Responsibility } from './responsibility.js'

/** What an import of the catalogue came to. */
export type CatalogueImportResult =
  | {
      /** The catalogue is in force. */
      readonly ok: true
      /** How many editions there have been, this one included: 1, 2, 3 … */
      readonly revision: number
      /** `false` when the same catalogue was in force already. */
      readonly changed: boolean
      /** Units and categories of the edition before that this one no longer lists; absent when there are none. */
      readonly dropped?: readonly DroppedEntry[]
    }
  | CatalogueRefused

/** Why a catalogue is not imported. */
export type CatalogueRefused =
  | {
      /** The data is wrong; nothing was written. */
      readonly ok: false
      /** Every fault of the data, with its place. */
      readonly errors: readonly CatalogueError[]
      /** Absent: the data is at fault, not the actor. */
      readonly refusal?: undefined
    }
  | {
      /** The import was refused as a whole; nothing was written. */
      readonly ok: false
      /** `catalogue-import-not-permitted`, `stale-version` or `key-reused`. */
      readonly refusal: Refusal
      /** Empty: the faults of the data are not shown to an actor who may not import it. */
      readonly errors: readonly []
    }

/** What an import would come to. */
export type CataloguePreview =
  | {
      /** The data can be imported. */
      readonly ok: true
      /** `false` when the same catalogue is in force already. */
      readonly changed: boolean
      /** Units and categories in force that the data no longer lists. */
      readonly dropped: readonly DroppedEntry[]
    }
  | CatalogueRefused

/**
 * 责任目录: which unit handles which category in which area. Reads answer from memory and see what another process imported after the next command or
 * `tick`.
 */
export interface Catalogue {
  /**
   * Replaces the whole catalogue, or reports everything that is wrong with it. Requests that are dispatched already keep their unit; `dropped` names the
   * open ones whose unit or category is listed no longer.
   *
   * 导入责任目录：整体替换；有误则逐条报告，不作改动。已派出的诉求不受影响；不再列出的单位与分类及其未办结的诉求见 `dropped`。
   *
   * By: a system administrator of the whole city, or the system. Event: `catalogue.imported`; none when the same catalogue is in force. Refusals:
   * `catalogue-import-not-permitted`, `stale-version`, `key-reused`. Faults of the data are in `errors`.
   *
   * @throws InvalidInputError for options of the wrong form
   * @example
   * ```ts
   * const result = await huiyin.catalogue.import(
   *   {
   *     units: [{ id: 'heating-co', name: { zh: '热力公司', en: 'heating company' }, kind: 'utility' }],
   *     categories: [{ code: 'heating', name: { zh: '供暖', en: 'heating' } }],
   *     rules: [{ category: 'heating', lead: 'heating-co' }],
   *     fallback: 'heating-co',
   *   },
   *   { by: systemAdmin },
   * )
   * if (!result.ok) for (const { path, message } of result.errors) console.log(path.join('.'), message.zh)
   * ```
   */
  import(data: CatalogueData, options: CommandOptions): Promise<CatalogueImportResult>

  /**
   * Says what an import would come to 导入预览, and writes nothing: the faults of the data, or what it drops and which open requests still go by that. For
   * whoever may import.
   *
   * @throws InvalidInputError for options of the wrong form
   * @example
   * ```ts
   * const units = [{ id: 'heating-co', name: { zh: '热力公司', en: 'heating company' }, kind: 'utility' as const }]
   * const fewer = { units, categories: [], rules: [], fallback: 'heating-co' }
   * const plan = await huiyin.catalogue.preview(fewer, { by: systemAdmin })
   * if (plan.ok) for (const { name, openRequests } of plan.dropped) console.log(name.zh, openRequests)
   * ```
   */
  preview(
    data: CatalogueData,
    options: {
      /** Who would import. */
      readonly by: Actor
    },
  ): Promise<CataloguePreview>

  /** Says what is wrong with a catalogue before it is imported 导入预检: every fault with its place, none when it can be imported. It writes nothing. */
  check(data: CatalogueData): readonly CatalogueError[]

  /** The catalogue in force; `undefined` before the first import. */
  get(): CatalogueData | undefined

  /**
   * Says which unit handles a category in an area, and by which rule 查询承办单位. The rule of the nearest area counts; in one area the category's own rule
   * goes before those of its parents; what no rule covers falls to the fallback unit 兜底.
   *
   * @throws NotFoundError for a category or area that is not in force; ConfigurationError before the first import
   * @example
   * ```ts
   * const { lead, why } = huiyin.catalogue.resolve('heating', '370281001001001')
   * console.log(lead, why.zh)
   * ```
   */
  resolve(category: string, area: string): Responsibility

  /** The name of a unit 单位名称: the last it had, also of one that is listed no longer; the id itself when it never was. */
  unitName(id: string): Bilingual

  /** The name of a category 分类名称: the last it had, also of one that is listed no longer; the code itself when it never was. */
  categoryName(code: string): Bilingual

  /** Every field that a category has or had 要素, as it was declared last: reports of old are shown by it. None for a category that never was. */
  fieldsOf(code: string): NonNullable<Category['fields']>

  /**
   * Reads the catalogue that another process imported meanwhile 刷新责任目录. The loops (`run`, `tick`) do it each round; a process that runs no loop
   * calls it itself at intervals.
   */
  refresh(): Promise<void>
}
