/** Where core reports what it does. It never receives personal data. By default nothing is logged. */
export interface Logger {
  /** A normal step, such as the start. `message` is a fixed text; `facts` holds the values that vary. Must not throw. */
  info(message: string, facts?: object): void
  /** Work that failed and is retried or left for people: a dead letter, a paused channel, a refused deadline. Must not throw. */
  warn(message: string, facts?: object): void
}
