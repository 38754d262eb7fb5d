import { contextAt, dispatcher, handler, handling, resident, sealed } from '@huiyin/testkit/scenario'
import { defaultAttachmentPolicy } from '../../src/request/attachments/policy.js'
import { ask, type RefusalRow } from './row.js'

const digest = `sm3:${'0'.repeat(64)}`
const file = (no: number, more: object = {}) => ({
  ref: `kxyz.f${no}.${'0'.repeat(32)}`,
  type: 'image/jpeg',
  size: 1000,
  digest,
  ...more,
})
const one = { attachments: [file(1)] }
const two = { attachments: [file(1), file(2)] }
const path = (field: string, place = 0) => ['input', 'attachments', String(place), field]
const policy = (more: object) => ({ attachments: { policy: { ...defaultAttachmentPolicy, ...more } } })
const nowhere = { attachments: undefined } as object
const attached = () => handling().do(resident, 'attach', one)
const proven = {
  responsibilities: {
    ...contextAt(0, resident).responsibilities,
    category: () => ({ preClosingCheck: false, proofRequired: true }),
  },
}
const staffRef = file(9).ref
const byStaff = () => handling().do(dispatcher, 'attach', { attachments: [file(9)], step: 'report' })

/** What stands in the way of files that come with a request. */
export const attachmentRows: readonly RefusalRow[] = [
  {
    code: 'files-not-kept',
    policy: 'nothing is attached where there is no file store',
    refused: () => ask(handling(), resident, 'attach', one, nowhere),
    details: {},
    allowed: () => ask(handling(), resident, 'attach', one),
  },
  {
    code: 'files-not-kept',
    policy: 'a report with files is not taken without them',
    refused: () => ask(handling(), resident, 'supplement', { text: sealed, ...one }, nowhere),
    details: {},
    allowed: () => ask(handling(), resident, 'supplement', { text: sealed, ...one }),
  },
  {
    code: 'attachment-type-not-taken',
    policy: 'what a browser would run is no attachment',
    refused: () => ask(handling(), resident, 'attach', { attachments: [file(1), file(2, { type: 'image/svg+xml' })] }),
    details: { type: 'image/svg+xml', taken: defaultAttachmentPolicy.types, path: path('type', 1) },
    allowed: () => ask(handling(), resident, 'attach', two),
  },
  {
    code: 'attachment-too-large',
    policy: 'a file has so many bytes at most',
    refused: () => ask(handling(), resident, 'attach', one, policy({ maxSize: 999 })),
    details: { size: 1000, limit: 999, path: path('size') },
    allowed: () => ask(handling(), resident, 'attach', one, policy({ maxSize: 1000 })),
  },
  {
    code: 'attachment-limit-reached',
    policy: 'a request has so many files at most',
    refused: () => ask(attached(), resident, 'attach', { attachments: [file(2), file(3)] }, policy({ maxFiles: 2 })),
    details: { attachments: 1, limit: 2 },
    allowed: () => ask(attached(), resident, 'attach', { attachments: [file(2)] }, policy({ maxFiles: 2 })),
  },
  {
    code: 'file-unknown',
    policy: 'only what is kept is attached',
    refused: () =>
      ask(handling(), resident, 'attach', two, { attachments: { policy: defaultAttachmentPolicy, unknown: '1' } }),
    details: { path: path('ref', 1) },
    allowed: () => ask(handling(), resident, 'attach', two),
  },
  {
    code: 'attachment-repeated',
    policy: 'a file is attached once',
    refused: () => ask(attached(), resident, 'attach', two),
    details: { path: path('ref') },
    allowed: () => ask(attached(), resident, 'attach', { attachments: [file(2)] }),
  },
  {
    code: 'attachment-step-by-staff',
    policy: 'a resident brings no proof of handling',
    refused: () => ask(handling(), resident, 'attach', { ...one, step: 'proof' }),
    details: { step: 'proof', path: ['input', 'step'] },
    allowed: () => ask(handling(), resident, 'attach', { ...one, step: 'supplement' }),
  },
  {
    code: 'attachment-unknown',
    policy: 'a file is erased once',
    refused: () =>
      ask(
        attached().do(resident, 'eraseAttachment', { ref: file(1).ref, reason: sealed }),
        resident,
        'eraseAttachment',
        {
          ref: file(1).ref,
          reason: sealed,
        },
      ),
    details: { path: ['input', 'ref'] },
    allowed: () => ask(attached(), resident, 'eraseAttachment', { ref: file(1).ref, reason: sealed }),
  },
  {
    code: 'attachment-of-another',
    policy: 'a resident erases what they attached themself',
    refused: () => ask(byStaff(), resident, 'eraseAttachment', { ref: staffRef, reason: sealed }),
    details: { path: ['input', 'ref'] },
    allowed: () => ask(byStaff(), dispatcher, 'eraseAttachment', { ref: staffRef, reason: sealed }),
  },
  {
    code: 'proof-missing',
    policy: 'a unit answers with proof of handling where the category demands it',
    refused: () => ask(handling(), handler, 'reply', { text: sealed }, proven),
    details: { category: 'heating', round: 0 },
    allowed: () => ask(handling(), handler, 'reply', { text: sealed, ...one }, proven),
  },
  {
    code: 'proof-missing',
    policy: 'proof of the round before does not do for the next',
    refused: () =>
      ask(
        handling()
          .do(handler, 'reply', { text: sealed, ...one })
          .do(resident, 'rate', { grade: 1 }),
        handler,
        'reply',
        { text: sealed },
        proven,
      ),
    details: { category: 'heating', round: 1 },
    allowed: () => ask(handling().do(handler, 'attach', one), handler, 'reply', { text: sealed }, proven),
  },
]
