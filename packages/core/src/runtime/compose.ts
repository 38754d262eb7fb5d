import { calendarKind } from '../amendment/calendar-kind.js'
import { areasKind } from '../area/areas-kind.js'
import { createAudit } from '../audit/audit.js'
import { assertMay } from '../authority/assert-may.js'
import { catalogueKind } from '../catalogue/kind.js'
import type { Actor } from '../contracts/actor.js'
import type { HashAlgorithm } from '../contracts/digest.js'
import type { ByteHash } from '../contracts/files.js'
import type { Logger } from '../contracts/logger.js'
import type { TakenDelivery } from '../contracts/rows.js'
import type { EventSink } from '../contracts/streams/sink.js'
import { createDeclaration } from '../delivery/declaration.js'
import { declaredKind, type Owing } from '../delivery/declared-kind.js'
import { createDeliveries } from '../delivery/deliveries.js'
import { createSentRemoval } from '../delivery/forget-sent.js'
import { editionKind } from '../edition/edition-kind.js'
import { publicFigures } from '../evaluation/figures/public-figures.js'
import { beginRecount } from '../evaluation/figures/recount.js'
import { frozenKind } from '../evaluation/frozen/frozen-kind.js'
import { measureStartKind } from '../evaluation/measures/measure-start.js'
import { frozenCopy } from '../import/deep-freeze.js'
import { numbersKind } from '../number/numbers-kind.js'
import type { Plugin, PluginApis } from '../plugin/plugin.js'
import { refOf } from '../record/bucket.js'
import type { Engine } from '../record/engine.js'
import type { Moment } from '../record/record-kind.js'
import { createKeptFiles } from '../request/attachments/create-kept-files.js'
import { defaultAttachmentPolicy } from '../request/attachments/policy.js'
import type { RequestFacts } from '../request/facts.js'
import type { OwnCommands } from '../request/own/own-command.js'
import { createBackfill } from '../sink/backfill.js'
import { defaultOrigin } from '../sink/cloud-event.js'
import { eventPayload } from '../sink/event-pattern.js'
import { createInbox } from '../sink/inbox.js'
import { sinkDestination } from '../sink/sinks.js'
import { createSources } from '../sink/sources.js'
import type { SlaPolicy } from '../sla/policy.js'
import { teamFollower } from '../team/follow.js'
import { teamKind } from '../team/kind.js'
import { boundTo } from './actor/bound.js'
import type { Services as ActorServices } from './actor/services.js'
import { composeEngine } from './compose-engine.js'
import { composeServices } from './compose-services.js'
import { requestContinuations } from './continuations.js'
import { erasingFiles, fileRemoval, fileRemovals } from './files/file-removal.js'
import type { Huiyin } from './huiyin.js'
import { integerClock } from './integer-clock.js'
import { createLifecycleFollower } from './lifecycle/lifecycle-follower.js'
import { createRules } from './lifecycle/rules-record.js'
import { checkDeliveries } from './options/check-deliveries.js'
import { checkSinks } from './options/check-sinks.js'
import type { HuiyinOptions, Platform } from './options/options.js'
import { settingsOf } from './options/settings.js'
import { composeChannels } from './people/compose-channels.js'
import { composeContacts } from './people/compose-contacts.js'
import { composeMeasures } from './plugins/compose-measures.js'
import { erasingWithPerson } from './plugins/erase-with-person.js'
import { pluggedIn } from './plugins/plugged-in.js'
import { boundRecords, setUpPlugins, withPluginClocks } from './plugins/set-up-plugins.js'
import { createPrivacy } from './privacy/service.js'
import { createProcess } from './process.js'
import { createRelocator } from './relocator.js'
import { safeLogger } from './safe-logger.js'
import { startedStorage } from './started-storage.js'
import { strandedFinder } from './stranded.js'
import { systemActor } from './system-actor.js'

const silent: Logger = { info: () => {}, warn: () => {} }

type Services = ReturnType<typeof composeServices>

