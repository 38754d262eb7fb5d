import type { Choice } from '../../catalogue/choices.js'
import type { RatingScale } from '../../rating/scale.js'

/** Everything that the forms of a city let people choose from, with what people read. */
export interface Choices {
  /** 受理渠道: where requests come in. */
  readonly channels: readonly Choice[]
  /** 紧急程度: classes of urgency of the deadline policy. */
  readonly urgencies: readonly Choice[]
  /** 不予受理理由: `reasonCode` of `decline`. */
  readonly declineReasons: readonly Choice[]
  /** 退单理由: `reasonCode` of `returnBack`. */
  readonly returnReasons: readonly Choice[]
  /** 挂账理由: `reasonCode` of `suspend`, of the deadline policy. */
  readonly pauseReasons: readonly Choice[]
  /** 评价等级: `grade` of `rate`, best first. */
  readonly grades: RatingScale['grades']
  /** 评价理由: `reasons` of `rate`. */
  readonly ratingReasons: readonly Choice[]
}

/** What forms are filled with. */
export interface FormReads {
  /**
   * Everything that forms let people choose from 表单选项, in both languages, as it is in force. It answers from memory.
   *
   * @example
   * ```ts
   * const { ratingReasons, channels } = huiyin.requests.choices()
   * console.log(ratingReasons.map(({ name }) => name.zh), channels.length)
   * ```
   */
  choices(): Choices
}
