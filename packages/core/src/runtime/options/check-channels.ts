import type { NotificationChannel } from '../../contracts/channel.js'
import type { Bilingual } from '../../contracts/text.js'
import { queuesOf } from '../../delivery/channel/queues.js'
import { rateLedger } from '../../delivery/rates.js'
import { faultsAfter, inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { queueNameFaults, sendingFaults } from './check-deliveries.js'

const audiences = ['resident', 'unit', 'dispatcher', 'supervisor', 'member', 'person']
const longestPer = 86_400_000
const optional = ['wants', 'start', 'stop', 'check', 'find'] as const

const otherContract = (contract: unknown): Bilingual =>
  inBoth(
    `按另一契约编写（${String(contract)}），本版需要 huiyin.channel/2：请将其包升级到与 @huiyin/core 同一版本；自写的渠道请照《编写渠道》改写，并以 @huiyin/testkit 的 channelConformance 验证`,
    `is made for another contract (${String(contract)}); this version needs huiyin.channel/2. Install the version of its package that belongs to this @huiyin/core, or, for one of your own, change it as "Write a channel" says and prove it with channelConformance of @huiyin/testkit`,
  )

function audienceFaults(audience: unknown): Bilingual[] {
  const list: readonly unknown[] = Array.isArray(audience) ? audience : [audience]
  if (list.length === 0) return [inBoth('的 audience 为空', 'has no audience')]
  return list
    .filter((each) => !audiences.includes(each as string))
    .map((each) => {
      const known = knownNames(String(each), audiences)
      return inBoth(`的 audience 为 ${String(each)}；${known.zh}`, `has the audience ${String(each)}; ${known.en}`)
    })
}

function rateFaults(rate: NotificationChannel['rate']): Bilingual[] {
  if (rate === undefined) return []
  const { messages, per } = rate ?? {}
  const isWhole = (value: unknown, most: number) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most
  if (isWhole(messages, Number.MAX_SAFE_INTEGER) && isWhole(per, longestPer)) return []
  const given = `{ messages: ${String(messages)}, per: ${String(per)} }`
  return [
    inBoth(
      `的 rate 为 ${given}，应为每 1 至 ${longestPer} 毫秒至少 1 条，均为整数`,
      `has the rate ${given}; it takes whole numbers: 1 message or more in 1 to ${longestPer} milliseconds`,
    ),
  ]
}

function faultsOf(channel: NotificationChannel, taken: ReadonlySet<string>): Bilingual[] {
  const { contract, name, audience, via, rate } = channel
  if (contract !== 'huiyin.channel/2') return [otherContract(contract)]
  const faults = [...audienceFaults(audience), ...sendingFaults(channel), ...rateFaults(rate)]
  const names = typeof name === 'string' && faults.length === 0 ? queuesOf(channel).map((queue) => queue.name) : [name]
  const first = [name, ...names]
    .map((each) => queueNameFaults(each, rate === undefined ? '' : rateLedger))
    .find(({ length }) => length > 0)
  // A queue has one name and one sender: of two channels with one name, the first would silently never send.
  if (first !== undefined) faults.unshift(...first)
  else if ([name, ...names].some((each) => taken.has(each)))
    faults.unshift(inBoth('与另一渠道重名，名称不得重复', 'has the name of another channel; names must be unique'))
  if (via !== undefined && (typeof via !== 'string' || via === ''))
    faults.push(
      inBoth(
        `的 via 为 ${String(via)}，应为地址种类，例如 phone`,
        `has the via ${String(via)}; it takes a kind of address, such as phone`,
      ),
    )
  if (typeof channel.send !== 'function') faults.push(inBoth('没有 send', 'has no send'))
  for (const member of optional)
    if (channel[member] !== undefined && typeof channel[member] !== 'function')
      faults.push(inBoth(`的 ${member} 不是函数`, `has a ${member} that is not a function`))
  return faults
}

/** What is wrong with channels, before anything is built from them. */
export function channelFaults(channels: readonly NotificationChannel[]): Bilingual[] {
  const taken = new Set<string>()
  return channels.flatMap((channel, position) => {
    if (typeof channel !== 'object' || channel === null)
      return [inBoth(`channels.${position} 不是渠道`, `channels.${position} is not a channel`)]
    const own = faultsOf(channel, taken)
    const which = String(channel.name)
    taken.add(channel.name)
    if (own.length === 0) for (const { name } of queuesOf(channel)) taken.add(name)
    return faultsAfter(`渠道 channels.${position}（${which}）`, `channels.${position} (${which}) `, own)
  })
}
