import type { RefusalKind, RefusalTemplates } from '../../import/refusal.js'
import type { AttachmentRefusals } from '../refusal-details/attachments.js'

// As people read sizes: 20 MB, 350 KB.
function sizeInWords(bytes: number): string {
  const [unit, of] = bytes >= 1024 * 1024 ? (['MB', 1024 * 1024] as const) : (['KB', 1024] as const)
  return `${Math.round((bytes / of) * 10) / 10} ${unit}`
}

/** Refusals of attachments in words. */
export const attachmentWords: RefusalTemplates<AttachmentRefusals> = {
  'files-not-kept': {
    zh: () => '本系统未配置文件存储，不能添加附件。',
    en: () => 'No file store is configured here; nothing can be attached.',
  },
  'attachment-type-not-taken': {
    zh: (d) => `不接收 ${d.type} 类型的文件；可用：${d.taken.join('、')}。`,
    en: (d) => `Files of the type ${d.type} are not taken; these are: ${d.taken.join(', ')}.`,
  },
  'attachment-too-large': {
    zh: (d) => `文件超过上限（${sizeInWords(d.limit)}），请压缩后再传。`,
    en: (d) => `The file is larger than ${sizeInWords(d.limit)}; send a smaller one.`,
  },
  'attachment-limit-reached': {
    zh: (d) => `该诉求已有附件 ${d.attachments} 个，上限为 ${d.limit} 个。`,
    en: (d) => `The request has ${d.attachments} attachments; it may have ${d.limit}.`,
  },
  'file-unknown': {
    zh: () => '没有由您存入且内容相符的这个文件，请重新上传。',
    en: () => 'You have put no such file, or one with other bytes; upload it again.',
  },
  'attachment-repeated': {
    zh: () => '该文件已添加到本件。',
    en: () => 'The file is attached to this request already.',
  },
  'attachment-step-by-staff': {
    zh: () => '办理佐证与核查附件由工作人员添加。',
    en: () => 'Proof of handling, and what a check found, is attached by staff.',
  },
  'attachment-unknown': {
    zh: () => '该诉求没有这个附件，或已删除。',
    en: () => 'The request has no such attachment, or it is erased already.',
  },
  'attachment-of-another': {
    zh: () => '只能删除您本人添加的附件。',
    en: () => 'You can erase what you attached yourself.',
  },
  'proof-missing': {
    zh: () => '该分类要求答复时附办理佐证，本轮办理尚无佐证，请添加现场照片或凭证。',
    en: () =>
      'This category demands proof of handling with the answer, and this round has none; attach a picture or a document.',
  },
}

/** What sort of "no" they are, where it is not the state. */
export const attachmentRefusalKinds = {
  'attachment-type-not-taken': 'form',
  'attachment-too-large': 'form',
  'file-unknown': 'missing',
  'attachment-repeated': 'conflict',
  'attachment-step-by-staff': 'forbidden',
  'attachment-unknown': 'missing',
  'attachment-of-another': 'forbidden',
} as const satisfies { readonly [Code in keyof AttachmentRefusals]?: RefusalKind }
