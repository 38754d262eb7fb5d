/** One operation on one object, as its caller saw it. */
export interface Operation<Input, Output> {
  /** When it was called, as a number that grows with time: an instant or a counter. */
  readonly called: number
  /** When the response came, on the same scale. `undefined`: there was none, so it may take effect at any time after the call, or never. */
  readonly answered: number | undefined
  /** What it was called with. */
  readonly input: Input
  /** What it responded; `undefined` when that is unknown, which fits any output of the model. */
  readonly output: Output | undefined
}

/** The sequential behaviour of the object. */
export interface SequentialModel<State, Input, Output> {
  /** The state before the first operation. */
  readonly initial: State
  /** Carries out one operation. Pure: it must not change the given state. */
  step(
    state: State,
    input: Input,
  ): {
    /** The state after it. */
    readonly state: State
    /** What a correct object responds. */
    readonly output: Output
  }
  /** The same text for equal states, different texts for different ones: states are compared by it. */
  key(state: State): string
  /** Whether two outputs count as equal. */
  same(one: Output, other: Output): boolean
}

/**
 * Whether there is an order of the operations, each between its call and its response, in which a single object would have responded the
 * same. The search is that of Wing and Gong (1993) with the memoization of Lowe (2017): each pair of executed operations and state is
 * visited once.
 */
export function linearizable<State, Input, Output>(
  operations: readonly Operation<Input, Output>[],
  model: SequentialModel<State, Input, Output>,
): boolean {
  const seen = new Set<string>()
  const remaining = operations.map((operation, number) => ({ ...operation, number }))

  function search(left: typeof remaining, state: State): boolean {
    if (left.every((each) => each.answered === undefined)) return true
    const key = `${left.map((each) => each.number).join(',')}|${model.key(state)}`
    if (seen.has(key)) return false
    seen.add(key)
    // An operation that was answered must come before all that were called later.
    const deadline = Math.min(...left.map((each) => each.answered ?? Number.POSITIVE_INFINITY))
    for (const next of left) {
      if (next.called > deadline) continue
      const { state: after, output } = model.step(state, next.input)
      const fits = next.output === undefined || model.same(output, next.output)
      if (
        fits &&
        search(
          left.filter((each) => each !== next),
          after,
        )
      )
        return true
    }
    return false
  }
  return search(remaining, model.initial)
}
