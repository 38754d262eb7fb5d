import type { Timer } from '../src/contracts/timer.js'

/** A timer whose time goes by at once, in the next turn of the event loop, however long it was asked for. */
export const atOnce: Timer = {
  after: (_, callback) => {
    const soon = setTimeout(callback, 0)
    return () => clearTimeout(soon)
  },
}
