import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { RequestResult } from '../result.js'

/** Time 时限: what makes a deadline stand still or move. */
export interface TimeCommands {
  /**
   * Lets the deadline stand still for a reason that the deadline policy lists, until `resume` or until the clock `suspension` runs out.
   *
   * 挂账：因时限规则所列的理由暂停办理时限，至恢复办理或挂账期满为止。
   *
   * By: the handling unit. Event: `request.suspended`. Refusals: `pause-reason-unknown`, `suspension-limit-reached`, `suspension-after-expiry`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  suspend(id: string, input: InputOf<'suspend'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Ends a suspension. The deadline moves by the time it stood still, and handling goes on.
   *
   * 恢复办理：结束挂账，办理时限按暂停的时间顺延，继续办理。
   *
   * By: the handling unit, the dispatch desk, a supervisor. Event: `request.resumed`. Refusals: none.
   *
   * @throws InvalidInputError, NotFoundError
   */
  resume(id: string, options: CommandOptions): Promise<RequestResult>
  resume(id: string, input: InputOf<'resume'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Asks for more time before the deadline has passed. The deadline stays where it is until a supervisor decides; the request for time lapses with
   * the clock `extensionDecision`.
   *
   * 申请延期：在办理时限届满前申请延长；审批前时限不变，逾期未审批的申请失效。
   *
   * By: the head of the unit. Event: `request.extensionRequested`. Refusals: `extension-pending`, `extension-after-expiry`, `extension-beyond-cap`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  requestExtension(id: string, input: InputOf<'requestExtension'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Grants or refuses the extension that is waiting. Granted, the deadline moves by the time asked for.
   *
   * 审批延期：批准或不批准待审批的延期申请；批准的，办理时限按申请顺延。
   *
   * By: a supervisor. Event: `request.extensionDecided`. Refusals: `extension-not-pending`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  decideExtension(id: string, input: InputOf<'decideExtension'>, options: CommandOptions): Promise<RequestResult>
}
