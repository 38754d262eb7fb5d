import type { Clock } from '../contracts/clock.js'
import type { Ids } from '../contracts/ids.js'
import type { Logger } from '../contracts/logger.js'
import { parseSendResult } from '../delivery/send-result.js'
import { deepFreeze } from '../import/deep-freeze.js'
import { gatedRecords, type RecordRights } from '../plugin/gated-records.js'
import { guardLaw } from '../plugin/guard.js'
import type { Plugin, PluginDelivery, PluginHost, PluginRoute } from '../plugin/plugin.js'
import type { Destination, Destinations } from '../record/destinations.js'
import type { Engine } from '../record/engine.js'
import type { Law } from '../request/context.js'
import type { Requests } from '../request/requests.js'
import { eventPayload } from '../sink/event-pattern.js'
import type { SlaPolicy } from '../sla/policy.js'

/** The policy with the clocks that plugins add. */
export function withPluginClocks(policy: SlaPolicy, plugins: readonly Plugin[]): SlaPolicy {
  return { ...policy, clocks: Object.assign({}, policy.clocks, ...plugins.map((plugin) => plugin.clocks ?? {})) }
}

/** Laws of plugins by command name, in the order of the plugins. */
export function extraLawsOf(plugins: readonly Plugin[]): Readonly<Record<string, readonly Law[]>> {
  const byCommand: Record<string, Law[]> = {}
  for (const plugin of plugins) {
    for (const [command, own] of Object.entries(plugin.laws ?? {}))
      byCommand[command] = [
        ...(byCommand[command] ?? []),
        ...own.map((law, position) => guardLaw<Law>(`${plugin.id}: laws.${command}.${position}`, law)),
      ]
  }
  return deepFreeze(byCommand)
}

/** A plugin's delivery as a destination of its own queue. */
function pluginDestination(plugin: Plugin, delivery: PluginDelivery, host: PluginHost, engine: Engine): Destination {
  return {
    name: `${plugin.id}/${delivery.name}`,
    concurrency: delivery.concurrency ?? 1,
    onDeadLetter: delivery.onDeadLetter ?? 'skip',
    ...(delivery.timeout !== undefined && { timeout: delivery.timeout }),
    payloadFor: eventPayload(delivery.on),
    deliver: async (taken) => {
      const event = await engine.eventOf(taken)
      if (event === undefined) return { ok: true }
      const record = { type: taken.type, id: taken.id }
      return parseSendResult(await delivery.deliver({ record, event, attempt: taken.attempts }, host))
    },
  }
}

/** A plugin's HTTP route, with what a server needs to mount and call it. */
export interface MountableRoute extends PluginRoute {
  /** Id of the plugin: mount the route below `/plugins/<id>`. */
  readonly plugin: string
  /** Second argument for `handle`. */
  readonly host: PluginHost
}

interface PluginParts extends RecordRights {
  readonly requests: Requests
  readonly engine: Engine
  readonly logger: Logger
  readonly clock: Clock
  readonly ids: Ids
  readonly destinations: Destinations
}

/** Registers what each plugin contributes and asks it for its API. */
export function setUpPlugins(plugins: readonly Plugin[], parts: PluginParts) {
  const { requests, engine, logger, clock, ids, destinations, authority, areas } = parts
  const routes: MountableRoute[] = []
  const apis: Record<string, unknown> = {}
  for (const plugin of plugins) {
    const host: PluginHost = Object.freeze({
      requests,
      records: gatedRecords(engine, { authority, areas }),
      logger,
      now: () => clock.now(),
      newId: (type: string) => ids.next(type),
    })
    for (const { kind: own, contextOf: ownContext } of plugin.records ?? [])
      engine.register(own, (moment) => ownContext?.(moment, host) ?? moment)
    for (const delivery of plugin.deliveries ?? []) destinations.add(pluginDestination(plugin, delivery, host, engine))
    for (const route of plugin.routes ?? []) routes.push({ ...route, plugin: plugin.id, host })
    apis[plugin.id] = plugin.setup(host)
  }
  return { apis: Object.freeze(apis), routes: Object.freeze(routes) }
}
