import type { ReadOptions } from '../../contracts/command.js'
import type { InputOf, RequestAction } from '../commands.js'
import type { CommandPreview, SubmitPreview } from '../reading/preview.js'

/** Previews 预览: what would come of it. */
export interface RequestPreviews {
  /**
   * Says what a command would come to now, and writes nothing: the refusal, or the steps it would lead through, the deadline that would run, what the
   * resident would read and who would hear what. Decided by the same laws as the command; between the two, others may act and time goes on.
   *
   * 预览：说明命令此刻会有什么结果，不作任何写入：被拒绝的理由，或者会经过的步骤、会起算的时限、诉求人会看到什么、谁会收到什么消息。
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const rated = await huiyin.requests.preview(id, 'rate', { grade: 1 }, { by: resident })
   * if (rated.ok) console.log(rated.status.zh, rated.deadline?.dueDate)
   * ```
   */
  preview<Action extends Exclude<RequestAction, 'submit'>>(
    id: string,
    command: Action,
    input: InputOf<Action>,
    options: ReadOptions,
  ): Promise<CommandPreview>

  /**
   * Says what a report would come to, before it is sent: the area, the unit that would handle it and why, and the date until when, if it were dispatched at
   * once. Nothing is written, and no number is given out.
   *
   * 上报预览：在提交之前说明归属区划、责任单位及依据，以及立即派单时的办理期限。不作任何写入，也不占用工单号。
   *
   * @throws InvalidInputError
   * @example
   * ```ts
   * const report = { category: 'heating', area: '370281001001001', description: '家中不热，只有 14 度。' }
   * const before = await huiyin.requests.previewSubmit(report, { by: resident })
   * if (before.ok) console.log(before.responsible.name.zh, before.completion?.dueDate)
   * ```
   */
  previewSubmit(input: InputOf<'submit'>, options: ReadOptions): Promise<SubmitPreview>
}
