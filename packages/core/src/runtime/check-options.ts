import { ConfigurationError } from '../errors.js'
import { self } from './destinations.js'
import type { HuiyinOptions } from './options.js'

const audiences = ['resident', 'unit', 'supervisor']

function channelFaults(channels: NonNullable<HuiyinOptions['channels']>): string[] {
  const faults: string[] = []
  const seen = new Set<string>()
  for (const [position, channel] of channels.entries()) {
    const { contract, name, audience, atOnce = 1, behindDead = 'skip' } = channel
    const own: string[] = []
    // A queue has one name and one giver: with a second one, what is owed to the first would never be given, and nobody told.
    if (typeof name !== 'string' || name === '') own.push('has no name')
    else if (name === self) own.push('has the name of what core owes itself; choose another')
    else if (seen.has(name)) own.push('is there twice; each channel has a name of its own')
    seen.add(name)
    if (contract !== 'huiyin.channel/1') own.push(`is made for another contract (${String(contract)})`)
    if (!audiences.includes(audience)) own.push(`has the audience ${String(audience)}; known: ${audiences.join(', ')}`)
    if (!Number.isInteger(atOnce) || atOnce < 1)
      own.push(`sends ${String(atOnce)} at once; it takes a whole number, 1 or more`)
    if (behindDead !== 'skip' && behindDead !== 'block')
      own.push(`has behindDead ${String(behindDead)}; known: skip, block`)
    if (typeof channel.send !== 'function') own.push('has no send')
    faults.push(...own.map((fault) => `channels.${position} (${String(name)}) ${fault}`))
  }
  return faults
}

/**
 * Refuses options with which messages, answers or commands would be lost without a word, before anything is built from them.
 *
 * @throws ConfigurationError naming every fault
 */
export function checkOptions(options: HuiyinOptions): void {
  // From JavaScript anything may come.
  if (typeof options?.storage?.commit !== 'function')
    throw new ConfigurationError('createHuiyin needs a storage, for example { storage: memoryStorage() }.', {
      path: ['storage'],
    })
  const { channels = [], keepAnswers = 30, mostRunning = 1, recordCache = 0 } = options
  const faults = channelFaults(channels)
  const measures = [options, ...(options.plugins ?? [])].flatMap((each) => each.measures ?? [])
  for (const { name, at } of measures)
    if (typeof at !== 'function') faults.push(`the measure ${name} does not say at which instants it counts (at)`)
  if (!Number.isFinite(keepAnswers) || keepAnswers <= 0)
    faults.push(`keepAnswers is ${keepAnswers}; it takes days, more than 0`)
  if (Number.isNaN(mostRunning) || mostRunning < 1) faults.push(`mostRunning is ${mostRunning}; it takes 1 or more`)
  if (Number.isNaN(recordCache) || recordCache < 0) faults.push(`recordCache is ${recordCache}; it takes 0 or more`)
  if (faults.length > 0) throw new ConfigurationError(`These options cannot be used: ${faults.join('; ')}.`, { faults })
}
