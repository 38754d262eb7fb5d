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
   * By: the requester. Events: `request.rated`, `request.rectificationOpened`, `request.supervised`. Refusals: `grade-not-on-scale`, `choice-unknown`,
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
   * Asks to have a closed request handled again, for the days of `reopenWithinDays` and at most `maxReopenAsks` times. The request stays closed; the desk
   * has to decide, and the clock `reopenDecision` starts. What nobody decides in time lapses, and does not count.
   *
   * 申请重办：结案后在规定日数与次数内申请重新办理。诉求仍为已结案，由派单席审批，审批时限起算；逾期未审批的失效，不计入次数。
   *
   * By: the requester. Event: `request.reopenAsked`. Refusals: `reopen-pending`, `reopen-window-passed`, `reopen-limit-reached`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  askReopen(id: string, input: InputOf<'askReopen'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Grants or refuses that a closed request is handled again, as the resident asked; they read the reason. Granted, a rectification begins: a round of its
   * own, with its own deadline.
   *
   * 审批重办：同意或不同意诉求人的重办申请，理由告知诉求人；同意的启动一轮整改，另计时限。
   *
   * By: the dispatch desk, a supervisor. Events: `request.reopenDecided`, `request.rectificationOpened`, `request.supervised`. Refusals:
   * `reopen-not-pending`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.askReopen(id, { reason: '暖气又不热了。' }, { by: resident })
   * const again = await huiyin.requests.decideReopen(id, { granted: true, reason: '情况属实，重新办理。' }, { by: desk })
   * console.log(again.ok && again.request.status) // 'rectifying': a new round, with its own deadline
   * ```
   */
  decideReopen(id: string, input: InputOf<'decideReopen'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Has a closed request handled again although nobody asked, with a reason the resident reads: a rectification begins. An application that waits is
   * decided on instead.
   *
   * 重办：未经申请，由工作人员决定将已结案的诉求重新办理，理由告知诉求人，启动一轮整改；已有申请待审批的，应先审批。
   *
   * By: the dispatch desk, a supervisor. Events: `request.reopenOrdered`, `request.rectificationOpened`, `request.supervised`. Refusals: `reopen-pending`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  reopen(id: string, input: InputOf<'reopen'>, options: CommandOptions): Promise<RequestResult>

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
