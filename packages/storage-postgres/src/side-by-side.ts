import { type AdapterError, isHuiyinError } from '@huiyin/core'

// A few at a time: reading needs connections too, also while a node that is away keeps some of them waiting.
const most = 4

/** Does a work for every item, a few side by side; each fails alone. Answers in the order of the items. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly PromiseSettledResult<Result>[]> {
  const results: PromiseSettledResult<Result>[] = []
  let next = 0
  const lane = async () => {
    while (next < items.length) {
      const place = next++
      results[place] = await work(items[place] as Item).then(
        (value) => ({ status: 'fulfilled', value }),
        (reason: unknown) => ({ status: 'rejected', reason }),
      )
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, lane))
  return results
}

/** What succeeded, when anything did; else the first failure is thrown. */
export function whatSucceeded<Result>(results: readonly PromiseSettledResult<Result>[]): readonly Result[] {
  const done = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = results.find((each) => each.status === 'rejected')
  if (done.length === 0 && failed !== undefined) throw failed.reason
  return done
}

/** A node that is away, or any other state that passes; another failure is everybody's. */
export const mayPass = (error: unknown): boolean =>
  isHuiyinError(error) && (error.details as Partial<AdapterError>).retryable === true
