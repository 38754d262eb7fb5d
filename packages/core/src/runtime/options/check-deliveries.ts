import type { NotificationChannel } from '../../contracts/channel.js'
import { ConfigurationError } from '../../errors.js'
import type { Plugin, PluginDelivery } from '../../plugin/plugin.js'
import { plainText } from '../../privacy/text.js'
import { internalDestination } from '../../record/destinations.js'
import type { RecordKind } from '../../record/record-kind.js'

type Kind = Pick<RecordKind<object, never>, 'type' | 'events'>

const longestTimeout = 600_000
const nameForm = plainText(200)

/** What is wrong with how messages are sent: by a channel, or by a delivery of a plugin. */
export function sendingFaults(each: Pick<NotificationChannel, 'concurrency' | 'onDeadLetter' | 'timeout'>): string[] {
  const { concurrency = 1, onDeadLetter = 'skip', timeout = 1 } = each
  const faults: string[] = []
  if (!Number.isInteger(concurrency) || concurrency < 1)
    faults.push(`has the concurrency ${String(concurrency)}; it takes a whole number, 1 or more`)
  if (onDeadLetter !== 'skip' && onDeadLetter !== 'block')
    faults.push(`has onDeadLetter ${String(onDeadLetter)}; known: skip, block`)
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > longestTimeout)
    faults.push(`has the timeout ${String(timeout)}; it takes whole milliseconds, 1 to ${longestTimeout}`)
  return faults
}

/** What is wrong with the name of a queue. It is stored with every message, and operators name it. */
export function queueNameFaults(name: unknown): string[] {
  if (typeof name !== 'string' || name === '') return ['has no name']
  if (name === internalDestination) return ['has a name that core uses for itself; choose another']
  const { success, error } = nameForm.safeParse(name)
  return success ? [] : error.issues.map(({ message }) => `has a name that ${message}`)
}

// Events of the same record kind are most likely the ones that were meant.
function eventFault(type: unknown, known: readonly string[], kinds: readonly Kind[]): string | undefined {
  if (typeof type === 'string' && known.includes(type)) return undefined
  const wanted = String(type)
  if (wanted.includes('*')) return `"${wanted}", which is not an event; there are no wildcards: name each event`
  const silent = kinds.filter(({ events }) => events === undefined).map((kind) => kind.type)
  const near = known.filter((each) => each.split('.')[0] === wanted.split('.')[0])
  const names = (near.length > 0 ? near : known).join(', ')
  const undeclared = silent.length === 0 ? '' : `; ${silent.join(', ')} should name its events (\`events\`)`
  return `"${wanted}", which is not an event; known: ${names}${undeclared}`
}

function deliveryFaults(delivery: PluginDelivery, known: readonly string[], kinds: readonly Kind[]): string[] {
  const { name, on } = delivery
  const faults = [...queueNameFaults(name), ...sendingFaults(delivery)]
  if (typeof delivery.deliver !== 'function') faults.push('has no deliver')
  if (!Array.isArray(on) || on.length === 0) return [...faults, 'has no `on`: a list of events, one or more']
  const strange = on.map((type) => eventFault(type, known, kinds)).filter((fault) => fault !== undefined)
  return [...faults, ...strange.map((fault) => `waits for ${fault}`)]
}

/**
 * Refuses deliveries that would never be carried out: two of one name, of which only one would be asked, and events that do not exist. Events are
 * those that the kinds of core and of the plugins name.
 *
 * @throws ConfigurationError naming each
 */
export function checkDeliveries(
  channels: readonly NotificationChannel[],
  plugins: readonly Plugin[],
  coreKinds: readonly Kind[],
): void {
  const own = plugins.flatMap(({ records = [] }) => records.map(({ kind }) => kind as Kind))
  const known = [...coreKinds, ...own].flatMap(({ events = [] }) => events)
  const faults: string[] = []
  const names = new Set<string>(channels.map((channel) => channel.name))
  for (const { id, deliveries = [], records = [] } of plugins) {
    for (const { kind } of records) {
      const foreign = (kind.events ?? []).filter((type: unknown) => !String(type).startsWith(`${id}.`))
      for (const type of foreign) faults.push(`plugin ${id}: the event ${type} must begin with "${id}."`)
      if ('deliveries' in kind)
        faults.push(`plugin ${id}: ${kind.type} has deliveries; put them into the \`deliveries\` of the plugin`)
    }
    for (const each of deliveries) {
      const said = deliveryFaults(each, known, own)
      const name = `${id}/${String(each.name)}`
      if (names.has(name)) said.push(`has the name of another channel or delivery (${name}); names must be unique`)
      names.add(name)
      faults.push(...said.map((fault) => `plugin ${id}: its delivery ${String(each.name)} ${fault}`))
    }
  }
  if (faults.length > 0)
    throw new ConfigurationError(`These deliveries cannot be carried out: ${faults.join('; ')}.`, { faults })
}
