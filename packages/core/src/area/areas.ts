import type { CommandOptions } from '../contracts/command.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import type { Area, AreaRow } from './area.js'
import type { AreaChange } from './area-events.js'
import type { AreaRowError, CheckedAreas } from './check-rows.js'
import type { AreaTree } from './tree.js'

/** What an import came to. Without `partial` nothing is imported unless all rows are good. */
export type AreaImportResult =
  | {
      /** The good rows are in force; with `partial` there may be `errors` all the same. */
      readonly ok: true
      /** How many rows became areas. */
      readonly imported: number
      /** How many rows say what is in force already. */
      readonly unchanged: number
      /** Every fault of the rows left out, in the order of the rows; empty without `partial`. */
      readonly errors: readonly AreaRowError[]
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Every fault of every row; empty when the import was refused as a whole. */
      readonly errors: readonly AreaRowError[]
      /** Why the import was refused as a whole; absent when it failed for the faults of its rows. */
      readonly refusal?: Refusal
    }

/** What a split, merge or redrawing came to. */
export type AreaResult =
  | {
      /** The change is stored; a redrawing that changes nothing is `ok` too. */
      readonly ok: true
      /** Version of the area record after the command. It counts events, so one command may raise it by several. */
      readonly revision: number
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
      readonly refusal: Refusal
    }

/**
 * 区划: the area tree of a city, with its past, kept as one record. Reads answer from memory and see what other processes changed after the next
 * command or `tick`. Only an actor with an `admin` grant over every area concerned, or the system, may change it. Besides the refusals that each
 * method names, all give `stale-version` and `key-reused`.
 */
export interface Areas {
  /**
   * Imports rows `{ code, name, level, parent, kind? }`: all of them or none, or with `partial` the good ones and a report of the others.
   *
   * 导入区划：整表校验，全部无误才导入；`partial` 时只导入无误的行，其余逐行报告。重复导入不产生变化。
   *
   * By: an admin of the areas that the rows are put below. Event: `areas.imported`, one for every 5000 rows. Refusals: `area-change-not-permitted`.
   * Faults of rows are in `errors`.
   *
   * @throws InvalidInputError for options of the wrong form, or rows that are not a list; ConflictError when others kept changing the tree
   * @example
   * ```ts
   * const rows = [
   *   { code: '370281', name: '胶州市', level: 'county', parent: null },
   *   { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
   * ]
   * const result = await huiyin.areas.import(rows, { by: admin })
   * if (!result.ok) for (const { row, message } of result.errors) console.log(row, message.zh)
   * ```
   */
  import(
    rows: readonly unknown[],
    options: CommandOptions & {
      /** Import the good rows although others are wrong; `false` when absent. */
      readonly partial?: boolean
    },
  ): Promise<AreaImportResult>

  /** The tree of the areas in force 现行区划. A later change makes another tree; this one stays as it is. */
  tree(): AreaTree

  /** The area as it is, or as it last was when it is retired (`validTo`); `undefined` for one that never was. */
  get(code: string): Area | undefined

  /** The version of the area in force at an instant (milliseconds since 1970); `undefined` when none was. */
  versionAt(code: string, instant: number): Area | undefined

  /**
   * Retires a grid and puts two or more in its place; its open requests and buildings follow the first of them. Closed requests stay.
   *
   * 拆分网格：原网格撤销，未办结诉求与楼栋随第一个新网格，已办结的不动。
   *
   * By: an admin of the grid and of the parents of the new ones. Events: `areas.split`, `areas.redrawn` for each building. Refusals:
   * `area-change-not-permitted`, `area-not-in-force`, `area-not-a-grid`, `area-code-taken`, `area-rows-wrong`.
   *
   * @throws InvalidInputError for rows of the wrong form, or fewer than two
   * @example
   * ```ts
   * const grid = (code: string, name: string) => ({ code, name, level: 'grid', parent: '370281001001' }) as const
   * await huiyin.areas.split(
   *   '370281001001001',
   *   { into: [grid('370281001001003', '东网格'), grid('370281001001004', '西网格')] },
   *   { by: admin },
   * )
   * ```
   */
  split(
    code: string,
    input: {
      /** The new grids, two or more, with codes that were never in use. */
      readonly into: readonly AreaRow[]
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Retires two or more grids and puts one in their place; their open requests and buildings follow it.
   *
   * 合并网格：原网格撤销，未办结诉求与楼栋归入新网格。
   *
   * By: an admin of every grid named and of the parent of the new one. Events: `areas.merged`, `areas.redrawn` for each building. Refusals: as
   * `split`.
   *
   * @throws InvalidInputError for fewer than two codes, a code named twice, or a row of the wrong form
   */
  merge(
    codes: readonly string[],
    input: {
      /** The new grid, with a code that was never in use. */
      readonly into: AreaRow
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Gives an area another name, kind or parent; the code stays. Open requests keep their area and lie where it lies now.
   *
   * 调整区划：改名称、类型或上级，编码不变。
   *
   * By: an admin of the area and, for another parent, of that parent. Event: `areas.redrawn`; none when nothing differs. Refusals:
   * `area-change-not-permitted`, `area-not-in-force`, `area-move-impossible`.
   *
   * @throws InvalidInputError for a change that names nothing, or of the wrong form
   */
  redraw(code: string, change: AreaChange, options: CommandOptions): Promise<AreaResult>

  /** The name as it is, or as it last was; the code itself for an area that never was. Both languages hold the same text: areas have one name. */
  nameOf(code: string): Bilingual

  /**
   * Says what an import of these rows would come to 导入预检. It writes nothing and asks for no actor.
   *
   * @throws InvalidInputError for rows that are not a list
   */
  check(rows: readonly unknown[]): Promise<CheckedAreas>

  /**
   * The area in force that took the place of one that was split or merged; the area itself while it is in force, `undefined` for one that never was.
   */
  successorOf(code: string): string | undefined

  /**
   * Reads what other processes changed in the tree since 刷新区划. The loops (`run`, `tick`) do it each round; a process that runs no loop calls it
   * itself at intervals.
   */
  refresh(): Promise<void>
}
