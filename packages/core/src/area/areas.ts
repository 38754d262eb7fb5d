import type { CalendarDate } from '../calendar/date.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { Bilingual } from '../contracts/text.js'
import type { Refusal } from '../import/refusal.js'
import type { Area, AreaRow } from './area.js'
import type { AreaChange, AreaStep } from './area-events.js'
import type { AreaRowError, CheckedAreas } from './check-rows.js'
import type { GridKindTitle } from './grid-kinds.js'
import type { AreaChangePreview, AreaFates, AreaPlan } from './plan/area-plan.js'
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

/** From when a change is in force. */
export interface AreaChangeDate {
  /**
   * The day from which it is in force, 00:00 in Beijing; at once when absent. The change is stored now and takes effect in every process by itself, with
   * its open requests; until then it can be cancelled.
   */
  readonly effectiveFrom?: CalendarDate
}

/** What a change of the tree came to. */
export type AreaResult =
  | {
      /** The change is stored; a redrawing that changes nothing is `ok` too. */
      readonly ok: true
      /** Version of the area record after the command. It counts events, so one command may raise it by several. */
      readonly revision: number
      /** Id of a change decided ahead, to look at it and to cancel it by; absent when it is in force. */
      readonly change?: string
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
      readonly refusal: Refusal
    }

/**
 * 区划: the area tree of a city, with its past, kept as one record. Reads answer from memory and see what other processes changed after the next
 * command or `tick`. Only a system administrator (`systemAdmin`) of every area concerned, or the system, may change it. Besides the refusals that each
 * method names, all give `stale-version` and `key-reused`, and those that change areas `area-change-clashes`, `area-date-past`.
 */
export interface Areas {
  /**
   * Imports rows `{ code, name, level, parent, kind? }`: all of them or none, or with `partial` the good ones and a report of the others.
   *
   * 导入区划：整表校验，全部无误才导入；`partial` 时只导入无误的行，其余逐行报告。重复导入不产生变化。
   *
   * By: a system administrator of the areas that the rows are put below. Event: `areas.imported`, one for every 5000 rows. Refusals: `area-change-not-permitted`.
   * Faults of rows are in `errors`.
   *
   * @throws InvalidInputError for options of the wrong form, or rows that are not a list; ConflictError when others kept changing the tree
   * @example
   * ```ts
   * const rows = [
   *   { code: '370281', name: '胶州市', level: 'county', parent: null },
   *   { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' },
   * ]
   * const result = await huiyin.areas.import(rows, { by: systemAdmin })
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

  /** The areas in force at an instant (milliseconds since 1970), also one to come 某日的区划: then with the changes decided for it. */
  treeAt(instant: number): AreaTree

