import type { ReadOptions } from '../../contracts/command.js'
import type { Page, RecordOrder } from '../../contracts/queries.js'
import type { Bilingual } from '../../contracts/text.js'
import type { DeskView } from '../reading/desk-views.js'
import type { Card, QueueRow } from '../views/queue-row.js'
import type { ResidentRow } from '../views/resident-head.js'

/** What of a desk is shown, and which page of it. Every member that is given must hold. */
export interface QueueQuery {
  /** What the desk looks at. */
  readonly view: DeskView
  /** Area code; covers the subtree below it. What the reader may read when absent. */
  readonly within?: string
  /** Id of the unit in charge; of `toClaim` and `coHandled` the unit whose desk it is. */
  readonly unit?: string
  /** Category code. */
  readonly category?: string
  /** Only what has this mark: `yellow`, warned; `red`, overdue. */
  readonly card?: Card
  /** The number people are told, as they read it; one whose check digit does not fit is refused. */
  readonly number?: string
  /** Words, as in {@link RequestQuery.text}. */
  readonly text?: string
  /** One whole telephone number, as in {@link RequestQuery.phone}. */
  readonly phone?: string
  /** Changed at this instant or after, in milliseconds since 1970: what is new since the desk looked last. */
  readonly updatedSince?: number
  /** `due` (default): whose time is over first, those whose time stands still last; `submitted`; `updated`: changed longest ago. */
  readonly order?: RecordOrder
  /** The other way round. Default false. */
  readonly descending?: boolean
  /** `next` of the page before, with the same query; the first page when absent. */
  readonly after?: string
  /** At most so many on a page, 1 to 500; 50 when absent. */
  readonly limit?: number
}

/** A page of what a desk looks at, in the order that was asked for. */
export interface QueuePage extends Page<QueueRow> {
  /** Ids of requests of this page whose stored record is damaged: they are left out. Absent when there are none. */
  readonly damaged?: readonly string[]
}

/** A page of a resident's own requests. */
export interface ResidentPage extends Page<ResidentRow> {
  /** Ids of requests of this page whose stored record is damaged: they are left out. Absent when there are none. */
  readonly damaged?: readonly string[]
}

/** How much is in one view of a desk. */
export interface Badge {
  /** Name of the view, for `queue`. */
  readonly view: DeskView
  /** What it is called. */
  readonly title: Bilingual
  /** How many requests are in it. */
  readonly count: number
  /** How many of them have a yellow card. */
  readonly yellow: number
  /** How many of them have a red card. */
  readonly red: number
}

/** What desks and residents look at. */
export interface DeskReads {
  /**
   * Reads a page of what a desk looks at, in rows that need nothing else: the deadline first that is over first. Which states a view holds says the lifecycle,
   * also one of the place's own. A view shows what the reader may read, as `find` does.
   *
   * 工作台队列：按视图列出待办诉求，默认按期限先后；每行自带编号、标题、类别、区划、责任方、期限与牌别。
   *
   * @throws InvalidInputError also for a view that there is not, NotFoundError for an area that never was, and NotPermittedError for an area or a unit that is
   * not the reader's, for `unit` and `coHandled` of whom handles for no unit, `myGrid` of whom has no area, and for residents
   * @example
   * ```ts
   * const { items } = await huiyin.requests.queue({ ...desk, view: 'toDispatch', limit: 20 })
   * for (const { number, title, deadline } of items) console.log(number, title, deadline?.left.zh)
   * ```
   */
  queue(options: ReadOptions & QueueQuery): Promise<QueuePage>

  /**
   * Reads a page of the resident's own requests, newest first, as `forResident` tells of each, without its history.
   *
   * 我的诉求：按上报时间倒序列出本人的诉求，含状态、责任部门、期限及其逐日说明、现在可办的事项。
   *
   * @throws InvalidInputError, and NotPermittedError for who is no resident
   * @example
   * ```ts
   * const { items } = await huiyin.requests.mine(resident)
   * console.log(items.filter(({ mayDo }) => mayDo.includes('rate')).length)
   * ```
   */
  mine(
    options: ReadOptions & {
      /** `true`: only what has not ended; `false`: only what has; both when absent. */
      readonly open?: boolean
      /** `next` of the page before; the first page when absent. */
      readonly after?: string
      /** At most so many on a page, 1 to 500; 50 when absent. */
      readonly limit?: number
    },
  ): Promise<ResidentPage>

  /**
   * Counts what is in each view of a desk, with the marks: the figures beside its views, exact at every moment. Only views that the reader has, in their order.
   *
   * 工作台角标：读者各视图的件数，及其中黄牌、红牌件数。
   *
   * @throws InvalidInputError, NotFoundError for an area that never was, and NotPermittedError as `queue`
   * @example
   * ```ts
   * for (const { title, count, red } of await huiyin.requests.badges(desk)) console.log(title.zh, count, red)
   * ```
   */
  badges(
    options: ReadOptions & {
      /** Area code; covers the subtree below it. What the reader may read when absent. */
      readonly within?: string
      /** Id of a unit, as in {@link QueueQuery}. */
      readonly unit?: string
    },
  ): Promise<readonly Badge[]>
}
