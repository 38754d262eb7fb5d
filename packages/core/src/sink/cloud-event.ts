import type { RecordRef } from '../contracts/rows.js'
import type { CloudEvent } from '../contracts/streams/sink.js'
import type { ReadEvent } from '../record/record-reader.js'

/** Where events come from when nothing else is said. */
export const defaultOrigin = '/huiyin'

// Raised when `data` gets another form: consumers tell by it what they read.
const formOfData = 1

/** The event of a record as it goes out; each call makes one of its own, so that no sink can reach that of another. */
export function cloudEvent(
  source: string,
  record: Pick<RecordRef, 'type' | 'id'>,
  { event, hash }: ReadEvent,
): CloudEvent {
  const { type, seq, at, by, data } = event
  const subject = `${record.type}/${record.id}`
  return {
    specversion: '1.0',
    id: `${subject}/${seq}`,
    source,
    type,
    subject,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    dataschema: `urn:huiyin:event:${encodeURIComponent(type)}:${formOfData}`,
    partitionkey: subject,
    dedupeid: hash,
    data: { record: { type: record.type, id: record.id }, seq, at, by: { ...by }, data },
  }
}
