/** A mutex per key: work under one key runs one after the other, in the order of the calls; different keys do not wait for each other. */
export function createKeyedMutex() {
  // What the work resolves to is not kept here: a table that a map has outgrown holds on to what was in it until the next full collection.
  const last = new Map<string, Promise<void>>()

  /** Runs the work once all earlier work under this key has settled, failed or not. A call from inside its own work never settles. */
  function run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = last.get(key)
    const mine = before === undefined ? work() : before.then(work)
    const leave = () => {
      if (last.get(key) === left) last.delete(key)
    }
    const left = mine.then(leave, leave)
    last.set(key, left)
    return mine
  }

  return Object.freeze({ run })
}
