import type { SendResult } from '../../contracts/channel.js'
import type { TakenDelivery } from '../../contracts/rows.js'
import { unknownOutcome } from '../../delivery/send-result.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import { messageIn } from '../../import/in-words.js'
import type { PluginDelivered, PluginDelivery } from '../../plugin/delivery.js'
import type { PluginHost } from '../../plugin/host.js'
import type { Destination } from '../../record/destinations.js'
import type { Engine } from '../../record/engine.js'
import type { DomainEvent } from '../../record/record-kind.js'
import { isWanted } from '../../sink/event-pattern.js'
import { defaultBatch, parsePublished } from '../../sink/publish.js'

// Written by a process that has the plugin, and asked `when`.
const judged = '{"judged":true}'

// What throws is owed: a message too many can be told apart, one too few cannot.
function isOwed({ when }: PluginDelivery, event: DomainEvent, facts: object): boolean {
  if (when === undefined) return true
  try {
    return (when(deepFreeze(event), deepFreeze(facts)) as unknown) !== false
  } catch {
    return true
  }
}

const isDelivered = (read: PluginDelivered | SendResult): read is PluginDelivered => 'record' in read

/** A plugin's delivery as a destination of its own queue, carried out in batches. */
export function pluginDestination(
  plugin: string,
  delivery: PluginDelivery,
  host: PluginHost,
  engine: Engine,
): Destination {
  async function read(taken: TakenDelivery): Promise<PluginDelivered | SendResult> {
    try {
      const event = await engine.eventOf(taken)
      if (event === undefined) return { ok: true }
      const { type, id, attempts: attempt } = taken
      if (delivery.when !== undefined && taken.payload !== judged) {
        const facts = await engine.facts<object>({ type }, id)
        if (facts === undefined || !isOwed(delivery, event, facts.facts)) return { ok: true }
      }
      return { record: { type, id }, event, attempt }
    } catch (error) {
      return unknownOutcome(messageIn(error))
    }
  }

  return {
    name: `${plugin}/${delivery.name}`,
    concurrency: delivery.concurrency ?? 1,
    onDeadLetter: delivery.onDeadLetter ?? 'skip',
    ...(delivery.keepSent === true && { keepsSent: true }),
    ...(delivery.timeout !== undefined && { timeout: delivery.timeout }),
    payloadFor: (_type, event, facts) => {
      if (!isWanted(delivery.on, event.type) || !isOwed(delivery, event, facts)) return undefined
      return delivery.when === undefined ? '{}' : judged
    },
    together: {
      size: delivery.atMost ?? defaultBatch,
      deliver: async (some, signal) => {
        const all = await Promise.all(some.map(read))
        const batch = all.filter(isDelivered)
        let answer: unknown
        try {
          answer = batch.length === 0 ? [] : await delivery.deliver(batch, { host, signal })
        } catch (error) {
          answer = unknownOutcome(messageIn(error))
        }
        const outcomes = parsePublished(answer, batch.length).values()
        return all.map((each) => (isDelivered(each) ? (outcomes.next().value as SendResult) : each))
      },
    },
  }
}
