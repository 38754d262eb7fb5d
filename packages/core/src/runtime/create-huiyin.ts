import { systemClock, systemDigest, systemIds, systemTimer } from '#platform'
import { createAreas } from '../area/areas.js'
import { areasKind } from '../area/areas-kind.js'
import { gridCodes } from '../area/tree.js'
import { createAudit } from '../audit/audit.js'
import { mustBeSameDigest } from '../audit/check-digest.js'
import { createBusinessHours } from '../calendar/business-hours.js'
import { createWorkCalendar } from '../calendar/calendar.js'
import { checkInstant } from '../calendar/date.js'
import { catalogueKind } from '../catalogue/kind.js'
import { createCatalogue } from '../catalogue/service.js'
import type { Logger } from '../contracts/logger.js'
import { channelDestination } from '../delivery/channels.js'
import { createDeliveries } from '../delivery/deliveries.js'
import { createDispatcher } from '../delivery/dispatcher.js'
import { NotFoundError } from '../errors.js'
import { createEvaluation } from '../evaluation/evaluation.js'
import { publicFigures } from '../evaluation/figures/public-figures.js'
import { figuresKind } from '../evaluation/frozen/frozen-kind.js'
import { indicators } from '../evaluation/indicators/indicators.js'
import { createIntroduced, introducedKind } from '../evaluation/measures/measure-start.js'
import { measures } from '../evaluation/measures/measures.js'
import type { Plugin, PluginApis } from '../plugin/plugin.js'
import { defaultRatingPolicy } from '../rating/policy.js'
import { refOf } from '../record/bucket.js'
import { createCommitter } from '../record/committer.js'
import { createDestinations, self } from '../record/destinations.js'
import { createEngine } from '../record/engine.js'
import { createTurns } from '../record/keyed-mutex.js'
import type { Moment } from '../record/record-kind.js'
import type { RequestFacts } from '../request/facts.js'
import { createRequests } from '../request/service.js'
import type { ClockEnvironment } from '../sla/clock.js'
import { defaultSlaPolicy } from '../sla/policy.js'
import { teamKind } from '../team/kind.js'
import { createTeams } from '../team/teams.js'
import { checkOptions } from './check-options.js'
import { continuations, systemActor } from './continuations.js'
import type { Huiyin } from './huiyin.js'
import { wholeClock } from './integer-clock.js'
import { type LoopOptions, type Running, runLoops } from './loops.js'
import type { HuiyinOptions } from './options.js'
import { extraLawsOf, loadLifecycle, setUpPlugins, withPluginClocks, withPluginPermissions } from './plugins.js'
import { requestContext } from './request-context.js'
import { requestKind } from './request-kind.js'
import { createTicker } from './ticker.js'

const silence: Logger = { info: () => {}, warn: () => {} }

/**
 * Makes a Huiyin over a storage. Nothing is read or written before `start()`.
 *
 * @throws ConfigurationError when the lifecycle leaves a state without a clock, an owner or a way to an end (naming the state), or when
 * plugins do not fit together, or channels and numbers among the options cannot be used.
 *
 * @example
 * ```ts
 * import { createHuiyin, memoryStorage } from '@huiyin/core'
 *
 * const huiyin = createHuiyin({ storage: memoryStorage() })
 * await huiyin.start()
 * ```
 */
