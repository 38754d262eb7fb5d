import type { Instant } from '../calendar/date.js'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { Case, CaseSide } from './figures/cases.js'
import type { Figure } from './figures/figure.js'
import type { Ranking } from './figures/league.js'
import type { Recount, RecountOptions } from './figures/recount.js'
import type { FreezeResult, FrozenFigures } from './frozen/frozen.js'
import type { Indicator } from './indicators/declaration.js'
import type { Period } from './period.js'
import type { MeasureOptions } from './query.js'

/** An indicator measured: the declaration it was computed by, the period, the figures, and the cases behind them. */
export interface Measured {
  /** The declaration that the figures were computed by. */
  readonly indicator: Indicator
  /** The period of the query. */
  readonly period: Period
  /** The query as it was asked. */
  readonly options: MeasureOptions
  /** Requests submitted before this instant are not in the figures: a measure they need was added then. Absent when nothing is missing. */
  readonly countsSince?: Instant
  /** In the order of their keys. Without `by` there is one figure, with the key `''`. */
  readonly figures: readonly Figure[]
  /**
   * Streams exactly the requests behind one side of the figures 个案清单, oldest first: of one group with `key`, of all without. They are read as they
   * are now, after the figures. A composite has no cases of its own: `part` names the indicator whose cases are meant.
   *
   * @throws InvalidInputError for an unknown side or part
   */
  cases(side: CaseSide, key?: string, part?: string): AsyncIterable<Case>
}

/** A league table with the declaration it was computed by. */
export interface League extends Ranking {
  /** The declaration that the figures were computed by; `better` says which end comes first. */
  readonly indicator: Indicator
  /** The period of the query. */
  readonly period: Period
}

/**
 * 考核评价: figures over periods and areas. They are computed from tallies alone: no request is read, so the cost does not grow with the requests. Every
 * query may name a period, a grouping and a part of the city ({@link MeasureOptions}). Figures are for those who evaluate, supervise or dispatch in the area
 * asked for, or in the whole city when none is; a unit reads those of its own (`unit`). `NotPermittedError` for anybody else.
 */
export interface Evaluation {
  /** Every indicator that can be measured by name: core's, and those of plugins and of the option `evaluation`. */
  readonly indicators: ReadonlyMap<string, Indicator>

  /**
   * Measures an indicator over a period: one by name, or one of your own.
   *
   * 计算指标：给出数值、分子分母、剔除件数与口径，并可列出背后的个案。
   *
   * @throws InvalidInputError for a query of the wrong form, or a day that begins at another hour than the measures are kept by; NotFoundError for an
   * area that never was; ConfigurationError for an indicator that is unknown or cannot be computed as declared
   * @example
   * ```ts
   * import { monthPeriod } from '@huiyin/core/evaluation'
   *
   * const { figures, cases } = await huiyin.evaluation.measure('completionRate', { period: monthPeriod('2022-02') }, { by: evaluator })
   * console.log(figures[0]?.numerator, figures[0]?.denominator, figures[0]?.value)
   * for await (const { record } of cases('denominator')) console.log(record.id)
   * ```
   */
  measure(indicator: string | Indicator, query: MeasureOptions, options: ReadOptions): Promise<Measured>

  /**
   * Ranks the groups of a figure 排名: equal values share a rank; a group without a value, or with too few cases, is listed at the end, unranked, with the reason.
   *
   * @throws as `measure`; InvalidInputError also without `by`
   * @example
   * ```ts
   * import { monthPeriod } from '@huiyin/core/evaluation'
   *
   * const { ranked } = await huiyin.evaluation.league('onTimeRate', { period: monthPeriod('2022-02'), by: 'unit' }, { by: evaluator })
   * for (const { rank, key, value } of ranked) console.log(rank, huiyin.catalogue.unitName(key).zh, value)
   * ```
   */
  league(
    indicator: string | Indicator,
    query: MeasureOptions &
      Required<Pick<MeasureOptions, 'by'>> & {
        /** How many cases a group needs to be ranked; 10 when absent. The indicator's own minimum holds where it is larger. */
        readonly minimumSample?: number
      },
    options: ReadOptions,
  ): Promise<League>

  /**
   * Sums measures over a period, for reports 计数: by group, each measure with its sum (`{ accepted: 4042 }`). A group that nothing was counted in is
   * absent.
   *
   * @throws as `measure`; ConfigurationError for an unknown measure
   * @example
   * ```ts
   * import { monthPeriod } from '@huiyin/core/evaluation'
   *
   * const byChannel = await huiyin.evaluation.count(['accepted'], { period: monthPeriod('2022-02'), by: 'channel' }, { by: evaluator })
   * console.log(byChannel.get('hotline')?.accepted ?? 0)
   * ```
   */
  count(
    measures: readonly string[],
    query: MeasureOptions,
    options: ReadOptions,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>>

  /**
   * Stores the figures of a period that is over as a record, with their declaration and a digest. Freezing the same figures again changes nothing.
   *
   * 固化：将已结束周期的数据连同口径与摘要存为记录，此后不能更改。
   *
   * By: an evaluator of the area asked for, or of the whole city when none is. Event: `figures.frozen`. Refusals: `freeze-not-permitted`,
   * `period-not-over`, `figures-already-frozen`, `stale-version`, `key-reused`.
   *
   * @throws as `measure`
   * @example
   * ```ts
   * import { monthPeriod } from '@huiyin/core/evaluation'
   *
   * const result = await huiyin.evaluation.freeze('completionRate', { period: monthPeriod('2022-02') }, { by: evaluator })
   * console.log(result.ok ? result.figures.digest : result.refusal.message.zh)
   * ```
   */
  freeze(indicator: string | Indicator, query: MeasureOptions, options: CommandOptions): Promise<FreezeResult>

  /**
   * Counts every request again and compares with the sums that figures are read from, by area, unit, category, channel and day. Verifying events does
   * not show a sum that was changed in the database; this does. For evaluators and auditors of the whole city. It reads all requests, writes nothing, and may run while commands go on.
   *
   * 复核：逐件重新计数，与统计表核对，可发现数据库中被改动的数字。
   *
   * @throws InvalidInputError for options of the wrong form
   * @example
   * ```ts
   * const { ok, requests, faults } = await huiyin.evaluation.recount({ by: evaluator })
   * if (!ok) for (const { measure, by, key, kept, counted } of faults) console.log(measure, by, key, kept, counted)
   * console.log(requests)
   * ```
   */
  recount(options: ReadOptions & RecountOptions): Promise<Recount>

  /**
   * Reads frozen figures back 查阅固化数据 and says whether measuring today still gives them; `undefined` when they were never frozen.
   *
   * @throws as `measure`
   * @example
   * ```ts
   * import { monthPeriod } from '@huiyin/core/evaluation'
   *
   * const frozen = await huiyin.evaluation.frozen('completionRate', { period: monthPeriod('2022-02') }, { by: evaluator })
   * console.log(frozen?.intact, frozen?.unchanged, frozen?.differences.length)
   * ```
   */
  frozen(indicator: string | Indicator, query: MeasureOptions, options: ReadOptions): Promise<FrozenFigures | undefined>
}
