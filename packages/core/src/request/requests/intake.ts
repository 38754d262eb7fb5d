import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { RequestResult } from '../result.js'

/** Intake 受理: from the report to the unit that is to handle it. */
export interface IntakeCommands {
  /**
   * Reports a request. It waits for the dispatch desk, and the clock `dispatch` starts. The id is made by `ids`, or from the command key when there
   * is one, unless you pass your own. It gets the number that people are told, such as `JZ-20220104-0042-5`. A resident submits only for themself; staff who enter a call name the `requester`, or one is made
   * for this request alone, which messages and erasure go by.
   *
   * 上报：登记一件诉求，等待受理派单，派单时限起算。编号自动生成，有命令键时由键导出，也可自行传入；同时生成告诉人的工单号，如 `JZ-20220104-0042-5`。居民只能为本人上报；工作人员代录来电的，写明 `requester`，未写明的生成仅用于本件的诉求人编号，消息与删除均以其为准。
   *
   * By: anyone. Event: `request.submitted`. Refusals: `area-unknown`, `category-unknown`, `place-unknown`, `place-ambiguous`, `urgency-unknown`, `urgency-by-staff`, `occurred-later`, `choice-unknown`,
   * `id-taken`, `key-forgotten`.
   *
   * @throws InvalidInputError
   * @example
   * ```ts
   * const reported = await huiyin.requests.submit(
   *   { category: 'heating', area: '370281001001001', description: '家中不热，只有 14 度。' },
   *   { by: resident, key: 'form-20220104-1' }, // the key makes it safe to send twice
   * )
   * if (!reported.ok) throw new Error(reported.refusal.message.zh)
   * const { id } = reported.request
   * ```
   */
  submit(input: InputOf<'submit'>, options: CommandOptions): Promise<RequestResult>
  submit(id: string, input: InputOf<'submit'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Accepts the request (受理) and gives it to the unit named, else to the one the catalogue makes responsible; or offers it to several (`pool`), of which the
   * first to claim it gets it. The clock `claim` starts, for all of them alike, and with the first dispatch the deadline `resolve`.
   *
   * 派单：受理并派给指定单位，未指定的由责任目录确定；也可派至多家候选单位（`pool`），先认领者承办。认领时限起算，各候选单位相同；首次派单时办理时限一并起算。
   *
   * By: the dispatch desk, a supervisor. Events: `request.accepted`, `request.dispatched`, `request.offered`, `request.offerEnded`,
   * `request.coHandlerAssigned`. Refusals: `unit-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.dispatch(id, { by: desk }) // to the unit of the catalogue
   * ```
   */
  dispatch(id: string, options: CommandOptions): Promise<RequestResult>
  dispatch(id: string, input: InputOf<'dispatch'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Accepts and answers in one step, for example at a plaza talk. The resident may rate at once, or after the check when the category asks for one
   * or the request is supervised. It is given in the name of the responsible unit, or of one that the actor handles for; who dispatches may name any.
   *
   * 当场答复：受理并当场答复，如广场夜话。诉求人随即可评价；分类要求核查或已被督办的，核查通过后评价。以责任单位或操作人所属单位的名义作出，有权派单的可写明任何单位。
   *
   * By: a grid worker, a community clerk, the dispatch desk. Events: `request.accepted`, `request.replied`, `request.completed`,
   * `request.coHandlerRelieved`. Refusals: `unit-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  answerOnTheSpot(id: string, input: InputOf<'answerOnTheSpot'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Ends a request that cannot be accepted. The resident reads the reason.
   *
   * 不予受理：不属受理范围的诉求就此终结，理由告知诉求人。
   *
   * By: the dispatch desk, a supervisor. Events: `request.declined`, `request.coHandlerRelieved`. Refusals: `overdue-stays`, `choice-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  decline(id: string, input: InputOf<'decline'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Takes a request back before it is answered, and ends it. Requests that were merged into it go on by themselves.
   *
   * 撤单：诉求人在答复前撤回诉求，诉求终结；并入本件的诉求恢复单独办理。
   *
   * By: the requester. Events: `request.withdrawn`, `request.coHandlerRelieved`, `request.offerEnded`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  withdraw(id: string, options: CommandOptions): Promise<RequestResult>
  withdraw(id: string, input: InputOf<'withdraw'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Adds material to an open request, by the resident or by staff to whom they told it, so many times (`maxSupplements`). A request that is suspended for a
   * reason that waits for the requester (`waitsFor`) goes on with it, and the deadline moves by the time it stood still.
   *
   * 补充材料：诉求人为未办结的诉求补充材料，工作人员也可代为补充，次数有上限（`maxSupplements`）。因等待诉求人（`waitsFor`）而挂账的，随即恢复办理，办理时限按暂停的时间顺延。
   *
   * By: the requester, a building lead, a grid worker, a community clerk, the dispatch desk, a supervisor. Events: `request.supplemented`,
   * `request.resumed`. Refusals: `supplement-limit-reached`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.supplement(id, { text: '户号 3-2-501，上午在家。' }, { by: resident })
   * ```
   */
  supplement(id: string, input: InputOf<'supplement'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Puts right what the resident said: what it is about, how to reach them, before a unit has claimed it and so many times (`maxCorrections`). What is
   * replaced is erased at once; its events keep a commitment that tells nothing of it.
   *
   * 更正：诉求人在承办单位认领之前更正诉求内容或联系方式，次数有上限（`maxCorrections`）。被替换的文本随即删除，事件只留不含内容的凭证。
   *
   * By: the requester. Event: `request.corrected`. Refusals: `handling-begun`, `correction-limit-reached`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  correct(id: string, input: InputOf<'correct'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Ends this request as a part of another, which carries it on and gets the event `request.absorbed`. The resident hears when that one has ended.
   * Staff must be in charge of both.
   *
   * 并案：本件并入另一件同类诉求一并办理，对方办结后诉求人得到回音。操作人须对两件均有权限。
   *
   * By: the dispatch desk, a supervisor. Events: `request.merged`, `request.coHandlerRelieved`, `request.offerEnded`. Refusals: `merge-target-unfit`,
   * `overdue-stays`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  merge(id: string, input: InputOf<'merge'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Ends this request and opens one for each part, with the same resident and contact data. The ids of the parts are in `splitInto`.
   *
   * 拆分：本件终结，每一部分各立一件，诉求人与联系方式不变，新编号见 splitInto。
   *
   * By: the dispatch desk, a supervisor. Events: `request.split`, `request.coHandlerRelieved`. Refusals: `category-unknown`,
   * `area-unknown`, `overdue-stays`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  split(id: string, input: InputOf<'split'>, options: CommandOptions): Promise<RequestResult>
}
