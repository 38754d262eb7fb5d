import type { Actor } from '../contracts/actor.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { Refusal } from '../import/refusal.js'
import type { JoinInput, LeaveInput, ReplaceInput, TeamRow } from './input.js'
import type { TeamGap } from './pattern.js'
import type { Membership, TeamFacts, TeamRole } from './team.js'

/** The team after a command, or why not. */
export type TeamResult =
  | {
      /** The change is stored, or there was nothing to change. */
      readonly ok: true
      /** The team as it is after the command. */
      readonly team: TeamFacts
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
      readonly refusal: Refusal
    }

/** One fault of one row of a table of teams. */
export interface TeamRowError extends Refusal {
  /** Position of the row in the list, counted from 1. */
  readonly row: number
  /** The field that is wrong, such as `['grid']`; empty when the row as a whole does not fit. */
  readonly path: readonly (string | number)[]
}

/** What an import of teams came to. */
export type TeamImportResult =
  | {
      /** All rows are in force. */
      readonly ok: true
      /** How many grids the rows name. */
      readonly teams: number
      /** How many rows became memberships. */
      readonly joined: number
      /** How many rows say what is in force already. */
      readonly unchanged: number
    }
  | {
      /** Nothing was written, unless a team changed while its rows were written: then the other grids are in force. */
      readonly ok: false
      /** Every fault of every row, in the order of the rows. */
      readonly errors: readonly TeamRowError[]
      /** Absent: the rows are at fault, not the actor. */
      readonly refusal?: undefined
    }
  | {
      /** The import was refused as a whole; nothing was written. */
      readonly ok: false
      /** `team-change-not-permitted`, with the first grid that the actor may not change. */
      readonly refusal: Refusal
      /** Empty: the faults of the rows are not shown to an actor who may not import them. */
      readonly errors: readonly []
    }

/** One person's time in one role, with the texts that are there. */
export type RevealedMember = Omit<Membership, 'name' | 'phone'> & {
  /** As it was given; absent when none was, or when it was erased. */
  readonly name?: string
  /** Telephone number; absent as `name` is. */
  readonly phone?: string
}

/** The day that a question is about. */
export interface OnDay {
  /** `YYYY-MM-DD` in Beijing time; today when absent. */
  readonly date?: string
}

/** Who serves a grid on a day, by role; a role that nobody holds has an empty list. */
export type Serving = Readonly<Record<TeamRole, readonly Membership[]>>

/** How many grids have a complete team, and what the others lack. */
export interface TeamsCheck {
  /** The day that was checked, `YYYY-MM-DD`. */
  readonly date: string
  /** How many grids were checked: all in force, or those within the area, with or without a team. */
  readonly grids: number
  /** How many of them have a team that fits the pattern. */
  readonly complete: number
  /** The other grids, in the order of their codes. */
  readonly incomplete: readonly {
    /** Code of the grid. */
    readonly grid: string
    /** What its team lacks, at least one thing. */
    readonly missing: readonly TeamGap[]
  }[]
}

/**
 * 网格队伍: the team of every grid. Only a system administrator (`systemAdmin`) of an area that holds the grid, or the system, may change a team. Days are `YYYY-MM-DD` in Beijing
 * time; a day that is left out is today. Besides the refusals that each method names, all give `team-change-not-permitted`, `grid-unknown`,
 * `stale-version` and `key-reused`. Names and phone numbers go into the vault; what is read back holds references to them.
 */
export interface Teams {
  /**
   * Imports a table of memberships: all of it, or none and every fault with its row. Rows that say what is in force change nothing.
   *
   * 导入网格队伍：整表校验，全部无误才导入；重复导入不产生变化。
   *
   * Should others change the same teams meanwhile so that rows no longer fit, those rows are reported and the other grids are written; import again.
   *
   * By: a system administrator of every grid named. Events: `team.formed` for a new team, `team.joined` for each row of an existing one. Refusals:
   * `team-change-not-permitted`. Faults of rows are in `errors`.
   *
   * @throws InvalidInputError for rows that are not a list, or options of the wrong form
   * @example
   * ```ts
   * const grid = '370281001001001'
   * const from = '2022-01-01'
   * const result = await huiyin.teams.import(
   *   [
   *     { grid, member: 'p-1', role: 'gridLead', from, name: '李某' },
   *     { grid, member: 'p-2', role: 'gridWorker', employment: 'fullTime', from },
   *     { grid, member: 'p-3', role: 'buildingLead', building: '3号楼', from },
   *   ],
   *   { by: systemAdmin },
   * )
   * if (!result.ok) for (const { row, message } of result.errors) console.log(row, message.zh)
   * ```
   */
  import(
    rows: readonly TeamRow[],
    options: {
      /** Who imports. */
      readonly by: Actor
    },
  ): Promise<TeamImportResult>

  /**
   * Adds a person in one role, from a day on. A person may hold several roles, each once at a time.
   *
   * 入队：自某日起担任一个角色。一个网格同时只有一名网格长。
   *
   * By: a system administrator of the grid. Event: `team.joined`. Refusals: `membership-overlaps`, `grid-led-by-another`.
   *
   * @throws InvalidInputError, also for a grid worker without `employment`, or a last day not after the first
   * @example
   * ```ts
   * await huiyin.teams.join('370281001001001', { member: 'p-4', role: 'gridAdviser', from: '2022-02-01' }, { by: systemAdmin })
   * ```
   */
  join(grid: string, input: JoinInput, options: CommandOptions): Promise<TeamResult>

