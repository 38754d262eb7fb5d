/** One operation on one object, as its caller saw it. */
export interface Operation<Input, Output> {
  /** Called, and answered; a call that was never answered may take effect at any time, or not at all. */
  readonly called: number
  readonly answered: number | undefined
  readonly input: Input
  readonly output: Output | undefined
}

/** The sequential behaviour of the object. */
export interface SequentialModel<State, Input, Output> {
  readonly initial: State
  step(state: State, input: Input): { readonly state: State; readonly output: Output }
  /** One text for equal states. */
  key(state: State): string
  same(one: Output, other: Output): boolean
}

/**
 * Is there an order of the operations, each between its call and its answer, in which a single object would have answered the same? The search is that of Wing and
 * Gong (1993) with the memoization of Lowe (2017): each pair of executed operations and state is visited once.
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
