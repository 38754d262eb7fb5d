/** The type of an instance of a class that the platform has, where its types are known; otherwise what is used of it. Core itself takes no library of types. */
export type Instance<Name extends string, Otherwise> = typeof globalThis extends {
  readonly [Each in Name]: {
    /** What instances are made of. */
    readonly prototype: infer Known
  }
}
  ? Known
  : Otherwise
