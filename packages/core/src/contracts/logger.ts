/** Where core says what happened. Never given personal data. The default says nothing. */
export interface Logger {
  info(message: string, facts?: object): void
  warn(message: string, facts?: object): void
}
