import type { Logger } from '../contracts/logger.js'
import type { EventSource, Inbox } from '../contracts/streams/source.js'
import type { Timer } from '../contracts/timer.js'
import { within } from '../delivery/within.js'
import { messageIn } from '../import/in-words.js'

const longestCall = 30_000

interface SourceParts {
  readonly sources: readonly EventSource[]
  readonly inbox: Inbox
  readonly timer: Timer
  readonly logger: Logger
}

/** Begins the sources of this process and ends them; see `createSources`. */
export type Sources = ReturnType<typeof createSources>

/** Begins the sources of this process and ends them. One that fails or hangs harms nobody else. */
export function createSources({ sources, inbox, timer, logger }: SourceParts) {
  /** Sources that were asked to begin: whether they did, once that is known. Never rejects. */
  const begun = new Map<EventSource, Promise<boolean>>()

  /** Calls what comes from outside: it may throw at once. */
  async function succeeds(source: EventSource, what: 'start' | 'stop'): Promise<boolean> {
    try {
      await (what === 'start' ? source.start(inbox) : source.stop())
      return true
    } catch (error) {
      logger.warn(`a source could not ${what}`, { source: source.name, error: messageIn(error) })
      return false
    }
  }

  async function begin(source: EventSource): Promise<void> {
    if (begun.has(source)) return
    const answer = succeeds(source, 'start').then((did) => {
      if (!did) begun.delete(source)
      return did
    })
    begun.set(source, answer)
    if ((await within(timer, longestCall, answer).first) === undefined)
      logger.warn('a source takes long to start', { source: source.name })
  }

  async function end(source: EventSource, answer: Promise<boolean>): Promise<void> {
    begun.delete(source)
    const ended = answer.then((did) => !did || succeeds(source, 'stop'))
    if ((await within(timer, longestCall, ended).first) === undefined)
      logger.warn('a source takes long to stop', { source: source.name })
  }

  /** A work for each source, done round after round: it begins, unless it has begun. */
  const works = () => Object.fromEntries(sources.map((source) => [`sources/${source.name}`, () => begin(source)]))

  /** Ends those that have begun. One that begins after all is ended then. */
  async function stop(): Promise<void> {
    await Promise.all([...begun].map(([source, answer]) => end(source, answer)))
  }

  return Object.freeze({ works, stop })
}
