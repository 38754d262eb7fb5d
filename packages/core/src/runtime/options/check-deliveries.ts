import type { NotificationChannel } from '../../contracts/channel.js'
import { limits } from '../../contracts/limits.js'
import type { Bilingual } from '../../contracts/text.js'
import { queuesOf } from '../../delivery/channel/queues.js'
import { faultsAfter, inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { issuesOf } from '../../import/zod-issues.js'
import type { PluginDelivery } from '../../plugin/delivery.js'
import type { Plugin } from '../../plugin/plugin.js'
import { plainText } from '../../privacy/text.js'
import { internalDestination } from '../../record/destinations.js'
import type { RecordKind } from '../../record/record-kind.js'
import { isWanted } from '../../sink/event-pattern.js'

type Kind = Pick<RecordKind<object, never>, 'type' | 'events'>

const longestTimeout = 600_000
const mostOfABatch = 1000
const nameForm = plainText(limits.destination)

/** What is wrong with how messages are sent: by a channel, or by a delivery of a plugin. */
export function sendingFaults(
  each: Pick<NotificationChannel, 'concurrency' | 'onDeadLetter' | 'timeout'>,
): Bilingual[] {
  const { concurrency = 1, onDeadLetter = 'skip', timeout = 1 } = each
  const faults: Bilingual[] = []
  if (!Number.isInteger(concurrency) || concurrency < 1)
    faults.push(
      inBoth(
        `的 concurrency 为 ${String(concurrency)}，应为不小于 1 的整数`,
        `has the concurrency ${String(concurrency)}; it takes a whole number, 1 or more`,
      ),
    )
  if (onDeadLetter !== 'skip' && onDeadLetter !== 'block')
    faults.push(
      inBoth(
        `的 onDeadLetter 为 ${String(onDeadLetter)}；可用：skip、block`,
        `has onDeadLetter ${String(onDeadLetter)}; known: skip, block`,
      ),
    )
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > longestTimeout)
    faults.push(
      inBoth(
        `的 timeout 为 ${String(timeout)}，应为 1 至 ${longestTimeout} 的整数（毫秒）`,
        `has the timeout ${String(timeout)}; it takes whole milliseconds, 1 to ${longestTimeout}`,
      ),
    )
  return faults
}

/** What is wrong with the name of a queue. It is stored with every message, behind that of its plugin (`before`), and operators name it. */
export function queueNameFaults(name: unknown, before = ''): Bilingual[] {
  if (typeof name !== 'string' || name === '') return [inBoth('没有名称', 'has no name')]
  if (name === internalDestination)
    return [inBoth('的名称由核心自用，请另取名称', 'has a name that core uses for itself; choose another')]
  const { success, error } = nameForm.safeParse(before + name)
  if (success) return []
  return issuesOf(error, name).map(({ message }) => inBoth(`的名称${message.zh}`, `has a name that ${message.en}`))
}

// Events of the same record kind are most likely the ones that were meant.
function eventFault(type: unknown, known: readonly string[], kinds: readonly Kind[]): Bilingual | undefined {
  if (typeof type === 'string' && known.some((each) => isWanted([type], each))) return undefined
  const wanted = String(type)
  const silent = kinds.filter(({ events }) => events === undefined).map((kind) => kind.type)
  const near = known.filter((each) => each.split('.')[0] === wanted.split('.')[0])
  const names = knownNames(wanted, near.length > 0 ? near : known)
  const undeclared =
    silent.length === 0
      ? inBoth('', '')
      : inBoth(
          `；${silent.join('、')} 应列出它的事件（\`events\`）`,
          `; ${silent.join(', ')} should name its events (\`events\`)`,
        )
  return inBoth(
    `“${wanted}”，这不是事件；${names.zh}${undeclared.zh}`,
    `"${wanted}", which is not an event; ${names.en}${undeclared.en}`,
  )
}

function deliveryFaults(
  plugin: string,
  delivery: PluginDelivery,
  known: readonly string[],
  kinds: readonly Kind[],
): Bilingual[] {
  const { name, on, atMost = 1 } = delivery
  const faults = [...queueNameFaults(name, `${plugin}/`), ...sendingFaults(delivery)]
  if (typeof delivery.deliver !== 'function') faults.push(inBoth('没有 deliver', 'has no deliver'))
  if (!Number.isInteger(atMost) || atMost < 1 || atMost > mostOfABatch)
    faults.push(
      inBoth(
        `的 atMost 为 ${String(atMost)}，应为 1 至 ${mostOfABatch} 的整数`,
        `has atMost ${String(atMost)}; it takes a whole number, 1 to ${mostOfABatch}`,
      ),
    )
  if (!Array.isArray(on) || on.length === 0)
    return [...faults, inBoth('没有 `on`：至少一个事件的列表', 'has no `on`: a list of events, one or more')]
  const strange = on.map((type) => eventFault(type, known, kinds)).filter((fault) => fault !== undefined)
  return [...faults, ...faultsAfter('等待', 'waits for ', strange)]
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
  const ofPlugins = plugins.flatMap(({ records = [] }) => records.map(({ kind }) => kind as Kind))
  const known = [...coreKinds, ...ofPlugins].flatMap(({ events = [] }) => events)
  const faults: Bilingual[] = []
  const names = new Set<string>(channels.flatMap((each) => [each.name, ...queuesOf(each).map(({ name }) => name)]))
  for (const { id, deliveries = [], records = [] } of plugins) {
    for (const { kind } of records) {
      const foreign = (kind.events ?? []).filter((type: unknown) => !String(type).startsWith(`${id}.`))
      for (const type of foreign)
        faults.push(
          inBoth(
            `插件 ${id}：事件 ${type} 应以“${id}.”开头`,
            `plugin ${id}: the event ${type} must begin with "${id}."`,
          ),
        )
      if ('deliveries' in kind)
        faults.push(
          inBoth(
            `插件 ${id}：${kind.type} 含有 deliveries，请移到插件的 \`deliveries\``,
            `plugin ${id}: ${kind.type} has deliveries; put them into the \`deliveries\` of the plugin`,
          ),
        )
    }
    for (const each of deliveries) {
      const said = deliveryFaults(id, each, known, ofPlugins)
      const name = `${id}/${String(each.name)}`
      if (names.has(name))
        said.push(
          inBoth(
            `与另一渠道或投递重名（${name}），名称不得重复`,
            `has the name of another channel or delivery (${name}); names must be unique`,
          ),
        )
      names.add(name)
      const own = String(each.name)
      faults.push(...faultsAfter(`插件 ${id}：投递 ${own} `, `plugin ${id}: its delivery ${own} `, said))
    }
  }
  refuseFaults('以下投递无法执行', 'These deliveries cannot be carried out', faults)
}
