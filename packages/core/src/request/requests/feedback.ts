import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { RequestResult } from '../result.js'

/** Feedback 反馈与评价: what residents say about the answer, and what presses for progress. */
export interface FeedbackCommands {
  /**
   * Rates the answer of this round. A grade that means dissatisfied opens a rectification at once, any other closes the request. After several
   * failed rounds (`superviseAfterFailedRounds`) supervision goes one level up. In a merged request the resident rates the answer to the leading one:
   * dissatisfied opens a rectification there, and no grade changes the state.
   *
   * 评价：诉求人评价本轮办理结果。不满意即启动整改，其余等级结案；多轮整改仍不满意的自动提级督办。已并案的，评价所并入诉求的答复：不满意的在该诉求启动整改，本件状态不变。
   *
   * By: the requester. Events: `request.rated`, `request.rectificationOpened`, `request.supervised`. Refusals: `grade-not-on-scale`,
   * `rating-window-passed`, `already-rated`, `nothing-to-rate`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const rated = await huiyin.requests.rate(id, { grade: 2 }, { by: resident })
   * console.log(rated.ok && rated.request.status) // 'rectifying': dissatisfied opens a rectification
   * ```
   */
  rate(id: string, input: InputOf<'rate'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Records a call back to the resident. It is valid when the resident was reached and gave all three answers. "Unsolved" or "dissatisfied" opens a
   * rectification, also of a request closed within the days of `followUpWithinDays`; anything else changes no state.
   *
   * 回访：记录对诉求人的回访，接通且三项齐全为有效。未解决或不满意的启动整改，结案后规定日数内的亦然；其余不改变状态。
   *
   * By: the dispatch desk, a supervisor. Events: `request.followedUp`, `request.rectificationOpened`, `request.supervised`. Refusals:
   * `follow-up-incomplete`, `follow-up-window-passed`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  followUp(id: string, input: InputOf<'followUp'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Presses for progress on an open request, once a calendar day by the requester and once by staff. It changes neither state nor deadline.
   *
   * 催办：催促未办结的诉求，诉求人与工作人员各每日一次，互不占用；不改变状态与时限。
   *
   * By: the requester, the dispatch desk, a supervisor, a grid worker. Event: `request.urged`. Refusals: `urged-recently`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  urge(id: string, options: CommandOptions): Promise<RequestResult>
  urge(id: string, input: InputOf<'urge'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Puts an open request under supervision, one level further up the areas. From then on its answer is checked before closing.
   *
   * 督办：对未办结的诉求逐级提级督办，此后其答复须经结案前核查。
   *
   * By: a supervisor. Event: `request.supervised`. Refusals: `supervision-at-top`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  supervise(id: string, options: CommandOptions): Promise<RequestResult>
  supervise(id: string, input: InputOf<'supervise'>, options: CommandOptions): Promise<RequestResult>
}
