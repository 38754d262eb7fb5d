import type { Refusal } from '../../import/refusal.js'
import type { Decision } from '../../record/record-kind.js'
import type { AttachmentPolicy } from '../attachments/policy.js'
import type { CommandNamed, RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { AttachedFile } from '../facts/attachment.js'
import type { RequestFacts } from '../facts.js'
import { requestRefusals } from '../refusals.js'
import { attachmentLimit } from '../rules/attachment-limit.js'
import { compact, type Drafter, draft } from './draft.js'

/** 添加附件: what staff bring is proof of handling, unless they say what else it is; of a resident it belongs to the report. */
export const attach: Drafter<'attach'> = ({ claimedAt }, { input: { step, attachments } }, { by }) => {
  const usual = by.kind === 'resident' ? (claimedAt === undefined ? 'report' : 'supplement') : 'proof'
  return draft({ type: 'request.attached', data: { step: step ?? usual, attachments: attachments.map(compact) } })
}

/** What an event says of the files that came with a command. */
export const withFiles = ({
  attachments,
}: {
  readonly attachments?: CommandNamed<'attach'>['input']['attachments'] | undefined
}): { readonly attachments?: readonly AttachedFile[] } =>
  attachments === undefined ? {} : { attachments: attachments.map(compact) }

/** The files that a command names, whichever command it is. */
export function filesOf({ input }: RequestCommand): readonly AttachedFile[] {
  return (input as { readonly attachments?: readonly AttachedFile[] } | undefined)?.attachments ?? []
}

/** The first file that the place does not take, before anybody asks the store for it. */
export function unfitFile(
  files: readonly AttachedFile[],
  { types, maxSize: limit }: AttachmentPolicy,
): Refusal | undefined {
  for (const [place, { type, size }] of files.entries()) {
    const path = ['input', 'attachments', String(place)]
    if (!types.includes(type))
      return requestRefusals['attachment-type-not-taken']({ type, taken: types, path: [...path, 'type'] })
    if (size > limit) return requestRefusals['attachment-too-large']({ size, limit, path: [...path, 'size'] })
  }
  return undefined
}

/** Why files cannot come with a command; `undefined` where none do. */
export function filesRefused(
  facts: Pick<RequestFacts, 'attachments'>,
  command: RequestCommand,
  context: RequestContext,
): Refusal | undefined {
  const files = filesOf(command)
  if (files.length === 0) return undefined
  const { attachments } = context
  if (attachments === undefined) return requestRefusals['files-not-kept']({})
  const refused = attachmentLimit(facts as RequestFacts, command, context) ?? unfitFile(files, attachments.policy)
  if (refused !== undefined) return refused
  const path = (place: number | string) => ({ path: ['input', 'attachments', String(place), 'ref'] })
  const again = files.findIndex(({ ref }) => facts.attachments?.some((each) => each.ref === ref))
  if (again >= 0) return requestRefusals['attachment-repeated'](path(again))
  return attachments.unknown === undefined ? undefined : requestRefusals['file-unknown'](path(attachments.unknown))
}

/** 删除附件: one file, at any time, in whatever state. Its event keeps the digest, which says nothing of what it showed. */
export function eraseAttachment(
  facts: RequestFacts,
  { input }: CommandNamed<'eraseAttachment'>,
  { by }: RequestContext,
): Decision {
  const kept = (facts.attachments ?? []).filter(({ erasedAt }) => erasedAt === undefined)
  const unknown = { refusal: requestRefusals['attachment-unknown']({ path: ['input', 'ref'] }) }
  if (kept.length === 0) return unknown
  const { ref, reason } = input
  const found = kept.find((each) => each.ref === ref)
  if (found === undefined) return unknown
  // What staff brought is theirs to answer for.
  if (by.kind === 'resident' && found.by.id !== by.id)
    return { refusal: requestRefusals['attachment-of-another']({ path: ['input', 'ref'] }) }
  const erased: NewRequestEvent = { type: 'request.attachmentErased', data: { ref, reason } }
  return { events: [erased], ...(found.name !== undefined && { erase: [found.name.ref] }) }
}