export function createHuiyin<const Plugins extends readonly Plugin[] = readonly []>(
  options: HuiyinOptions<Plugins>,
): Huiyin<Plugins> {
  checkOptions(options)
  const {
    storage,
    ids = systemIds,
    digest = systemDigest,
    timer = systemTimer,
    log = silence,
    keepAnswers = 30,
  } = options
  const clock = wholeClock(options.clock ?? systemClock)
  const plugins: readonly Plugin[] = options.plugins ?? []
  const calendar = options.calendar ?? options.hours?.calendar ?? createWorkCalendar({ unpublished: 'provisional' })
  const sla: ClockEnvironment = {
    calendar,
    hours: options.hours ?? createBusinessHours(calendar),
    policy: withPluginClocks(options.sla ?? defaultSlaPolicy, plugins),
  }
  const lifecycle = loadLifecycle(options.lifecycle, plugins, sla.policy)
  const rating = { ...defaultRatingPolicy, ...options.rating }
  const authorise = options.authorise ?? withPluginPermissions(plugins)
  const extraLaws = extraLawsOf(plugins)
  const declared = [options, ...plugins]
  const introduced = createIntroduced([...measures, ...declared.flatMap((each) => each.measures ?? [])])

  const destinations = createDestinations()
  const committer = createCommitter(storage)
  const owner = ids.next('process')
  const dispatcher = createDispatcher({ storage, destinations, clock, timer, owner, log })
  const engine = createEngine({
    storage,
    committer,
    clock,
    digest,
    destinations,
    // The command is committed and so is what it owes: should this fail, the next round carries it out.
    owing: () => dispatcher.dispatch(undefined, [self]).catch((e) => log.warn('left to do', { error: String(e) })),
    mostRunning: options.mostRunning,
    recordCache: options.recordCache,
  })
  const turns = createTurns()
  const ticker = createTicker({ storage, engine, owner, log, keepAnswers })

  const areas = createAreas({ runner: engine, codes: options.codes })
  const catalogue = createCatalogue({ runner: engine, areas: () => areas.directory() })
  const teams = createTeams({
    runner: engine,
    areas: () => areas.directory(),
    ids,
    digest,
    now: clock.now,
    gridCodes: (within) => gridCodes(areas.tree(), within),
  })
  const withAreas = (moment: Moment) => ({ ...moment, areas: areas.directory() })
  engine.register(areasKind, areas.contextOf)
  engine.register(catalogueKind, withAreas)
  engine.register(teamKind, withAreas)
  engine.register(figuresKind, (moment) => moment)
  engine.register(introducedKind, (moment) => moment)

  const kind = requestKind(introduced.measures)
  const contextOf = requestContext({
    runner: engine,
    storage,
    type: kind.type,
    fixed: { sla, rating, lifecycle, authorise, extraLaws },
    areas: areas.directory,
    responsibilities: catalogue.responsibilities,
  })
  engine.register(kind, contextOf)
  destinations.add(continuations({ engine, kind, storage, ids, digest, areas }))

  const names = { unit: catalogue.unitName, category: catalogue.categoryName, area: areas.nameOf }
  // Areas that were split or merged away keep their path: closed requests are still found below them.
  function pathOf(area: string): string {
    const parent = areas.get(area)?.parent ?? undefined
    const path = areas.tree().path(area) || (parent === undefined ? '' : `${areas.tree().path(parent)}${area}/`)
    if (path === '') throw new NotFoundError('area', area, ['within'])
    return path
  }
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
    pathOf,
  })
  function supervisorOf({ area, supervision }: RequestFacts): string {
    const ladder = areas.directory().ladder(area)
    return ladder[Math.min(Math.max(supervision, 1), ladder.length) - 1] ?? area
  }
  for (const each of options.channels ?? [])
    destinations.add(channelDestination(each, storage, kind.type, names, lifecycle.lastWord, supervisorOf))

  const { apis, routes } = setUpPlugins(plugins, { requests, engine, log, clock, ids, destinations, storage })

  const evaluation = createEvaluation({
    storage,
    runner: engine,
    digest,
    measures: introduced.measures,
    since: introduced.since,
    indicators: [...Object.values(indicators), ...declared.flatMap((each) => each.indicators ?? [])],
    areas: {
      path: pathOf,
      level: (code) => areas.get(code)?.level,
      roots: () =>
        areas
          .tree()
          .roots()
          .map((area) => area.code),
    },
  })

  async function start({ lookOnly = false }: { readonly lookOnly?: boolean } = {}): Promise<void> {
    await storage.open()
    if (!lookOnly) await mustBeSameDigest(storage, digest)
    await areas.load()
    await catalogue.load()
    const anyRequests = async () => (await storage.find({ type: kind.type, limit: 1 })).items.length > 0
    await introduced.load(engine, lookOnly ? undefined : systemActor, anyRequests)
    log.info('huiyin started', { storage: storage.name, areas: areas.tree().size })
  }

  const running = new Set<Running>()
  function run(loop: LoopOptions = {}): Running {
    const works = { deadlines: () => tickDeadlines(clock.now()), deliveries: () => dispatcher.dispatch() }
    const started = runLoops(works, loop, timer, owner, log)
    running.add(started)
    return started
  }

  async function stop(): Promise<void> {
    await Promise.all([...running].map((each) => each.stop()))
    running.clear()
    await engine.drain()
    await committer.drain()
    await storage.close()
  }

  async function tick(at: number = clock.now()): Promise<{ deadlines: number; deliveries: number }> {
    const now = checkInstant(Math.floor(at), ['now'])
    const deadlines = await tickDeadlines(now)
    return { deadlines, deliveries: await dispatcher.dispatch(now) }
  }

  // One round at a time in a process: the next finds what this one leaves.
  const tickDeadlines = (now: number) => turns.take('deadlines', () => deadlinesOnce(now))
  async function deadlinesOnce(now: number): Promise<number> {
    await areas.refresh()
    await catalogue.refresh()
    return ticker.tick(now)
  }

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
    start,
    stop,
    run,
    tick,
  })
}
