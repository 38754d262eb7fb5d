/** The type of an instance of a class that the platform has, where its types are known; otherwise what is used of it. Core itself takes no library of types. */
export type Instance<Name extends string, Otherwise> = typeof globalThis extends {
  readonly [Each in Name]: {
    /** What instances are made of. */
    readonly prototype: infer Known
  }
}
  ? Known
  : Otherwise

/** The `AbortSignal` of the platform; where its types are not known, what is used of it. */
export type AbortSignalLike = Instance<
  'AbortSignal',
  {
    /** The time is over. */
    readonly aborted: boolean
  }
>
