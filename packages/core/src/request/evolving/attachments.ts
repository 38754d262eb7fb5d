import type { RequestEvent } from '../events.js'
import type { AttachedFile, Attachment, AttachmentStep } from '../facts/attachment.js'
import type { RequestFacts } from '../facts.js'
import { roundOf } from '../questions.js'
import type { Patch } from './patch.js'

type EventOf<Type extends RequestEvent['type']> = Extract<RequestEvent, { type: Type }>

const stepOf: Readonly<Record<string, AttachmentStep>> = {
  'request.submitted': 'report',
  'request.supplemented': 'supplement',
  'request.replied': 'proof',
  'request.coHandlerReplied': 'proof',
  'request.checked': 'check',
}

/** The files that an event brought, whichever event it is; `undefined` for most, which bring none. What a place's own event calls so is its own. */
export function attachedBy(facts: RequestFacts, event: RequestEvent): readonly Attachment[] | undefined {
  const { at, by, type } = event
  const { attachments, step = stepOf[type] } = event.data as {
    readonly attachments?: readonly AttachedFile[]
    readonly step?: AttachmentStep
  }
  if (attachments === undefined || (type !== 'request.attached' && stepOf[type] === undefined)) return undefined
  const said = { step: step ?? 'supplement', round: roundOf(facts), at, by: { id: by.id, kind: by.kind } }
  return [...(facts.attachments ?? []), ...attachments.map((file) => ({ ...file, ...said }))]
}

const erased =
  (at: number) =>
  (each: Attachment): Attachment =>
    each.erasedAt === undefined ? { ...each, erasedAt: at } : each

export const attachmentErased = (
  { attachments = [] }: RequestFacts,
  { at, data: { ref } }: EventOf<'request.attachmentErased'>,
): Patch => ({ attachments: attachments.map((each) => (each.ref === ref ? erased(at)(each) : each)) })

export const textsErased = ({ attachments }: RequestFacts, { at }: EventOf<'request.textsErased'>): Patch => ({
  textsErasedAt: at,
  keptUntil: undefined,
  ...(attachments !== undefined && { attachments: attachments.map(erased(at)) }),
})