  /**
   * Retires an area of any level and puts two or more of its level in its place; its open requests follow the first of them, and so does what lay below
   * it unless `contents` says otherwise. Closed requests stay.
   *
   * 拆分区划（任一层级）：原区划撤销，未办结诉求与下级随第一个新区划（下级可用 `contents` 逐一指定），已办结的不动。
   *
   * By: a system administrator of the area and of the parents of the new ones. Events: `areas.split`, `areas.redrawn` for each area below; with a date
   * `areas.changeScheduled`. Refusals: `area-change-not-permitted`, `area-not-in-force`, `area-level-differs`, `area-code-taken`,
   * `area-contents-wrong`, `area-rows-wrong`.
   *
   * @throws InvalidInputError for rows of the wrong form, or fewer than two
   * @example
   * ```ts
   * const grid = (code: string, name: string) => ({ code, name, level: 'grid', parent: '370281001001' }) as const
   * await huiyin.areas.split(
   *   '370281001001001',
   *   { into: [grid('370281001001003', '东网格'), grid('370281001001004', '西网格')] },
   *   { by: systemAdmin },
   * )
   * ```
   */
  split(
    code: string,
    input: AreaChangeDate & {
      /** The new areas, two or more, with codes that were never in use. */
      readonly into: readonly AreaRow[]
      /** Where what lies directly below goes, code by code; the rest goes to the first new area. */
      readonly contents?: Readonly<Record<string, string>>
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Retires areas of one level and puts one in their place; their open requests and what lay below them follow it.
   *
   * 合并区划（任一层级）：原区划撤销，未办结诉求与下级归入新区划，或归入保留的区划。
   *
   * By: a system administrator of every area named and of the parent of the new one. Events: `areas.merged`, `areas.redrawn` for each area below; with a date
   * `areas.changeScheduled`. Refusals: as `split`.
   *
   * @throws InvalidInputError for too few codes, a code named twice, or a row of the wrong form
   */
  merge(
    codes: readonly string[],
    input: AreaChangeDate & {
      /** A new area with a code that was never in use, or the code of one in force that takes the others in; it may stand among them. */
      readonly into: AreaRow | string
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Takes an area away that nothing of its kind replaces; its parent, or the area named, stands for it.
   *
   * 撤销区划：由其上级或指定区划承接，未办结诉求与下级随之归入。
   *
   * By: a system administrator of the area and of the one that stands for it. Events: `areas.retired`, `areas.redrawn` for each area below; with a date
   * `areas.changeScheduled`. Refusals: `area-change-not-permitted`, `area-not-in-force`, `area-successor-missing`.
   *
   * @throws InvalidInputError for an input of the wrong form
   */
  retire(
    code: string,
    input: AreaChangeDate & {
      /** Code of the area that stands for it, of its level or above; its parent when absent. */
      readonly into?: string
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Gives an area another code; name, parent and kind stay. The old code is retired, and the new one stands for it.
   *
   * 变更区划编码：旧编码停用并指向新编码；`below` 时，以上级编码开头的下级编码一并变更。
   *
   * By: a system administrator of the area. Events: `areas.recoded`, `areas.redrawn` for each area below whose own code stays; with a date
   * `areas.changeScheduled`. Refusals: `area-change-not-permitted`, `area-not-in-force`, `area-code-taken`, `area-rows-wrong`.
   *
   * @throws InvalidInputError for an input of the wrong form
   */
  recode(
    code: string,
    input: AreaChangeDate & {
      /** A code that was never in use. */
      readonly to: string
      /** Also what lies below, where a code begins with that of its parent: there the beginning is replaced. `false` when absent. */
      readonly below?: boolean
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /**
   * Gives an area another name, kind or parent; the code stays. Open requests keep their area and lie where it lies now.
   *
   * 调整区划：改名称、类型或上级，编码不变。
   *
   * By: a system administrator of the area and, for another parent, of that parent. Event: `areas.redrawn`, none when nothing differs; with a date
   * `areas.changeScheduled`. Refusals: `area-change-not-permitted`, `area-not-in-force`, `area-move-impossible`.
   *
   * @throws InvalidInputError for a change that names nothing, or of the wrong form
   */
  redraw(code: string, change: AreaChange & AreaChangeDate, options: CommandOptions): Promise<AreaResult>

  /** Changes decided ahead that are not in force yet, the earliest first 待生效的调整. */
  scheduled(): readonly {
    /** Its id. */
    readonly change: string
    /** The day from which it is in force. */
    readonly effectiveFrom: CalendarDate
    /** What it does, in order. */
    readonly steps: readonly AreaStep[]
  }[]

  /**
   * What a change decided ahead will come to 预览: how many open requests and which teams it moves, as of now. Writes nothing.
   *
   * By: a system administrator of any area.
   *
   * @throws NotFoundError when no change of this id waits for its day; NotPermittedError
   */
  preview(change: string, options: ReadOptions): Promise<AreaChangePreview>

  /**
   * Calls off a change decided ahead 取消待生效的调整.
   *
   * By: whoever may decide it. Event: `areas.changeCancelled`. Refusals: `area-change-not-permitted`, `area-change-unknown`.
   *
   * @throws InvalidInputError for an id of the wrong form
   */
  cancel(change: string, options: CommandOptions): Promise<AreaResult>

  /**
   * Compares the list of a new year with the tree: what was added, renamed, moved, recoded, merged, split or retired, how many open requests and which
   * teams that moves, and what has to be told. A level that is not in the list (grids mostly) follows. Writes nothing.
   *
   * 年度清单比对：识别新增、更名、变更编码、合并、撤销，列出须说明之处与受影响的未办结诉求、工作队；不写入。
   *
   * By: a system administrator of the area (`within`), or of the whole city.
   *
   * @throws InvalidInputError for rows that are not a list, or fates of the wrong form; NotFoundError for an unknown `within`; NotPermittedError
   */
  plan(rows: readonly unknown[], options: ReadOptions): Promise<AreaPlan>
  plan(rows: readonly unknown[], told: AreaFates, options: ReadOptions): Promise<AreaPlan>

  /**
   * Applies what was planned, as one change: the same rows and the same words, with the digest of the plan that was read.
   *
   * 执行方案：以所审方案的摘要为准，方案已变则拒绝；作为一次调整写入，可约定生效日期。
   *
   * By: a system administrator of every area concerned. Events: those of its steps; with a date `areas.changeScheduled`. Refusals: `area-plan-open`,
   * `area-plan-changed`, and those of its steps.
   *
   * @throws InvalidInputError as `plan`; NotFoundError for an unknown `within`
   */
  apply(
    rows: readonly unknown[],
    told: AreaFates & {
      /** Of the plan that was read. */
      readonly digest: string
    },
    options: CommandOptions,
  ): Promise<AreaResult>

  /** The kinds that grids may have, with their titles 网格类型: the standard ones and those the place declares. */
  kinds(): readonly GridKindTitle[]

  /** The name as it is, or as it last was; the code itself for an area that never was. Both languages hold the same text: areas have one name. */
  nameOf(code: string): Bilingual

  /**
   * Says what an import of these rows would come to 导入预检. It writes nothing and asks for no actor.
   *
   * @throws InvalidInputError for rows that are not a list
   */
  check(rows: readonly unknown[]): Promise<CheckedAreas>

  /**
   * The area in force that stands for this one now: the area itself, or the first that took its place; `undefined` for one that never was.
   */
  successorOf(code: string): string | undefined

  /**
   * Reads what other processes changed in the tree since 刷新区划. The loops (`run`, `tick`) do it each round; a process that runs no loop calls it
   * itself at intervals.
   */
  refresh(): Promise<void>
}
