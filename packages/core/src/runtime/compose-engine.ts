import { millisecondsInDay } from 'date-fns/constants'
import type { Authority } from '../authority/authority.js'
import type { Digest } from '../contracts/digest.js'
import type { Logger } from '../contracts/logger.js'
import type { Storage } from '../contracts/storage.js'
import { createDispatcher } from '../delivery/dispatcher.js'
import { inWords } from '../import/in-words.js'
import { createClockGuard } from '../record/clock-guard.js'
import { createCommitter } from '../record/committer.js'
import { createDestinations, internalDestination } from '../record/destinations.js'
import { createEngine } from '../record/engine.js'
import type { HuiyinOptions, Platform } from './options/options.js'
import { createTicker } from './ticker.js'

interface EngineOptions {
  readonly storage: Storage
  readonly platform: Platform
  readonly logger: Logger
  readonly authority: Authority
  readonly phoneDigests: readonly Digest[]
  readonly limits: NonNullable<HuiyinOptions['limits']>
}

/** The engine that every record goes through, with what sends its deliveries and handles its deadlines. */
export function composeEngine({ storage, platform, logger, authority, phoneDigests, limits }: EngineOptions) {
  const { clock, timer, ids, digest } = platform
  const owner = ids.next('process')
  const destinations = createDestinations()
  const committer = createCommitter(storage)
  const dispatcher = createDispatcher({ storage, destinations, clock, timer, owner, logger })
  // The command and its outbox rows are committed: if this fails, the next round carries them out.
  const carryOn = () =>
    dispatcher
      .dispatch(undefined, [internalDestination])
      .catch((error) => logger.warn('follow-up work is left for the next round', { error: inWords(error) }))
  let declared: { upToDate(): Promise<void> | undefined } | undefined
  const upToDate = () => declared?.upToDate()
  const guard = createClockGuard(storage, (limits.clockDriftDays ?? 366) * millisecondsInDay)
  const engine = createEngine({
    storage,
    committer,
    clock,
    digest,
    authority,
    destinations,
    upToDate,
    logger,
    carryOn,
    guard,
    limits,
    ...(storage.capabilities.search === true && { search: { writes: phoneDigests.slice(0, 1) } }),
  })
  const follow = (declaration: NonNullable<typeof declared>) => {
    declared = declaration
  }
  const ticker = createTicker({ storage, engine, owner, logger, idempotencyDays: limits.idempotencyDays ?? 30 })
  return { owner, guard, destinations, committer, dispatcher, engine, ticker, follow }
}
