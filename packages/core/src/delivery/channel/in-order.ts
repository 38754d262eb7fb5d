import { preferredOrder } from '../../contact/preferred-order.js'
import type { ChannelHost, NotificationChannel, SendContext, SendResult } from '../../contracts/channel.js'
import type { Notice } from '../../contracts/notice.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { isProviderRef } from '../send-result.js'
import type { Audience } from './queues.js'
import { isWantedBy } from './wanting.js'

const defaultTimeout = 30_000
const longestTimeout = 600_000

type Part = NotificationChannel
type Rate = NonNullable<Part['rate']>

const audiencesOf = ({ audience }: Part): readonly Audience[] => (typeof audience === 'string' ? [audience] : audience)
const hostOf = (host: ChannelHost, { via, name }: Part): ChannelHost => ({
  ...host,
  addresses: (notice, kind = via) => host.addresses(notice, kind),
  // What several providers call their messages may be the same.
  receipt: (message, receipt) =>
    host.receipt(typeof message === 'string' ? message : { ref: refOf(name, message.ref) }, receipt),
})
const refOf = (name: string, ref: string) => `${name}:${ref}`
/** What was sent says by which of the parts. */
const carriedBy = ({ name }: Part, { id }: Notice, result: SendResult): SendResult =>
  result.ok && result.skipped === undefined
    ? { ok: true, ref: refOf(name, isProviderRef(result.ref) ? result.ref : id) }
    : result
const slower = (one: Rate, other: Rate): Rate => (one.messages / one.per <= other.messages / other.per ? one : other)

/** The parts as one person wants them tried; as they are given for somebody who never said, and for an office. */
async function tried(parts: readonly Part[], notice: Notice, host: ChannelHost): Promise<readonly Part[]> {
  if (!['resident', 'member', 'person'].includes(notice.to.kind)) return parts
  const offered = parts.flatMap(({ via }) => via ?? [])
  for (const via of new Set(offered)) {
    const [reached] = await host.addresses(notice, via)
    if (reached === undefined) continue
    const order = preferredOrder(reached.preferences, [...new Set(offered)])
    const place = ({ via: own }: Part) => (own === undefined ? order.length : order.indexOf(own))
    return reached.preferences?.order === undefined ? parts : [...parts].sort((a, b) => place(a) - place(b))
  }
  return parts
}

/**
 * One channel made of several that are tried one after the other: the next one when a channel has nobody to send to (`skipped`), or when its receiver refuses
 * (`recipient`). Any other answer holds, since a message that may have arrived by one way must not come by another too. A person who said in which order
 * they want to be reached is reached in that order.
 *
 * What the ledger keeps names the part that carried a message: `<part>:<ref>`, with the id of the notice where its provider gave no reference.
 *
 * It has the audiences that all of them have, as much time as all of them together, and the rate of the slowest.
 *
 * @param name of the queue; keep it for as long as messages wait
 * @throws ConfigurationError when there is none, or when they have no audience in common
 * @example
 * ```ts
 * import { inOrder } from '@huiyin/core/contracts'
 *
 * const ok = async () => ({ ok: true }) as const
 * const wechat = { contract: 'huiyin.channel/2', name: 'wechat', audience: 'resident', via: 'openid', send: ok } as const
 * const sms = { contract: 'huiyin.channel/2', name: 'sms', audience: 'resident', via: 'phone', send: ok } as const
 * console.log(inOrder('residents', [wechat, sms]).audience) // [ 'resident' ]
 * ```
 */
export function inOrder(name: string, channels: readonly NotificationChannel[]): NotificationChannel {
  const parts = [...channels]
  const [first] = parts
  const common =
    first === undefined
      ? []
      : audiencesOf(first).filter((each) => parts.every((part) => audiencesOf(part).includes(each)))
  if (common.length === 0)
    throw new ConfigurationError(
      inBoth(
        `渠道 ${name} 由 ${parts.length} 个渠道组成，它们没有共同的 audience。`,
        `The channel ${name} is made of ${parts.length} channels that have no audience in common.`,
      ),
      { name },
    )
  const open = new Set<Part>()
  const rates = parts.flatMap(({ rate }) => rate ?? [])

  async function send(notice: Notice, { host, signal }: SendContext): Promise<SendResult> {
    let refused: SendResult | undefined
    const skipped: string[] = []
    for (const part of await tried(parts, notice, host)) {
      if (signal.aborted) return { ok: false, class: 'unknown', reason: 'called off' }
      if (!isWantedBy(part, { type: notice.event, data: notice.data })) continue
      const result = await part.send(notice, { host: hostOf(host, part), signal })
      if (result.ok && result.skipped !== undefined) skipped.push(`${part.name}: ${result.skipped}`)
      else if (!result.ok && result.class === 'recipient') refused = result
      else return carriedBy(part, notice, result)
    }
    return refused ?? { ok: true, skipped: skipped.join('; ') }
  }

  async function find(notice: Notice, host: ChannelHost): Promise<SendResult | undefined> {
    let unclear: SendResult | undefined
    for (const part of parts) {
      const found = await part.find?.(notice, hostOf(host, part))
      if (found?.ok === true) return carriedBy(part, notice, found)
      // One that was refused for good by its receiver is tried again, and goes on to the next.
      if (found?.class !== 'recipient') unclear ??= found
    }
    return unclear
  }

  return Object.freeze({
    contract: 'huiyin.channel/2',
    name,
    audience: common.length === 1 ? (common[0] as Audience) : common,
    wants: (event) => parts.some((part) => isWantedBy(part, event)),
    ...(rates.length > 0 && { rate: rates.reduce(slower) }),
    timeout: Math.min(
      longestTimeout,
      parts.reduce((sum, { timeout = defaultTimeout }) => sum + timeout, 0),
    ),
    concurrency: Math.min(...parts.map(({ concurrency = 8 }) => concurrency)),
    onDeadLetter: parts.some(({ onDeadLetter }) => onDeadLetter === 'block') ? 'block' : 'skip',
    start: async (host) => {
      for (const part of parts) {
        if (!open.has(part)) await part.start?.(hostOf(host, part))
        open.add(part)
      }
    },
    stop: async () => {
      const stopping = parts.filter((part) => open.delete(part)).map(async (part) => part.stop?.())
      for (const each of await Promise.allSettled(stopping)) if (each.status === 'rejected') throw each.reason
    },
    check: async () => {
      for (const part of parts) {
        const { ok, reason } = (await part.check?.()) ?? { ok: true }
        if (!ok) return { ok, reason: `${part.name}: ${reason ?? 'it could not'}` }
      }
      return { ok: true }
    },
    send,
    ...(parts.some(({ find: own }) => own !== undefined) && { find }),
  } satisfies NotificationChannel)
}
