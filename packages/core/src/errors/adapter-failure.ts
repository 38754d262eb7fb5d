/** What an `AdapterError` is made from. */
export interface AdapterFailure {
  /** `name` of the adapter, for example `sqlite`. */
  readonly adapter: string
  /** Name of the contract's method that failed, for example `commit`. */
  readonly operation: string
  /** Why, in English, for operators and without personal data. */
  readonly message: string
  /** `true` for a passing state (busy, connection lost, disk full). Default `false`: the same call would fail again. */
  readonly retryable?: boolean
  /** `none` (default): nothing was written. `unknown`: it may have been written, whole or in part. */
  readonly outcome?: 'none' | 'unknown'
  /** The driver's own error. */
  readonly cause?: unknown
}