  /**
   * Ends a person's service on a day: in the role named, or in every role they hold. Also possible after the grid was retired.
   *
   * 离队：自某日起不再任职。
   *
   * By: a system administrator of the grid. Event: `team.left` for each membership that ends; none when they left on that day already. Refusals: `not-a-member`.
   *
   * @throws InvalidInputError
   */
  leave(grid: string, input: LeaveInput, options: CommandOptions): Promise<TeamResult>

  /**
   * Puts one person in another's place on a day, without a day between. Employment, building and last day stay; the office of party-branch secretary
   * does not pass on.
   *
   * 替换：接任者自当日起任职，原任者当日离任；党支部书记职务不随之转移。
   *
   * By: a system administrator of the grid. Events: `team.left`, `team.joined`. Refusals: `not-a-member`, `membership-overlaps`, `grid-led-by-another`.
   *
   * @throws InvalidInputError
   */
  replace(grid: string, input: ReplaceInput, options: CommandOptions): Promise<TeamResult>

  /**
   * Erases name and phone of a person who no longer serves (《个人信息保护法》第四十七条). That they served stays on record. Safe to repeat.
   *
   * 删除离任人员的姓名与电话，任职记录保留。
   *
   * By: a security administrator of the grid. Event: `team.memberForgotten`; none when nothing is left to erase. Refusals: `member-still-serves`.
   *
   * @throws InvalidInputError
   */
  forget(
    grid: string,
    input: {
      /** Opaque id of the person. */
      readonly member: string
    },
    options: CommandOptions,
  ): Promise<TeamResult>

  /**
   * Gives back names and phone numbers of everybody in the team, past members too as far as they were not erased, and leaves a record of the look with its
   * reason.
   *
   * 查看工作队成员的姓名与电话：须说明理由，并留痕。
   *
   * By: a grid worker, dispatcher, supervisor or security administrator of the grid. Event: `team.revealed`. Refusals: `team-reveal-not-permitted`, `team-unknown`.
   *
   * @throws InvalidInputError
   * @example
   * ```ts
   * const looked = await huiyin.teams.reveal('370281001001001', { reason: '台风值守通知' }, { by: securityAdmin })
   * if (looked.ok) for (const { member, phone } of looked.members) console.log(member, phone ?? '未登记')
   * ```
   */
  reveal(
    grid: string,
    input: {
      /** Why; goes into the vault, at most 200 characters. */
      readonly reason: string
    },
    options: CommandOptions,
  ): Promise<
    | {
        /** The look is on record. */
        readonly ok: true
        /** In the order they were recorded. */
        readonly members: readonly RevealedMember[]
      }
    | {
        /** Nothing was written, and nothing is shown. */
        readonly ok: false
        /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
        readonly refusal: Refusal
      }
  >

  /**
   * Erases name and phone of a person in every team they ever served in, as far as the actor may change it. Reads every team. Safe to repeat.
   *
   * 删除某人在全部工作队中的姓名与电话；仍在任职的网格予以拒绝。
   *
   * By: a security administrator of the grids. Event: `team.memberForgotten` in each. Refusals: `member-still-serves`, for the grids where they serve.
   *
   * @throws InvalidInputError
   */
  eraseOf(
    member: string,
    options: CommandOptions,
  ): Promise<{
    /** Codes of the grids where something was erased. */
    readonly erased: readonly string[]
    /** The grids where it was not, each with the reason. */
    readonly refused: readonly {
      /** Code of the grid. */
      readonly grid: string
      /** Why not. */
      readonly refusal: Refusal
    }[]
  }>

  /**
   * Reads the team with everybody who ever served in it; `undefined` when the grid never had one.
   *
   * @throws InvalidInputError, and NotPermittedError for a grid that is not the reader's
   */
  of(grid: string, options: ReadOptions): Promise<TeamFacts | undefined>

  /**
   * Reads who serves a grid on a day 在岗人员, by role. A grid without a team has empty lists.
   *
   * @throws as `of`
   */
  whoServes(grid: string, options: ReadOptions & OnDay): Promise<Serving>

  /**
   * Reads the building leads 红色楼长 who serve a grid on a day, in the order of their buildings (2号楼 before 10号楼).
   *
   * @throws as `of`
   */
  buildingLeads(grid: string, options: ReadOptions & OnDay): Promise<readonly Membership[]>

  /**
   * Compares the teams of an area with the pattern 1+1+N and lists what each lacks. A grid without a team lacks everything.
   *
   * 队伍检查：逐网格核对“1+1+N”配备，列出缺员。
   *
   * @throws InvalidInputError, NotFoundError for an area that is not in force, and NotPermittedError for one that is not the reader's
   * @example
   * ```ts
   * const { grids, complete, incomplete } = await huiyin.teams.check({ within: '370281001' }, { by: systemAdmin })
   * for (const { grid, missing } of incomplete) console.log(grid, missing.map(({ message }) => message.zh).join(''))
   * ```
   */
  check(options: ReadOptions): Promise<TeamsCheck>
  check(
    query: OnDay & {
      /** Code of the area; the whole city when absent. */
      readonly within?: string
    },
    options: ReadOptions,
  ): Promise<TeamsCheck>
}
