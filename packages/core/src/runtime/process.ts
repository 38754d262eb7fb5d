import type { CalendarService } from '../amendment/service.js'
import type { AreaService } from '../area/service.js'
import { assertDigestMatches } from '../audit/check-digest.js'
import { checkInstant } from '../calendar/date.js'
import type { CatalogueService } from '../catalogue/service.js'
import type { Logger } from '../contracts/logger.js'
import type { Upkeep } from '../delivery/channel/upkeep.js'
import type { Declaration } from '../delivery/declaration.js'
import type { Dispatcher } from '../delivery/dispatcher.js'
import { isHuiyinError } from '../errors.js'
import type { MeasureStart } from '../evaluation/measures/measure-start.js'
import { inWords } from '../import/in-words.js'
import type { ClockGuard } from '../record/clock-guard.js'
import type { Committer } from '../record/committer.js'
import type { Destinations } from '../record/destinations.js'
import type { Engine } from '../record/engine.js'
import { createKeyedMutex } from '../record/keyed-mutex.js'
import type { Sources } from '../sink/sources.js'
import type { Huiyin } from './huiyin.js'
import { checkOpenRequests } from './lifecycle/check-open-requests.js'
import type { CompiledLifecycle } from './lifecycle/compile-lifecycle.js'
import type { LifecycleFollower } from './lifecycle/lifecycle-follower.js'
import type { Rules } from './lifecycle/rules-record.js'
import { type LoopOptions, type Running, runLoops } from './loops.js'
import type { Platform } from './options/options.js'
import type { Relocator } from './relocator.js'
import type { RequestKind } from './request-kind.js'
import type { startedStorage } from './started-storage.js'
import { systemActor } from './system-actor.js'
import type { Ticker } from './ticker.js'

interface ProcessParts {
  readonly storage: ReturnType<typeof startedStorage>
  readonly platform: Platform
  readonly logger: Logger
  /** Id of this process, for leases and for the phase of its loops. */
  readonly owner: string
  readonly engine: Engine
  readonly committer: Committer
  readonly areas: AreaService
  readonly calendar: CalendarService
  readonly catalogue: CatalogueService
  readonly measureStart: MeasureStart
  readonly declaration: Declaration
  readonly destinations: Destinations
  readonly dispatcher: Dispatcher
  readonly upkeep: Upkeep
  readonly ticker: Ticker
  /** Removes what is kept of messages once its time is over. */
  readonly removeSent: (now: number) => Promise<void>
  readonly guard: ClockGuard
  readonly relocator: Relocator
  readonly lifecycleFollower: LifecycleFollower
  readonly requestKind: RequestKind
  readonly rules: Rules
  readonly sources: Sources
  /** What plugins do when the process starts and stops. */
  readonly plugins: {
    start(): Promise<void>
    stop(): Promise<void>
    /** Takes deadlines of their records along when the calendar has changed. */
    follow(now: number, goOn: () => boolean): Promise<void>
  }
  /** The lifecycle in force, which must know where every open request stands. */
  readonly lifecycle: CompiledLifecycle
}

type StartOptions = NonNullable<Parameters<Huiyin['start']>[0]>

// Loaded by the first start that needs it; whoever starts later waits for nothing.
let proof: typeof import('../request/lifecycle/prove.js') | undefined
let machine: typeof import('../request/lifecycle/hold-to-machine.js') | undefined