/** Makes core's record kinds known to the engine, each with the context of its decisions. */
function registerKinds(
  engine: Engine,
  { areas, calendar, directory, kind, contextOf, editionContext }: Services,
): void {
  // Seldom changed, and found by the code of a grid: judged by the tree as it is stored now.
  const withAreas = async (moment: Moment) => {
    await areas.refresh()
    return { ...moment, areas: directory() }
  }
  engine.register(areasKind, areas.contextOf)
  engine.register(calendarKind, calendar.contextOf)
  engine.register(catalogueKind, withAreas)
  engine.register(teamKind, withAreas)
  engine.register(frozenKind, withAreas)
  engine.register(measureStartKind, (moment) => moment)
  engine.register(numbersKind, (moment) => moment)
  engine.register(declaredKind, (moment) => moment)
  engine.register(editionKind, editionContext)
  engine.register(kind, contextOf)
}

/** What a process serves, and which events each of it is owed. */
function owingsOf(
  ofChannels: readonly (readonly [name: string, owing: Owing])[],
  plugins: readonly Plugin[],
  sinks: readonly EventSink[],
): Record<string, Owing> {
  const ofPlugins = plugins.flatMap(({ id, deliveries = [] }) =>
    deliveries.map(({ name, on }) => [`${id}/${name}`, { on }] as const),
  )
  const ofSinks = sinks.map(({ name, on }) => [name, { on }] as const)
  return Object.fromEntries<Owing>([...ofChannels, ...ofPlugins, ...ofSinks])
}

