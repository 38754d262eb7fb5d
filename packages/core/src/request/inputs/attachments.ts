import { z } from 'zod'
import { isFileDigest, isMediaType } from '../../file/check-file.js'
import { isFileRef } from '../../file/file-ref.js'
import { freeText, textIssue } from '../../privacy/text.js'

const shaped = (fits: (text: string) => boolean, zh: string, en: string) =>
  z.string().refine(fits, textIssue('wrong-shape', { expected: { zh, en } }))

const file = z.strictObject({
  /** Reference that `files.put` or `files.newRef` made for the same actor. 文件引用，由 files.put 或 files.newRef 为同一操作人生成。 */
  ref: shaped(isFileRef, 'files.put 或 files.newRef 生成的文件引用', 'a reference that files.put or files.newRef made'),
  /** Media type, in small letters. 媒体类型，小写。 */
  type: shaped(isMediaType, '媒体类型，如 image/jpeg', 'a media type, such as image/jpeg'),
  /** How many bytes it has. 共有多少字节。 */
  size: z.number().int().min(1),
  /** Hash over its bytes: `sha256:…` or `sm3:…`. 字节的摘要。 */
  digest: shaped(isFileDigest, 'sha256: 或 sm3: 加 64 位小写十六进制', 'sha256: or sm3: and 64 hex digits'),
  /** What whoever sent it called it, at most 255 characters; goes to the vault. 原文件名，至多 255 字；可不填。 */
  name: freeText('fileName', 255).optional(),
})

/** Files that come with a command, each once. */
export const filesForm = z
  .array(file)
  .min(1)
  .max(9)
  .check(({ value, issues }) => {
    for (const [place, { ref }] of value.entries())
      if (value.findIndex((each) => each.ref === ref) < place)
        issues.push({ ...textIssue('named-twice', {}), path: [place, 'ref'] })
  })

/** What is attached, and what is erased of it. */
export const attachmentInputs = {
  attach: z.strictObject({
    /** 1 to 9 files, whose bytes are kept already. 附件，1 至 9 个，字节须已存入。 */
    attachments: filesForm,
    /** What they show; absent: `proof` for staff, for residents `report`, or `supplement` once a unit has claimed. 所属环节；不填：工作人员为办理佐证，居民为上报，认领后为补充。 */
    step: z.enum(['report', 'supplement', 'proof', 'check']).optional(),
  }),
  eraseAttachment: z.strictObject({
    /** Reference of the file. 文件引用。 */
    ref: shaped(isFileRef, '附件的引用', 'the reference of an attachment'),
    /** Why, at most 500 characters. 删除理由，至多 500 字。 */
    reason: freeText('reason', 500),
  }),
} as const
