import type { WorkCalendar } from '../../calendar/calendar.js'
import { quietUntil } from '../../contact/quiet-hours.js'
import type { ChannelHost, NoticeTexts, NotificationChannel } from '../../contracts/channel.js'
import type { Directory, Reached } from '../../contracts/directory.js'
import type { Logger } from '../../contracts/logger.js'
import type { Notice } from '../../contracts/notice.js'
import type { RecordRef } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import type { Sealed } from '../../privacy/seal.js'
import type { RecordReader } from '../../record/record-reader.js'
import type { RequestEvent } from '../../request/events.js'
import type { RequestFacts } from '../../request/facts.js'
import { addressedToResident } from '../../request/views/resident.js'
import { queuesOf } from './queues.js'

/** What a host is made of, the same for every channel. */
export interface HostParts {
  readonly directory: Directory
  readonly calendar: () => WorkCalendar
  readonly storage: Pick<Storage, 'load'>
  readonly readAt: RecordReader['readAt']
  readonly refOf: (type: string, id: string) => RecordRef
  readonly requestType: string
  /** What takes receipts of messages in these queues. */
  readonly receipts: (queues: readonly string[]) => ChannelHost['receipt']
  readonly logger: Logger
  readonly now: () => number
}

// A directory may come from outside: what is none is a failure to know, and nobody is told at an address that is none.
function checked(answer: readonly Reached[]): readonly Reached[] {
  const isOne = ({ person, address }: Reached) => typeof person === 'string' && typeof address === 'string'
  if (Array.isArray(answer) && answer.every(isOne)) return answer
  throw new TypeError('the directory answered no list of people and addresses')
}

function textOf(event: RequestEvent, notice: Notice): Sealed | undefined {
  if (notice.to.kind === 'resident') return addressedToResident(event)
  const { text, reason } = event.data as { readonly text?: Sealed; readonly reason?: Sealed }
  return text ?? reason
}

/**
 * The host of one channel. `putOff` hears until when a message has to wait, since everybody it is for has quiet hours: the earliest instant at which one of
 * them may be told.
 */
export function createHost(
  parts: HostParts,
  own: Pick<NotificationChannel, 'name' | 'audience' | 'via'>,
  putOff: (until: number) => void,
): ChannelHost {
  const { directory, calendar, storage, readAt, refOf, requestType, receipts, logger: log, now } = parts

  async function addresses(notice: Notice, via = own.via): Promise<readonly Reached[]> {
    if (via === undefined) return []
    const reached = checked(await directory.addresses(notice.to, via, notice.record))
    const instant = now()
    const mayBeTold = reached.map(({ preferences }) => quietUntil(preferences, instant, calendar(), notice))
    const awake = reached.filter((_, position) => mayBeTold[position] === instant)
    if (awake.length === 0 && reached.length > 0) putOff(Math.min(...mayBeTold))
    return awake
  }

  async function texts(notice: Notice): Promise<NoticeTexts> {
    const { type, id } = notice.record
    if (type !== requestType) return {}
    const ref = refOf(type, id)
    const read = await readAt<RequestFacts>({ ...ref, event: notice.seq })
    if (read === undefined) return {}
    const { vault = [] } = await storage.load(ref, { vault: true })
    const textIn = (sealed: Sealed | undefined) => vault.find((each) => each.ref === sealed?.ref)?.value ?? undefined
    const text = textIn(textOf(read.event as RequestEvent, notice))
    const description = textIn(read.facts.description)
    return { ...(text !== undefined && { text }), ...(description !== undefined && { description }) }
  }

  return Object.freeze({ addresses, texts, receipt: receipts(queuesOf(own).map(({ name }) => name)), log, now })
}
