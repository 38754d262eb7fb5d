/** Where time comes from. `now()` answers milliseconds since 1970-01-01T00:00Z; it may step back, core copes; fractions are dropped. */
export interface Clock {
  /** The present instant in milliseconds. Core throws `ConfigurationError` when the answer is not a finite number. */
  now(): number
}
