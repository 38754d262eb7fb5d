import { ConfigurationError } from '../../errors.js'
import type { Measure } from '../../evaluation/measures/measure.js'
import { checkPlugins } from '../../plugin/check.js'
import type { SlaPolicy } from '../../sla/policy.js'
import { policyIssues } from '../../sla/policy-issues.js'
import { queueNameFaults, sendingFaults } from './check-deliveries.js'
import type { HuiyinOptions } from './options.js'
import { ratingFaults, shapeFaults } from './validate-options.js'

const audiences = ['resident', 'unit', 'dispatcher', 'supervisor']

function channelFaults(channels: NonNullable<HuiyinOptions['channels']>): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [position, channel] of channels.entries()) {
    if (typeof channel !== 'object' || channel === null) {
      faults.push(`channels.${position} is not a channel`)
      continue
    }
    const { contract, name, audience, lookUp } = channel
    const own = queueNameFaults(name)
    // A queue has one name and one sender: of two channels with one name, the first would silently never send.
    if (own.length === 0 && seen.has(name)) own.push('has the name of another channel; names must be unique')
    seen.add(name)
    if (contract !== 'huiyin.channel/1') own.push(`is made for another contract (${String(contract)})`)
    if (!audiences.includes(audience)) own.push(`has the audience ${String(audience)}; known: ${audiences.join(', ')}`)
    own.push(...sendingFaults(channel))
    if (typeof channel.send !== 'function') own.push('has no send')
    if (lookUp !== undefined && typeof lookUp !== 'function') own.push('has a lookUp that is not a function')
    faults.push(...own.map((fault) => `channels.${position} (${String(name)}) ${fault}`))
  }
  return faults
}

function slaFaults(sla: SlaPolicy): string[] {
  const { clocks, ...settings } = sla
  if (typeof clocks !== 'object' || clocks === null) return ['sla is not a policy; make it with defineSlaPolicy']
  return policyIssues({ ...settings, ...clocks }).map(({ path, message }) => `sla.${path.join('.')}: ${message.en}`)
}

/**
 * Refuses options that are unknown, that miss a required method, or that would silently lose messages, answers or commands, before anything is
 * built from them.
 *
 * @throws ConfigurationError naming every fault
 */
export function checkOptions(options: HuiyinOptions): void {
  // JavaScript callers may pass anything.
  if (typeof options?.storage?.commit !== 'function')
    throw new ConfigurationError('createHuiyin needs a storage, for example { storage: memoryStorage() }.', {
      path: ['storage'],
    })
  refuse(shapeFaults(options))
  const { channels = [], plugins = [], limits = {} } = options
  const { idempotencyDays = 30, clockDriftDays = 366, maxInFlight = 1, cachedRecords = 0 } = limits
  checkPlugins(plugins)
  const faults = channelFaults(channels)
  if (options.sla !== undefined) faults.push(...slaFaults(options.sla))
  if (options.rating !== undefined) faults.push(...ratingFaults(options.rating))
  for (const each of [options.evaluation ?? {}, ...plugins].flatMap(
    ({ measures = [] }): readonly (Measure | undefined)[] => measures,
  ))
    if (typeof each?.at !== 'function')
      faults.push(`the measure ${String(each?.name)} does not say at which instants it counts (at)`)
  if (Number.isNaN(clockDriftDays) || clockDriftDays <= 0)
    faults.push(`limits.clockDriftDays is ${clockDriftDays}; it takes days, more than 0`)
  if (!Number.isFinite(idempotencyDays) || idempotencyDays <= 0)
    faults.push(`limits.idempotencyDays is ${idempotencyDays}; it takes days, more than 0`)
  if (Number.isNaN(maxInFlight) || maxInFlight < 1)
    faults.push(`limits.maxInFlight is ${maxInFlight}; it takes 1 or more`)
  if (Number.isNaN(cachedRecords) || cachedRecords < 0)
    faults.push(`limits.cachedRecords is ${cachedRecords}; it takes 0 or more`)
  refuse(faults)
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new ConfigurationError(`These options cannot be used: ${faults.join('; ')}.`, { faults })
}
