import type { Authority } from '../../authority/authority.js'
import type { Clock } from '../../contracts/clock.js'
import type { Digest } from '../../contracts/digest.js'
import type { Ids } from '../../contracts/ids.js'
import type { Logger } from '../../contracts/logger.js'
import type { Storage } from '../../contracts/storage.js'
import type { Timer } from '../../contracts/timer.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import { inWords } from '../../import/in-words.js'
import { guardLaw } from '../../plugin/guard.js'
import type { PluginHost } from '../../plugin/host.js'
import { inOrderOfUse } from '../../plugin/order-of-use.js'
import type { Plugin } from '../../plugin/plugin.js'
import { eraseCommand, followCommand } from '../../plugin/record/bound-command.js'
import { type Binding, type BoundKind, boundKind } from '../../plugin/record/bound-kind.js'
import type { AnyRecordDefinition, PluginAreas, PluginRead } from '../../plugin/record/record-definition.js'
import { refOf } from '../../record/bucket.js'
import type { Destinations } from '../../record/destinations.js'
import type { Engine } from '../../record/engine.js'
import type { Law } from '../../request/context.js'
import type { SlaPolicy } from '../../sla/policy.js'
import type { composeServices } from '../compose-services.js'
import { createRecordFollower } from './follow-calendar.js'
import { type MountableRoute, mountableRoute } from './mountable-route.js'
import { createOwedCommands } from './owed-commands.js'
import { pluginDestination } from './plugin-destination.js'
import { pluginRecords } from './plugin-records.js'
import { type RunnableVerb, runnableVerb } from './runnable-verb.js'

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

/** The records that plugins bring, each with its kind as the engine knows it. */
export function boundRecords(
  plugins: readonly Plugin[],
  binding: Binding,
): ReadonlyMap<AnyRecordDefinition, BoundKind> {
  return new Map(
    plugins.flatMap(({ records = [] }) =>
      records.map((definition) => [definition, boundKind(definition, binding)] as const),
    ),
  )
}

interface PluginParts {
  readonly services: ReturnType<typeof composeServices>
  readonly engine: Engine
  readonly storage: Storage
  readonly logger: Logger
  readonly platform: { readonly clock: Clock; readonly ids: Ids; readonly digest: Digest; readonly timer: Timer }
  readonly destinations: Destinations
  readonly bound: ReadonlyMap<AnyRecordDefinition, BoundKind>
  readonly authority: Authority
}

/** The tree in force, for reading. */
function readableAreas({ areas, directory }: PluginParts['services']): PluginAreas {
  return Object.freeze({
    tree: areas.tree,
    get: areas.get,
    nameOf: areas.nameOf,
    successorOf: areas.successorOf,
    has: (code: string) => directory().has(code),
    isWithin: (code: string, ancestor: string) => directory().isWithin(code, ancestor),
    path: (code: string) => directory().path(code),
    ladder: (code: string) => directory().ladder(code),
  })
}

/** Registers what each plugin contributes and asks it for its API, those first that others use. */
export function setUpPlugins(plugins: readonly Plugin[], parts: PluginParts) {
  const { services, engine, storage, logger, platform, destinations, bound, authority } = parts
  const { requests, areas: service, teams, catalogue, evaluation, calendar, directory } = services
  const { clock, ids, digest } = platform
  const sla = () => calendar.history().inForce
  const areas = readableAreas(services)
  const records = pluginRecords({
    engine,
    storage,
    ids,
    digest,
    now: clock.now,
    areas: directory,
    authority,
    calendars: calendar.history,
    boundOf: (definition) => bound.get(definition),
  })
  const routes: MountableRoute[] = []
  const verbs: RunnableVerb[] = []
  const apis: Record<string, unknown> = {}

  function hostOf({ id, uses = [] }: Plugin): PluginHost {
    return Object.freeze({
      requests,
      areas,
      teams,
      catalogue,
      evaluation,
      records,
      logger,
      get calendar() {
        return sla().calendar
      },
      get sla() {
        return sla()
      },
      plugin: <Api>(other: string): Api => {
        if (uses.includes(other)) return apis[other] as Api
        throw new ConfigurationError(
          inBoth(
            `插件 ${id} 没有声明使用 ${other}；请列入 \`uses\`。`,
            `The plugin ${id} does not say that it uses ${other}; name it in \`uses\`.`,
          ),
          { plugin: id, uses: other },
        )
      },
      now: () => clock.now(),
      newId: (type: string) => ids.next(type),
    })
  }

  const readWith = (tx: unknown): PluginRead => ({
    requests,
    areas,
    teams,
    catalogue,
    records: {
      facts: (kind, id) => engine.facts(kind, id, tx),
      page: engine.page,
      each: engine.each,
    },
    sla: sla(),
  })

  async function textsOf(type: string, id: string, tx: unknown): Promise<readonly string[]> {
    const beside = { vault: true, ...(tx !== undefined && { tx }) } as const
    const { vault = [] } = await storage.load(refOf(type, id), beside)
    return vault.flatMap(({ ref, value }) => (value === null ? [] : [ref]))
  }

  function register(definition: AnyRecordDefinition): void {
    const kind = bound.get(definition) as BoundKind
    engine.register(kind, async (moment, command, facts, id, tx, version) => {
      // Who asks is judged by the tree as it is stored now, and days are counted by the notices that have come.
      await service.refresh()
      const reading = calendar.refreshBy(moment.now)
      if (reading !== undefined) await reading
      const isErasure = command.name === eraseCommand
      const isOwn = !isErasure && command.name !== followCommand
      const asked = { ...moment, id, command: command as never, facts: deepFreeze(facts) }
      const own = isOwn ? ((await definition.contextOf?.(asked, readWith(tx))) ?? {}) : {}
      const textRefs = isErasure ? await textsOf(kind.type, id, tx) : []
      return { ...moment, id, version, own, areas: directory(), calendars: calendar.history(), textRefs }
    })
  }

  const ordered = inOrderOfUse(plugins)
  for (const { records: own = [] } of ordered) for (const each of own) register(each)
  const hosts = ordered.map((plugin) => {
    const host = hostOf(plugin)
    const { id } = plugin
    for (const each of plugin.deliveries ?? []) destinations.add(pluginDestination(id, each, host, engine))
    for (const route of plugin.routes ?? []) routes.push(mountableRoute(id, route, host))
    for (const verb of plugin.verbs ?? []) verbs.push(runnableVerb(id, verb, host))
    apis[id] = plugin.setup(host)
    return { plugin, host }
  })

  async function start(): Promise<void> {
    for (const { plugin, host } of hosts) await plugin.start?.(host)
  }

  // What one cannot end keeps no other from ending.
  async function stop(): Promise<void> {
    for (const { plugin, host } of hosts.toReversed())
      try {
        await plugin.stop?.(host)
      } catch (error) {
        logger.warn('a plugin did not stop', { plugin: plugin.id, error: inWords(error) })
      }
  }

  const follow = createRecordFollower({ engine, bound, calendars: calendar.history, logger, timer: platform.timer })
  const definitions = [...bound.keys()]
  const requestType = services.kind.type
  const owed = createOwedCommands({ storage, digest, logger, requests, requestType, records, definitions })
  return {
    apis: Object.freeze(apis),
    routes: Object.freeze(routes),
    verbs: Object.freeze(verbs),
    start,
    stop,
    owed,
    follow,
  }
}
