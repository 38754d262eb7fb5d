import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { ActInput } from '../own/own-command.js'
import type { RequestResult } from '../result.js'

/** Handling 办理: what the unit in charge does until it answers, and what is decided about its work. */
export interface HandlingCommands<Acts = ActInput> {
  /**
   * Takes on a dispatched request. The clock `claim` stops and handling begins. Of several candidates the first gets it; the others are told who has it.
   *
   * 认领：承办单位接下派来的诉求，认领时限停止，进入办理。派至多家候选单位的，先认领者承办，其余单位得知由谁承办。
   *
   * By: the handling unit. Events: `request.claimed`, `request.offerEnded`. Refusals: `claim-window-passed`, `taken-by-another`, `candidate-not-named`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const claimed = await huiyin.requests.claim(id, { by: officer })
   * if (!claimed.ok) console.log(claimed.refusal.code, claimed.refusal.message.zh)
   * ```
   */
  claim(id: string, options: CommandOptions): Promise<RequestResult>
  claim(id: string, input: InputOf<'claim'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Gives a request back to the supervisor, who has it dispatched again. The deadline runs on, and returns are limited (`maxReturns`, and `returnWithin` of the deadline policy). A candidate declines for
   * itself, which is no return; the last one sends it back to the desk.
   *
   * 退单：承办单位认为不属本单位职责，退回上级改派；办理时限继续计算，退单次数有上限，也可规定退单期限。候选单位只代表本单位不认领，不计退单；各家都不认领的，退回派单席。
   *
   * By: the head of the unit. Events: `request.returned`, `request.offerDeclined`. Refusals: `return-limit-reached`, `return-window-passed`, `candidate-not-named`,
   * `choice-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  returnBack(id: string, input: InputOf<'returnBack'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Passes a request on to another unit, which has to claim it; during a rectification it goes on at once. The deadline runs on, and transfers by
   * units are limited (`maxTransfers`).
   *
   * 转派：转给另一单位，由其重新认领，整改期间直接接办；办理时限继续计算，单位之间转派次数有上限。
   *
   * By: the handling unit, the dispatch desk, a supervisor. Events: `request.transferred`, `request.unitRelieved`. Refusals: `unit-unknown`, `unit-unchanged`,
   * `transfer-limit-reached`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  transfer(id: string, input: InputOf<'transfer'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Notes something for staff who work on the request, also after it was closed. It changes nothing; the resident never reads it, and no message carries it.
   *
   * 添加内部备注：供经办的工作人员查阅，结案后亦可；不改变任何状态，诉求人不可见，也不随消息发出。
   *
   * By: the handling unit, a co-handling unit, a grid worker, a community clerk, the dispatch desk, a supervisor. Event: `request.noted`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  note(id: string, input: InputOf<'note'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Puts a request into the hands of a person of the unit in charge: of whoever issues it (领办), of somebody they name, or of nobody again. It is an order
   * of the desk's work, not a right: whoever handles for the unit may still do everything. It ends when another unit gets the request, and with it.
   *
   * 指定经办人：由承办单位的某人经办；不填为本人领办，可另行指定，也可撤销指定。这只是单位内部的分工，单位其他承办人仍可办理；改由其他单位承办或办结归档后即告终止。
   *
   * By: the handling unit. Event: `request.assigned`. Refusals: `assignee-not-of-unit`, `assignee-there`, `assignee-unchanged`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.assign(id, { by: officer }) // mine
   * await huiyin.requests.assign(id, { to: 'officer-7', reason: '由片区负责人跟进。' }, { by: officer })
   * await huiyin.requests.assign(id, { to: null }, { by: officer }) // nobody's again
   * ```
   */
  assign(id: string, options: CommandOptions): Promise<RequestResult>
  assign(id: string, input: InputOf<'assign'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Shows the actor what the contact policy masks or hides of the requester, with what it is needed for: from then on they, and nobody else, read these fields as they
   * are in `forStaff` and `timeline`, until the request is answered, or another claims it. The resident reads who looked at what and why in `forResident`.
   *
   * 查看联系方式：办理中须说明理由；此后仅本人可见明文，至答复或他人认领为止。谁、何时、为何查看了什么，诉求人可见。
   *
   * By: the handling unit. Event: `request.revealed`. Refusals: `reveal-not-in-handling`, `reveal-withheld`, `nothing-to-reveal`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.reveal(id, { fields: ['phone'], reason: '约定上门时间' }, { by: officer })
   * ```
   */
  reveal(id: string, input: InputOf<'reveal'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Asks another unit to help. Its own clock `coHandle/<unit>` starts, and the lead unit cannot reply before it has answered or run out of time.
   *
   * 指定协办：请另一单位协助，其协办时限起算；协办单位答复或超期之前，主办单位不能答复。
   *
   * By: the handling unit, the dispatch desk, a supervisor. Event: `request.coHandlerAssigned`. Refusals: `unit-unknown`,
   * `co-handler-already-assigned`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  assignCoHandler(id: string, input: InputOf<'assignCoHandler'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Answers as a co-handling unit, for its own unit only. The clock of that unit stops.
   *
   * 协办答复：协办单位向主办单位反馈本单位的办理情况，其协办时限停止。
   *
   * By: a co-handling unit. Event: `request.coHandlerReplied`. Refusals: `co-handler-unknown`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  coReply(id: string, input: InputOf<'coReply'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Answers the resident. The request is completed and waits for the rating, or for the check when the category asks for one or it is supervised.
   * An extension still waiting for a decision lapses.
   *
   * 答复：承办单位答复诉求人，诉求办结待评价；分类要求核查或已被督办的先行核查。尚未审批的延期申请失效。
   *
   * By: the handling unit. Events: `request.replied`, `request.completed`, `request.coHandlerRelieved`. Refusals:
   * `co-handlers-pending`, `proof-missing`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.reply(id, { text: '已排气，室温恢复到 20 度。' }, { by: officer })
   * ```
   */
  reply(id: string, input: InputOf<'reply'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Judges an answer before closing. Passed, the request counts as completed when the unit answered; not passed, the unit goes on, and the time
   * under check is not charged to it.
   *
   * 核查：结案前核查答复。通过的，以承办单位答复之时为办结；未通过的继续办理，核查所用时间不计入。
   *
   * By: the dispatch desk, a supervisor. Events: `request.checked`, `request.completed`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  check(id: string, input: InputOf<'check'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Ends a dispatched request by order, where nothing more can be done. The resident reads the reason.
   *
   * 强制结案：确因客观条件无法继续办理的，由上级决定结案，理由告知诉求人。
   *
   * By: a supervisor. Events: `request.forceClosed`, `request.coHandlerRelieved`, `request.offerEnded`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  forceClose(id: string, input: InputOf<'forceClose'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Issues a command that the place or a plugin has declared (`commands`), with its input beside its name. The declaration says where it leads. There are none by
   * default.
   *
   * 自定义命令：执行本地或插件声明（`commands`）的命令，其内容与命令名并列填写，流向由声明决定；默认没有此类命令。
   *
   * By: whom the place permits. Event: the one that is declared. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * await huiyin.requests.act(id, { command: 'survey', result: 'leak' }, { by: officer })
   * ```
   */
  act(id: string, input: Acts, options: CommandOptions): Promise<RequestResult>
}
