import type { Timer } from '../contracts/timer.js'

/** So many requests are in memory at once, and so many commands share one durable write. */
export const pageSize = 200

/**
 * Works through pages until one has no next, or `goOn` says to stop; answers whether it came to the end. `work` reads the page at a cursor and answers the next
 * cursor. Between two pages the process answers others: a storage that answers at once would leave them no turn. Nothing of a page is held then, so memory does
 * not grow with the number of pages.
 */
export async function pageByPage(
  timer: Timer,
  work: (after: string | undefined) => Promise<string | undefined>,
  goOn: () => boolean = () => true,
): Promise<boolean> {
  let after: string | undefined
  do {
    if (!goOn()) return false
    after = await work(after)
    await new Promise<void>((resolve) => void timer.after(0, resolve))
  } while (after !== undefined)
  return true
}
