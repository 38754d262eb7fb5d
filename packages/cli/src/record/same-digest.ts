import { createHuiyin, type Storage, type Verification } from '@huiyin/core'
import type { StoredRecord } from '@huiyin/core/contracts'
import { wrongUse } from '../command-failure.js'
import type { Config } from './config.js'
import { system } from './system.js'

/** Verifies the given records and no others; sums, which all records add to, are not compared. The storage is open, and stays so. */
export async function verifySome(
  storage: Storage,
  config: Config,
  records: readonly StoredRecord[],
): Promise<Pick<Verification, 'records' | 'events' | 'faults'>> {
  const nothing = async () => ({ items: [] })
  const some: Storage = {
    ...storage,
    open: async () => {},
    close: async () => {},
    find: async () => ({ items: records }),
    strays: nothing,
    tally: async () => [],
  }
  const huiyin = createHuiyin({ ...config, storage: some })
  await huiyin.start({ readOnly: true })
  return huiyin.audit.verify({ by: system })
}

/** Whether every chain fails at its first event: then the digest or its key is a different one. */
export function isOtherDigest(faults: Verification['faults'], records: number): boolean {
  const fromTheFirst = faults.filter(({ seq, fault }) => seq === 1 && fault === 'hash')
  return records > 0 && fromTheFirst.length === Math.min(records, 100)
}

/** What to do about it. */
export const otherDigest = {
  zh: '所有链自首个事件起均不符：--digest 或 --chain-key-file 可能与应用所用不同。',
  en: "No chain holds from its first event on: --digest or --chain-key-file may not be the application's.",
} as const

/**
 * Fails unless the digest and key are those of the record: writing with others would break its chains.
 *
 * @throws CommandFailure (wrong use) when the digest is not that of the record
 */
export async function assertSameDigest(storage: Storage, config: Config): Promise<void> {
  const { items } = await storage.find({ limit: 20 })
  const shortest = items.toSorted((a, b) => a.version - b.version).slice(0, 3)
  const { faults, records } = await verifySome(storage, config, shortest)
  if (isOtherDigest(faults, records)) throw wrongUse(otherDigest.zh, otherDigest.en)
}
