import type { CommandOptions } from '../../contracts/command.js'
import type { InputOf } from '../commands.js'
import type { RequestResult } from '../result.js'

/** Attachments 附件: files that belong to a request. Their bytes are put first, with `huiyin.files`; reports, answers and checks may bring them too. */
export interface AttachmentCommands {
  /**
   * Adds files to an open request: pictures of what is wrong, proof of handling, what a check found. They are kept already, put by the same actor; only
   * their reference, type, size and digest are written.
   *
   * 添加附件：为未办结的诉求添加文件，如现场照片、办理佐证、核查照片。文件须先由同一操作人存入，事件只记录引用、类型、大小与摘要。
   *
   * By: the requester, the handling unit, a co-handling unit, a building lead, a grid worker, a community clerk, the dispatch desk, a supervisor. Event: `request.attached`. Refusals: `files-not-kept`, `attachment-type-not-taken`, `attachment-too-large`, `attachment-limit-reached`, `file-unknown`,
   * `attachment-repeated`, `attachment-step-by-staff`.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const put = await huiyin.files.put(new Blob(['…']).stream(), { type: 'image/jpeg', by: officer })
   * if (!put.ok) throw new Error(put.refusal.message.zh)
   * await huiyin.requests.attach(id, { attachments: [put.file] }, { by: officer })
   * ```
   */
  attach(id: string, input: InputOf<'attach'>, options: CommandOptions): Promise<RequestResult>

  /**
   * Erases one file, in whatever state the request is: its bytes are removed from the file store soon after, and what it was called is erased at once. The
   * event that brought it stays, with its digest.
   *
   * 删除附件：任何状态下均可删除一个附件，原文件名立即删除，字节随后从文件存储中移除；添加时的事件与摘要保留。
   *
   * By: the requester, the dispatch desk, a supervisor, a security administrator. Event: `request.attachmentErased`. Refusals: `attachment-unknown`,
   * `attachment-of-another`.
   *
   * @throws InvalidInputError, NotFoundError
   */
  eraseAttachment(id: string, input: InputOf<'eraseAttachment'>, options: CommandOptions): Promise<RequestResult>
}
