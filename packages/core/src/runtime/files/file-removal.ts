import type { SendResult } from '../../contracts/channel.js'
import type { Files } from '../../contracts/files.js'
import { unknownOutcome } from '../../delivery/send-result.js'
import { messageIn } from '../../import/in-words.js'
import type { SingleDestination } from '../../record/destinations.js'
import type { Engine } from '../../record/engine.js'
import type { RequestFacts } from '../../request/facts.js'
import { eventPayload } from '../../sink/event-pattern.js'
import type { RequestKind } from '../request-kind.js'

/** Name of the queue in which erased files wait to be removed. */
export const fileRemovals = 'huiyin/files'

/** The events that erase attachments. */
export const erasingFiles = ['request.textsErased', 'request.attachmentErased'] as const

/**
 * Removes the bytes of attachments that were erased, as a queue of its own: a file store that is away holds up no other work. The delivery is committed with
 * the event, and removing twice is harmless, so that nothing stays after a crash in between.
 */
export function fileRemoval(files: Files, engine: Pick<Engine, 'facts'>, kind: RequestKind): SingleDestination {
  async function removeErased(id: string): Promise<SendResult> {
    const found = await engine.facts<RequestFacts>(kind, id)
    for (const { ref, erasedAt } of found?.facts.attachments ?? []) if (erasedAt !== undefined) await files.remove(ref)
    return { ok: true }
  }
  return {
    name: fileRemovals,
    concurrency: 4,
    onDeadLetter: 'skip',
    payloadFor: eventPayload(erasingFiles),
    deliver: ({ id }) => removeErased(id).catch((error: unknown) => unknownOutcome(messageIn(error))),
  }
}
