/** Runs at most `size` works at the same time. One that fails hurts none of the others; the first error is thrown at the end. */
export function createLane(size: number) {
  const underWay = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined

  /** Begins a work as soon as there is room for it. */
  async function begin(work: () => Promise<void>): Promise<void> {
    while (underWay.size >= size) await Promise.race(underWay)
    const one = work()
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => underWay.delete(one))
    underWay.add(one)
  }

  /** Waits until one of those under way has ended, when there is one. */
  async function oneEnded(): Promise<void> {
    if (underWay.size > 0) await Promise.race(underWay)
  }

  /** Waits until none is under way, whether they failed or not. */
  async function settled(): Promise<void> {
    while (underWay.size > 0) await Promise.race(underWay)
  }

  /** Waits for all. @throws the first error there was */
  async function empty(): Promise<void> {
    await Promise.all(underWay)
    if (failure !== undefined) throw failure.error
  }

  return { begin, isBusy: () => underWay.size > 0, oneEnded, settled, empty, hasFailed: () => failure !== undefined }
}
