import type { Notice } from '../../contracts/notice.js'
import type { TakenDelivery } from '../../contracts/rows.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { DomainEvent } from '../../record/record-kind.js'

/** What every message says of its delivery and the event that caused it, whoever words it. */
export function noticeHead(
  taken: Pick<TakenDelivery, 'type' | 'id' | 'event' | 'destination' | 'attempts'>,
  event: DomainEvent,
): Pick<Notice, 'id' | 'at' | 'attempt' | 'event' | 'data' | 'seq' | 'record'> {
  const { type, id, event: seq, destination, attempts: attempt } = taken
  return {
    id: `${id}/${seq}/${destination}`,
    at: event.at,
    attempt,
    event: event.type,
    data: deepFreeze(event.data),
    seq,
    record: { type, id },
  }
}
