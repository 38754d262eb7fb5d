const chunkSize = 100

/** Does something for every item, a hundred at a time; the results stand in the order of the items. */
export async function inChunks<T, R>(items: readonly T[], each: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += chunkSize) {
    results.push(...(await Promise.all(items.slice(start, start + chunkSize).map(each))))
  }
  return results
}
