import type { Logger } from '../contracts/logger.js'

/** The host's logger, which must not be able to fail what it is told about: it neither throws nor leaves a rejected promise behind. */
export function safeLogger(logger: Logger): Logger {
  const quietly =
    (level: 'info' | 'warn') =>
    (message: string, facts?: object): void => {
      try {
        const answer: unknown = logger[level](message, facts)
        // A logger may be asynchronous in spite of its type.
        if (answer !== undefined) Promise.resolve(answer).catch(() => {})
      } catch {
        // There is nobody left to tell.
      }
    }
  return Object.freeze({ info: quietly('info'), warn: quietly('warn') })
}
