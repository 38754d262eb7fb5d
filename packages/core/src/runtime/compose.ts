import { areasKind } from '../area/areas-kind.js'
import { supervisingArea } from '../area/directory.js'
import { createAreas } from '../area/service.js'
import { gridCodes } from '../area/tree.js'
import { createAudit } from '../audit/audit.js'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { catalogueKind } from '../catalogue/kind.js'
import { createCatalogue } from '../catalogue/service.js'
import type { Logger } from '../contracts/logger.js'
import { channelDestination } from '../delivery/channels.js'
import { createDeliveries } from '../delivery/deliveries.js'
import { createDispatcher } from '../delivery/dispatcher.js'
import { publicFigures } from '../evaluation/figures/public-figures.js'
import { frozenKind } from '../evaluation/frozen/frozen-kind.js'
import { indicators } from '../evaluation/indicators/indicators.js'
import { createMeasureStart, measureStartKind } from '../evaluation/measures/measure-start.js'
import { measures } from '../evaluation/measures/measures.js'
import { createEvaluation } from '../evaluation/service.js'
import type { Plugin, PluginApis } from '../plugin/plugin.js'
import { defaultRatingPolicy } from '../rating/policy.js'
import { refOf } from '../record/bucket.js'
import { createCommitter } from '../record/committer.js'
import { createDestinations, internalDestination } from '../record/destinations.js'
import { createEngine } from '../record/engine.js'
import type { Moment } from '../record/record-kind.js'
import { createRequests } from '../request/service.js'
import type { ClockEnvironment } from '../sla/clock.js'
import { defaultSlaPolicy } from '../sla/policy.js'
import { teamKind } from '../team/kind.js'
import { createTeams } from '../team/service.js'
import { requestContinuations } from './continuations.js'
import type { Huiyin } from './huiyin.js'
import { integerClock } from './integer-clock.js'
import type { HuiyinOptions, Platform } from './options.js'
import { extraLawsOf, loadLifecycle, setUpPlugins, withPluginClocks, withPluginPermissions } from './plugins.js'
import { createProcess } from './process.js'
import { requestContext } from './request-context.js'
import { requestKind } from './request-kind.js'
import { createTicker } from './ticker.js'

const silent: Logger = { info: () => {}, warn: () => {} }

function slaOf(options: HuiyinOptions, plugins: readonly Plugin[]): ClockEnvironment {
  const calendar = options.calendar ?? options.hours?.calendar ?? createWorkCalendar({ unpublished: 'provisional' })
  const hours = options.hours ?? createBusinessHours(calendar)
  return { calendar, hours, policy: withPluginClocks(options.sla ?? defaultSlaPolicy, plugins) }
}

/** Wires the parts of a Huiyin together: the only place that knows them all. It holds no rule of the domain. */
export function compose<Plugins extends readonly Plugin[]>(
  options: HuiyinOptions<Plugins>,
  given: Platform,
): Huiyin<Plugins> {
  const { storage, logger = silent, limits = {} } = options
  const platform = { ...given, clock: integerClock(given.clock) }
  const { clock, ids, digest, timer } = platform
  const plugins: readonly Plugin[] = options.plugins ?? []
  const sla = slaOf(options, plugins)
  const lifecycle = loadLifecycle(options.lifecycle, plugins, sla.policy)
  const rating = { ...defaultRatingPolicy, ...options.rating }
  const authorise = options.authorise ?? withPluginPermissions(plugins)
  const declared = [options.evaluation ?? {}, ...plugins]
  const measureStart = createMeasureStart([...measures, ...declared.flatMap((each) => each.measures ?? [])])

  // The engine that every record goes through
  const owner = ids.next('process')
  const destinations = createDestinations()
  const committer = createCommitter(storage)
  const dispatcher = createDispatcher({ storage, destinations, clock, timer, owner, logger })
  // The command and its outbox rows are committed: if this fails, the next round carries them out.
  const carryOn = () =>
    dispatcher
      .dispatch(undefined, [internalDestination])
      .catch((error) => logger.warn('follow-up work is left for the next round', { error: String(error) }))
  const engine = createEngine({ storage, committer, clock, digest, destinations, carryOn, limits })
  const ticker = createTicker({ storage, engine, owner, logger, idempotencyDays: limits.idempotencyDays ?? 30 })

  // The domain, one service a noun
  const areas = createAreas({ runner: engine, codes: options.codes })
  const directory = areas.directory
  const catalogue = createCatalogue({ runner: engine, areas: directory })
  const teams = createTeams({
    runner: engine,
    areas: directory,
    ids,
    digest,
    now: clock.now,
    gridCodes: (within) => gridCodes(areas.tree(), within),
  })
  const kind = requestKind(measureStart.measures)
  const contextOf = requestContext({
    runner: engine,
    storage,
    type: kind.type,
    fixed: { sla, rating, lifecycle, authorise, extraLaws: extraLawsOf(plugins) },
    areas: directory,
    responsibilities: catalogue.responsibilities,
  })
  const names = { unit: catalogue.unitName, category: catalogue.categoryName, area: areas.nameOf }
  const requests = createRequests({
    runner: engine,
    kind,
    storage,
    refOf,
    ids,
    digest,
    now: clock.now,
    sla,
    contextOf,
    names,
    pathOf: areas.pathOf,
  })
  const evaluation = createEvaluation({
    storage,
    runner: engine,
    digest,
    measures: measureStart.measures,
    since: measureStart.since,
    indicators: [...Object.values(indicators), ...declared.flatMap((each) => each.indicators ?? [])],
    areas: {
      path: areas.pathOf,
      level: (code) => areas.get(code)?.level,
      roots: () =>
        areas
          .tree()
          .roots()
          .map((area) => area.code),
    },
  })

  // The context of decisions, and the deliveries that events cause
  const withAreas = (moment: Moment) => ({ ...moment, areas: directory() })
  engine.register(areasKind, areas.contextOf)
  engine.register(catalogueKind, withAreas)
  engine.register(teamKind, withAreas)
  engine.register(frozenKind, (moment) => moment)
  engine.register(measureStartKind, (moment) => moment)
  engine.register(kind, contextOf)
  destinations.add(requestContinuations({ engine, kind, storage, ids, digest, areas }))
  for (const channel of options.channels ?? [])
    destinations.add(
      channelDestination({
        channel,
        storage,
        requestType: kind.type,
        names,
        lastWord: lifecycle.lastWord,
        supervisorOf: ({ area, supervision }) => supervisingArea(directory().ladder(area), supervision) ?? area,
      }),
    )
  const { apis, routes } = setUpPlugins(plugins, { requests, engine, logger, clock, ids, destinations, storage })

  return Object.freeze({
    areas,
    teams,
    catalogue,
    requests,
    evaluation,
    publicFigures: (period: Parameters<Huiyin['publicFigures']>[0]) =>
      publicFigures(evaluation, catalogue.unitName, period),
    audit: createAudit({ storage, digest, clock, kindOf: engine.kind, refOf }),
    plugins: apis as PluginApis<Plugins>,
    routes,
    lifecycle: lifecycle.definition,
    deliveries: createDeliveries(storage, clock),
    ...createProcess({
      storage,
      platform,
      logger,
      owner,
      engine,
      committer,
      areas,
      catalogue,
      measureStart,
      dispatcher,
      ticker,
      requestType: kind.type,
    }),
  })
}
