/** A mutex per key: work under one key runs one after the other, in the order of the calls; different keys do not wait for each other. */
export function createKeyedMutex() {
  const last = new Map<string, Promise<unknown>>()

  /** Runs the work once all earlier work under this key has settled, failed or not. A call from inside its own work never settles. */
  function run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = last.get(key)
    const mine = before === undefined ? work() : before.then(work, work)
    last.set(key, mine)
    const leave = () => {
      if (last.get(key) === mine) last.delete(key)
    }
    mine.then(leave, leave)
    return mine
  }

  return Object.freeze({ run })
}
