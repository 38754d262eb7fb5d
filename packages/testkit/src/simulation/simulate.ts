import { createHuiyin, defaultLifecycle, memoryStorage, type Plugin, type Storage } from '@huiyin/core'
import { measures } from '@huiyin/core/evaluation'
import { extendLifecycle } from '@huiyin/core/plugin'
import { seededRandom } from '../seeded-random.js'
import { checkPlaces } from './area-changes.js'
import { checkCommands } from './check-commands.js'
import { checkOutdated, checkPatrols } from './check-patrols.js'
import { checkTallies } from './check-tallies.js'
import { checkDeadlines, checkDeliveries } from './check-time.js'
import { beginning, cityChanges } from './city-changes.js'
import { createClient } from './client.js'
import { checkDeploys } from './deploys.js'
import { checkDesks, createDesks } from './desks.js'
import { chooseFaults, type FaultKind, faultKinds } from './faults.js'
import { createLedger } from './ledger.js'
import { checkNotices } from './notices.js'
import { observe } from './observed.js'
import { createPatrols } from './patrols.js'
import { createPictures } from './pictures.js'
import { createProcesses, type Seams } from './processes.js'
import { drain } from './quiet.js'
import { readBack } from './read-back.js'
import { createSchedule } from './schedule.js'
import { createScheduler } from './scheduler.js'
import { checkSurveys } from './surveys.js'
import { createTrace } from './trace.js'
import type { Invariant, Violation, World } from './world.js'

/** What is simulated. */
export interface SimulationOptions {
  /** Any integer. The same seed goes the same way, to the last call. */
  readonly seed: number
  /** How many steps there are before the quiet phase. Default 40. */
  readonly steps?: number
  /** A new, empty storage. Default: `memoryStorage`. It is opened, shared by all simulated processes, and closed. */
  readonly storage?: () => Storage | Promise<Storage>
  /** Plugins that every process has. Their deliveries must be carried out too. */
  readonly plugins?: readonly Plugin[]
  /** Which faults a seed may have. Default: all; none with `[]`. */
  readonly faults?: readonly FaultKind[]
  /** Keeps the trace line by line. Default: its hash only. */
  readonly trace?: boolean
}

/** How a simulation went. */
export interface Simulation {
  /** As it was given; run it again to see the same. */
  readonly seed: number
  /** No promise was broken. */
  readonly ok: boolean
  /** In the order in which they were found, at most 50. */
  readonly violations: readonly Violation[]
  /** Faults this seed had. */
  readonly faults: readonly FaultKind[]
  /** How many steps there were before the quiet phase. */
  readonly steps: number
  /** Counts of commands; one that is repeated with its key counts once. */
  readonly commands: {
    /** Issued at all. */
    readonly asked: number
    /** Answered `ok`. */
    readonly acknowledged: number
    /** Neither answered nor refused. */
    readonly unknown: number
  }
  /** Events in all records in the end. */
  readonly events: number
  /** Equal for equal runs: calls, answers, messages and the heads of all records in the end. */
  readonly hash: string
  /** Line by line what happened; empty unless the option `trace` is set. */
  readonly trace: readonly string[]
}

const maxViolations = 50

/**
 * Runs a small city from a seed: several processes over one storage, commands with and without keys, repeated and racing, ticks, crashes, clocks
 * that jump, a storage and channels that fail in every way a promise allows for. Then faults end, and everything the library promises
 * is checked against the ledger.
 *
 * @throws what the storage factory throws; a broken promise is a violation, never an exception
 * @example
 * ```ts
 * import { simulate } from '@huiyin/testkit'
 *
 * const { ok, violations } = await simulate({ seed: 1 })
 * ```
 */
export function simulate(options: SimulationOptions): Promise<Simulation> {
  return simulateWith(options, {})
}

// XState is loaded by the first process whose lifecycle is its own, in its own time. A run must not depend on whether it is the first.
let loaded: Promise<void> | undefined
async function loadMachine(): Promise<void> {
  const huiyin = createHuiyin({ storage: memoryStorage(), lifecycle: extendLifecycle(defaultLifecycle, {}) })
  await huiyin.start()
  await huiyin.stop()
}

/** Like `simulate`, with planted defects: it proves that the simulation finds them. */
export async function simulateWith(options: SimulationOptions, seams: Seams): Promise<Simulation> {
  const { seed, steps = 40, storage: create = memoryStorage, plugins = [], trace: keep = false } = options
  loaded ??= loadMachine()
  await loaded
  const random = seededRandom(seed)
  const faults = chooseFaults(random, options.faults ?? faultKinds)
  const had = faultKinds.filter((kind) => faults.on(kind))
  const scheduler = createScheduler(random, beginning)
  const trace = createTrace(keep)
  const violations: Violation[] = []
  function violate(invariant: Invariant, message: string): void {
    trace.add(`! ${invariant}: ${message}`)
    if (violations.length < maxViolations) violations.push({ invariant, message })
  }
  const world: World = { random, scheduler, faults, trace, violate }

  const own = await create()
  const bare = seams.storage?.(own) ?? own
  const ledger = createLedger()
  const storage = observe(bare, ledger, world)
  await storage.open()
  for (const change of await cityChanges()) await storage.commit([change])

  const client = createClient(world)
  const pictures = createPictures(world)
  const processes = createProcesses({ world, storage, ledger, seams, plugins, files: pictures.files })
  const allReady = async () => {
    while (processes.all.some(({ ready }) => !ready) && (await scheduler.step()));
  }
  // The first declares the channels; whoever comes after it may lack them.
  processes.begin()
  await allReady()
  for (let left = random.int(0, 2); left > 0; left--) processes.begin()
  await allReady()

  const patrols = createPatrols(world)
  const desks = createDesks(world)
  const { step } = createSchedule({ world, client, desks, patrols, pictures, processes })
  for (let left = steps; left > 0; left--) await step()

  const verified = await drain({ world, client, desks, patrols, processes })
  for (const verification of verified.values()) {
    if (verification?.ok === true) continue
    const [fault] = verification?.faults ?? []
    violate(
      'chain',
      fault === undefined ? 'nothing was verified' : `${fault.type}/${fault.id}@${fault.seq}: ${fault.fault}`,
    )
  }
  const read = await readBack(bare, ledger, world)
  await checkCommands(read, client, bare, world)
  await checkDeadlines(read, ledger, bare, world)
  checkDeploys(read, world)
  checkDeliveries(read, ledger, ['residents', 'units', 'archive'], world)
  const [survived] = processes.all
  if (survived !== undefined) checkPlaces(read, survived.huiyin, world)
  checkNotices(read, world)
  pictures.check(read)
  checkSurveys(read, world)
  checkPatrols(read, patrols, world)
  checkDesks(read, desks, world)
  checkOutdated(read, verified, world)
  await checkTallies(read, [...measures, ...plugins.flatMap((plugin) => plugin.measures ?? [])], bare, world)
  await bare.close()

  for (const verification of verified.values()) trace.add(verification?.digest ?? '')
  return {
    seed,
    ok: violations.length === 0,
    violations,
    faults: had,
    steps,
    commands: {
      asked: client.asked.length,
      acknowledged: client.asked.filter(({ answer }) => answer !== undefined).length,
      unknown: client.asked.filter(({ answer, refusals }) => answer === undefined && refusals === 0).length,
    },
    events: read.reduce((sum, { rows }) => sum + rows.length, 0),
    hash: trace.hash(),
    trace: trace.lines,
  }
}
