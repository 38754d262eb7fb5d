import type { KeptSent } from '../contracts/ledger/kept-sent.js'
import type { Receiver } from '../contracts/receiver.js'
import type { EventRow, KeptDelivery, RecordRef } from '../contracts/rows.js'
import type { Storage } from '../contracts/storage.js'
import type { Bilingual } from '../contracts/text.js'
import { NotFoundError } from '../errors.js'
import { parseReader } from '../import/parse.js'
import type { StoredEvent } from '../record/stored-event.js'
import type { NoticeState, RequestNotice } from '../request/reading/request-notice.js'
import type { Requests } from '../request/requests.js'
import { instantInWords } from '../sla/words.js'

const pageSize = 500
const receivers: Readonly<Record<Receiver['kind'], Bilingual>> = {
  resident: { zh: '诉求人', en: 'the resident' },
  unit: { zh: '承办单位', en: 'the unit' },
  dispatcher: { zh: '派单席', en: 'the desk' },
  supervisor: { zh: '督办人', en: 'the supervisor' },
  member: { zh: '网格队伍成员', en: 'a member of a grid team' },
  person: { zh: '有关人员', en: 'a person' },
}

type Became = Omit<RequestNotice, 'event' | 'to' | 'channel' | 'words'>

const stateOf = ({ skipped, readAt, deliveredAt, failedAt }: KeptSent): NoticeState =>
  skipped !== undefined ? 'skipped'
  : readAt !== undefined ? 'read'
  : deliveredAt !== undefined ? 'delivered'
  : failedAt !== undefined ? 'failed'
  : 'sent' // biome-ignore format: a ladder

function ofSent(sent: KeptSent): Became {
  const { at, attempts, ref, skipped, deliveredAt, readAt, failedAt, failure } = sent
  const reason = skipped ?? failure
  return {
    state: stateOf(sent),
    at,
    attempts,
    ...(ref !== undefined && { ref }),
    ...(deliveredAt !== undefined && { deliveredAt }),
    ...(readAt !== undefined && { readAt }),
    ...(failedAt !== undefined && { failedAt }),
    ...(reason !== undefined && { reason }),
  }
}

const ofOwed = ({ at, attempts, dead }: KeptDelivery): Became =>
  dead === undefined ? { state: 'pending', at, attempts } : { state: 'dead', attempts, reason: dead }

const moment = (at: number | undefined): Bilingual => (at === undefined ? { zh: '', en: '' } : instantInWords(at))

function outcomeInWords({ state, at, attempts = 0, reason, deliveredAt, readAt, failedAt }: Became): Bilingual {
  const [sent, delivered, read, failed] = [at, deliveredAt, readAt, failedAt].map(moment) as [
    Bilingual,
    Bilingual,
    Bilingual,
    Bilingual,
  ]
  const why = reason === undefined ? { zh: '', en: '' } : { zh: `：${reason}`, en: `: ${reason}` }
  switch (state) {
    case 'pending':
      return { zh: `待发送，已尝试 ${attempts} 次`, en: `waits to be sent, tried ${attempts} times` }
    case 'dead':
      return { zh: `尝试 ${attempts} 次未能发出${why.zh}`, en: `could not be sent in ${attempts} attempts${why.en}` }
    case 'skipped':
      return { zh: `${sent.zh}未发送${why.zh}`, en: `left out at ${sent.en}${why.en}` }
    case 'sent':
      return { zh: `${sent.zh}发出`, en: `sent at ${sent.en}` }
    case 'delivered':
      return { zh: `${sent.zh}发出，${delivered.zh}送达`, en: `sent at ${sent.en}, delivered at ${delivered.en}` }
    case 'read':
      return { zh: `${sent.zh}发出，${read.zh}已读`, en: `sent at ${sent.en}, read at ${read.en}` }
    case 'failed':
      return {
        zh: `${sent.zh}发出，${failed.zh}回执未送达${why.zh}`,
        en: `sent at ${sent.en}, not delivered by the receipt of ${failed.en}${why.en}`,
      }
    case 'unrecorded':
      return { zh: '已处理，记录不再保留', en: 'was settled, no row of it is kept' }
  }
}

interface Parts {
  readonly requests: Pick<Requests, 'get'>
  readonly storage: Pick<Storage, 'load' | 'history'>
  readonly refOf: (id: string) => RecordRef
  /** Whose messages each queue of a channel carries, whichever process serves it. */
  readonly audiences: () => Promise<ReadonlyMap<string, Receiver['kind']>>
}

/** Proof of notice: see `Requests.notices`. */
export function requestNotices({ requests, storage, refOf, audiences }: Parts): Requests['notices'] {
  async function eventsOf(ref: RecordRef): Promise<readonly EventRow[]> {
    const events: EventRow[] = []
    for (;;) {
      const page = await storage.history(ref, { after: events.length, limit: pageSize })
      events.push(...page)
      if (page.length < pageSize) return events
    }
  }

  return async function notices(id, options) {
    // A resident reads what `forResident` shows.
    if (parseReader(options).kind === 'resident') throw new NotFoundError('request', id)
    await requests.get(id, options)
    const ref = refOf(id)
    const [events, { rows }, queues] = [await eventsOf(ref), await storage.load(ref, { rows: true }), await audiences()]
    const became = new Map<string, Became>()
    const key = (event: number, destination: string) => `${event} ${destination}`
    for (const each of rows?.sent ?? []) became.set(key(each.event, each.destination), ofSent(each))
    for (const each of rows?.deliveries ?? []) became.set(key(each.event, each.destination), ofOwed(each))
    return events.flatMap(({ seq, type, at, bytes }): RequestNotice[] => {
      const { owes = {} } = (JSON.parse(bytes) as StoredEvent).wrote ?? {}
      const told = [...queues].filter(([name]) => Object.hasOwn(owes, name) || became.has(key(seq, name)))
      return told.map(([channel, to]) => {
        const what = became.get(key(seq, channel)) ?? ({ state: 'unrecorded' } as const)
        const [who, outcome] = [receivers[to], outcomeInWords(what)]
        const words = { zh: `经 ${channel} 告知${who.zh}：${outcome.zh}`, en: `${channel} to ${who.en}: ${outcome.en}` }
        return { event: { seq, type, at }, to, channel, ...what, words }
      })
    })
  }
}
