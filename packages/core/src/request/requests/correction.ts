import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { RequestResult } from '../result.js'

/** Correction 更正: what is put right afterwards. No event is ever changed or removed. */
export interface CorrectionCommands {
  /**
   * Ends an entry that is invalid or was entered twice, before it is dispatched.
   *
   * 作废：无效或重复录入的诉求在派单前作废终结。
   *
   * By: the dispatch desk, a supervisor. Event: `request.voided`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  void(id: string, input: InputOf<'void'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Reopens a merged request to be handled on its own; the other one gets the event `request.released`. The time in between counts.
   *
   * 撤销并案：已并案的诉求恢复单独办理，其间的时间照计。
   *
   * By: the dispatch desk, a supervisor. Event: `request.unmerged`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  unmerge(id: string, options: CommandOptions): Promise<RequestResult>
  unmerge(id: string, input: InputOf<'unmerge'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Puts a request into another category, another class of urgency or another area. A deadline that runs or is suspended is computed again from where it started; granted extensions and time it
   * stood still remain. Where it would be over by now it is counted from now, and never moves into the past or becomes later by a shorter limit. A
   * deadline that was kept or missed is not judged again.
   *
   * 变更分类：改为另一分类、另一紧急程度或另一归属区划。正在计时或已暂停的办理时限自原起点重新计算，已批准的延期与已暂停的时间保留；这样计算已经到期的，自变更之时起算，
   * 不会移到过去，也不会因期限变短反而推迟。已经守住或者超过的时限不再重新评判。
   *
   * By: the dispatch desk, a supervisor. Events: `request.reclassified`; for an area `request.relocated`. Refusals: `category-unknown`, `urgency-unknown`,
   * `area-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  reclassify(id: string, input: InputOf<'reclassify'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Disputes a fact the unit is charged with: a missed deadline, a rating, a return. The clock `appealReview/<appeal>` starts. The fact stays on the
   * record; once the appeal is granted, figures leave it out. After the end it is possible for the days of `appealWithinDays`.
   *
   * 申诉：被考核单位对超期、评价或退单的事实提出申诉，审核时限起算。事实本身不改；申诉成立的，考核时剔除。办结后在规定日数内可提出。
   *
   * By: the unit that is charged. Event: `request.appealed`. Refusals: `nothing-to-appeal`, `appeal-pending`, `appeal-window-passed`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  appeal(id: string, input: InputOf<'appeal'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Gives one reviewer's judgement of an appeal. One refusal refuses it; enough different reviewers who agree (`appealReviewers`) grant it. Without
   * a decision in time it lapses.
   *
   * 审核申诉：一名审核人给出意见。一人不同意即驳回，规定人数的不同审核人均同意则成立；逾期未决的失效。
   *
   * By: a supervisor. Event: `request.appealReviewed`. Refusals: `appeal-unknown`, `reviewer-involved`, `reviewer-repeated`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  reviewAppeal(id: string, input: InputOf<'reviewAppeal'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Erases the personal data and texts of a request that has ended, on a ground of the Personal Information Protection Law. Its events stay and tell
   * nothing of the texts any more. A second time it changes nothing.
   *
   * 删除文本：依《个人信息保护法》第四十七条删除已办结诉求的个人信息与文本，事件保留但不再含其内容；重复执行无妨。
   *
   * By: a security administrator. Event: `request.textsErased`. Refusals: `texts-in-use`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  eraseTexts(id: string, input: InputOf<'eraseTexts'>, options: CommandOptions): Promise<RequestResult>
}
