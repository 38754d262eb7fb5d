/**
 * Rounds a second, from what pgbench prints. On a busy machine none may end in time: then there is no rate, and the share that failed is of nothing.
 *
 * @throws when a transaction failed, or when the text says no rate
 */
export function roundsASecond(printed) {
  const processed = /number of transactions actually processed: (\d+)/.exec(printed)?.[1]
  const failed = /number of failed transactions: (\d+)/.exec(printed)?.[1] ?? '0'
  if (failed !== '0') throw new Error(`pgbench: ${printed}`)
  if (processed === '0') return 0
  const rate = /tps = ([\d.]+)/.exec(printed)?.[1]
  if (rate === undefined) throw new Error(`pgbench: ${printed}`)
  return Number(rate)
}