/** Start, loops and stop of one process. */
export function createProcess(parts: ProcessParts): Pick<Huiyin, 'start' | 'run' | 'tick' | 'stop'> {
  const { storage, platform, logger, owner, engine, committer } = parts
  const {
    areas,
    calendar,
    catalogue,
    measureStart,
    declaration,
    destinations,
    dispatcher,
    upkeep,
    ticker,
    removeSent,
    guard,
  } = parts
  const { relocator, lifecycleFollower, requestKind, rules, sources, plugins } = parts
  const { clock, timer, digest } = platform
  const rounds = createKeyedMutex()
  const running = new Set<Running>()
  let stopping = false
  let keeps = false

  async function start({ readOnly = false, keepRules = false, states = {} }: StartOptions = {}): Promise<void> {
    stopping = false
    keeps = keepRules
    const recorder = readOnly || keepRules ? undefined : systemActor
    const { table, vocabulary, toProve } = parts.lifecycle
    // With what is core's nobody waits for the proof and XState, and a bundle does not carry them.
    if (toProve !== 'nothing') {
      proof ??= await import('../request/lifecycle/prove.js')
      proof.assertLifecycle(table.definition, vocabulary())
    }
    if (toProve === 'all') {
      machine ??= await import('../request/lifecycle/hold-to-machine.js')
      machine.holdToMachine(table.definition)
    }
    lifecycleFollower.adopt(readOnly ? {} : states)
    dispatcher.open()
    await storage.open()
    if (!readOnly) {
      await assertDigestMatches(storage, digest)
      await checkOpenRequests(engine, requestKind, parts.lifecycle.table, states)
      const completed = await engine.reindex()
      const found = await engine.searchAnew()
      if (found > 0) logger.info('texts of before can be searched', { records: found })
      if (completed > 0) logger.info('open records of before are on the desks', { records: completed })
    }
    await areas.load()
    await catalogue.load()
    await calendar.load(recorder)
    if (recorder !== undefined) await rules.record()
    const anyRequests = async () => (await storage.find({ type: requestKind.type, limit: 1 })).items.length > 0
    await measureStart.load(engine, recorder, anyRequests)
    await declaration.load(recorder === undefined)
    if (!readOnly && Object.keys(states).length > 0) {
      await lifecycleFollower.apply()
      await checkOpenRequests(engine, requestKind, parts.lifecycle.table, states)
    }
    if (!readOnly) await plugins.start()
    const elsewhere = declaration.elsewhere()
    if (elsewhere.length > 0) logger.info('messages of other processes are written, not sent', { elsewhere })
    logger.info('huiyin started', { storage: storage.name, areas: areas.tree().size })
  }

  // A process whose clock is years off must not take a deadline or a message, let alone forget answers: it does nothing until the clock is set.
  async function isClockRight(now: number): Promise<boolean> {
    try {
      await guard.check(now)
      return true
    } catch (error) {
      if (!isHuiyinError(error, 'clock-wrong')) throw error
      logger.warn('nothing is done: the clock of this process is wrong', { error: error.message, ...error.details })
      return false
    }
  }

  const ifClockIsRight =
    (work: (goOn: () => boolean) => Promise<unknown>) =>
    async (goOn: () => boolean): Promise<unknown> =>
      (await isClockRight(clock.now())) ? work(goOn) : undefined

  // What cannot be read now is as it was known: the node that holds it may be away, and the deadlines of all others run out all the same.
  const known = (what: string, refresh: () => Promise<unknown>) =>
    refresh().catch((error: unknown) =>
      logger.warn('what other processes changed is read with the next round', { what, error: inWords(error) }),
    )

  // One round at a time in a process: the next handles what this one leaves.
  const tickDeadlines = (now: number) =>
    rounds.run('deadlines', async () => {
      for (const [what, { refresh }] of Object.entries({ areas, catalogue, calendar, declaration }))
        await known(what, refresh)
      if (!keeps) await known('rules', rules.record)
      await relocator
        .reconcile(now, areas.directory().revision)
        .catch((error: unknown) =>
          logger.warn('requests of former areas wait for the next round', { error: String(error) }),
        )
      await lifecycleFollower
        .reconcile(now)
        .catch((error: unknown) =>
          logger.warn('requests in former states wait for the next round', { error: inWords(error) }),
        )
      await removeSent(now)
      return ticker.tick(now)
    })

  // Deadlines do not wait for it: whatever is decided about a request counts it on the calendar in force first.
  const followCalendar = (now: number, goOn: () => boolean) =>
    rounds.run('calendar', async () => {
      await calendar.refresh()
      await calendar
        .follow(now, goOn)
        .then(() => plugins.follow(now, goOn))
        .catch((error: unknown) => logger.warn('the calendar waits for the next round', { error: inWords(error) }))
    })

  function run(loop: LoopOptions = {}): Running {
    storage.assertOpen()
    const sending = destinations
      .names()
      .map((name) => [`deliveries/${name}`, (goOn: () => boolean) => dispatcher.dispatch(undefined, [name], goOn)])
    const works: Record<string, (goOn: () => boolean) => Promise<unknown>> = {
      deadlines: () => tickDeadlines(clock.now()),
      calendar: (goOn: () => boolean) => followCalendar(clock.now(), goOn),
      ...Object.fromEntries(sending),
      ...sources.works(),
    }
    const guarded = Object.fromEntries(Object.entries(works).map(([name, work]) => [name, ifClockIsRight(work)]))
    const loops = runLoops(guarded, loop, timer, owner, logger)
    async function stop(): Promise<void> {
      const ended = dispatcher.endSoon()
      await Promise.all([sources.stop(), loops.stop()])
      ended()
      await sources.stop()
    }
    const started = Object.freeze({ stop })
    running.add(started)
    return started
  }

  async function tick(at: number = clock.now()): Promise<{ deadlines: number; deliveries: number }> {
    const now = checkInstant(Math.floor(at), ['now'])
    if (!(await isClockRight(now))) return { deadlines: 0, deliveries: 0 }
    await followCalendar(now, () => !stopping)
    const deadlines = await tickDeadlines(now)
    return { deadlines, deliveries: await dispatcher.dispatch(now, undefined, () => !stopping) }
  }

  async function stop(): Promise<void> {
    stopping = true
    await Promise.all([...running].map((each) => each.stop()))
    running.clear()
    await plugins.stop()
    dispatcher.close()
    await upkeep.stop()
    await engine.drain()
    await committer.drain()
    await storage.close()
  }

  return { start, run, tick, stop }
}