/** Wires engine, services, deliveries and plugins into one Huiyin. It holds no rule of the domain. */
export function compose<Plugins extends readonly Plugin[], Commands extends OwnCommands>(
  options: HuiyinOptions<Plugins, string, Commands>,
  given: Platform,
  byteHash: (algorithm: HashAlgorithm) => ByteHash,
): Huiyin<Plugins, Commands> {
  const { limits = {}, search: { phone: phoneDigests = [] } = {} } = options
  const storage = startedStorage(options.storage)
  const logger = safeLogger(options.logger ?? silent)
  const platform = { ...given, clock: integerClock(given.clock) }
  const { clock, ids, digest } = platform
  const plugins: readonly Plugin[] = options.plugins ?? []
  const { base, fixed, lifecycle, commands } = settingsOf(options, plugins)
  const { measureStart, others, ownIndicators } = composeMeasures(options, plugins)

  const assembled = composeEngine({ storage, platform, logger, limits, phoneDigests, authority: fixed.authority })
  const { engine, destinations } = assembled
  const { codes, gridKinds, numberPrefix, locator, files } = options
  const kept = { files, policy: frozenCopy({ ...defaultAttachmentPolicy, ...options.attachments }) }
  const complete = (policy: SlaPolicy) => frozenCopy(withPluginClocks(policy, plugins))
  const composed = composeServices({
    engine,
    storage,
    platform,
    logger,
    codes,
    gridKinds,
    numberPrefix,
    locator,
    kept,
    base,
    complete,
    fixed,
    commands,
    measureStart,
    others,
    ownIndicators,
    audiences: () => declaration.audiences(),
    phoneDigests,
  })
  const bound = boundRecords(plugins, {
    sla: () => composed.calendar.history().inForce,
    types: () => typesOfRecords,
    since: measureStart.since,
  })
  const ofPlugins = [...bound.values()]
  const typesOfRecords: ReadonlySet<string> = new Set([composed.kind, ...ofPlugins].map(({ type }) => type))
  const services = { ...composed, requests: erasingWithPerson(composed.requests, engine, ofPlugins) }
  const { areas, calendar, directory, catalogue, teams, kind, requests, evaluation, editions, policies } = services

  registerKinds(engine, services)
  const { contacts, people } = composeContacts({
    engine,
    storage,
    platform,
    authority: fixed.authority,
    given: options.directory,
    services,
  })
  const { channels, sinks, sources } = pluggedIn(options)
  checkDeliveries(channels, plugins, engine.kinds())
  const followTeam = teamFollower({ runner: engine, storage, refOf, ids, digest, now: clock.now })
  const relocator = createRelocator({ engine, kind, areas, directory, followTeam, ofPlugins, logger })
  const owed = (taken: TakenDelivery) => setUp.owed(taken)
  destinations.add(requestContinuations({ engine, kind, storage, ids, digest, areas, relocator, owed }))
  const told = composeChannels({ channels, engine, storage, platform, logger, people, services })
  for (const each of told.destinations) destinations.add(each)
  if (files !== undefined) destinations.add(fileRemoval(files, engine, kind))
  const { authority } = fixed
  const setUp = setUpPlugins(plugins, { services, engine, storage, logger, platform, destinations, bound, authority })
  const { eventOrigin: origin = defaultOrigin } = options
  const eventNames = Object.freeze([...new Set(engine.kinds().flatMap(({ events = [] }) => events))])
  checkSinks(sinks, destinations.names(), eventNames)
  const { readEventOf, eventsNotOwed } = engine
  for (const sink of sinks) destinations.add(sinkDestination({ sink, readEventOf, origin }))
  const mayDeliver = (by: Actor, action: string) => assertMay(fixed.authority, by, ['deliveries', action], directory())
  const backfill = createBackfill({
    sinks,
    find: storage.find,
    eventsNotOwed,
    timer: platform.timer,
    origin,
    assertMay: (by) => mayDeliver(by, 'operate'),
  })

  const declaration = createDeclaration({
    runner: engine,
    clock,
    destinations,
    own: {
      ...owingsOf(told.owings, plugins, sinks),
      ...(files !== undefined && { [fileRemovals]: { on: erasingFiles } }),
    },
    payloadFor: (owing) => ('audience' in owing ? told.payloadFor(owing.audience) : eventPayload(owing.on)),
    by: systemActor,
  })
  assembled.follow(declaration)

  const used: ActorServices = {
    areas,
    calendar,
    policies,
    teams,
    contacts,
    privacy: createPrivacy({
      engine,
      storage,
      kind,
      ofPlugins,
      requests: composed.requests,
      contacts,
      teams,
      rules: options.privacy?.retention,
      authority,
      areas: directory,
      now: clock.now,
    }),
    catalogue,
    requests,
    evaluation,
    files: createKeptFiles({
      ...kept,
      ids,
      digest,
      now: clock.now,
      byteHash,
      each: () => engine.each<RequestFacts>(kind),
      assertMay: (by, action) => assertMay(fixed.authority, by, ['files', action], directory()),
    }),
    sinks: Object.freeze({ backfill }),
    audit: createAudit({
      storage,
      digest,
      clock,
      kindOf: engine.kind,
      refOf,
      requestType: kind.type,
      beginRecount: () => beginRecount({ storage, measures: measureStart.measures, others }),
      recount: () => evaluation.recount({ by: systemActor }),
      assertMay: (by: Actor, action: string) => assertMay(fixed.authority, by, ['audit', action], directory()),
      findStranded: strandedFinder({ areas, lifecycle: fixed.lifecycle }),
    }),
    deliveries: createDeliveries(storage, clock, declaration, told.upkeep, mayDeliver),
  }
  return Object.freeze({
    ...used,
    requests: requests as Huiyin<Plugins, Commands>['requests'],
    commands,
    as: (actor: Actor) => boundTo<Plugins, Commands>(used, setUp.apis as PluginApis<Plugins>, actor),
    publicFigures: (period: Parameters<Huiyin['publicFigures']>[0]) =>
      publicFigures(evaluation, catalogue.unitName, period, { by: systemActor }),
    plugins: setUp.apis as PluginApis<Plugins>,
    routes: setUp.routes,
    verbs: setUp.verbs,
    lifecycle: fixed.lifecycle.definition,
    eventNames,
    ...createProcess({
      ...assembled,
      storage,
      platform,
      logger,
      areas,
      calendar,
      catalogue,
      measureStart,
      declaration,
      removeSent: createSentRemoval({
        storage,
        destinations: declaration.names,
        days: limits.sentDays ?? 1827,
        logger,
      }),
      upkeep: told.upkeep,
      relocator,
      plugins: setUp,
      sources: createSources({ sources, inbox: createInbox(requests), timer: platform.timer, logger }),
      lifecycleFollower: createLifecycleFollower({ engine, kind, lifecycle: fixed.lifecycle }),
      requestKind: kind,
      rules: createRules({ editions, calendar, lifecycle: fixed.lifecycle, digest, own: options.sla, logger }),
      lifecycle,
    }),
  })
}
