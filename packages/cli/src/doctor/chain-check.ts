import type { OpenRecord } from '../record/open-record.js'
import { verifySome } from '../record/same-digest.js'
import type { Finding } from './finding.js'

const few = 20
const recentMs = 7 * 86_400_000

/** Verifies the oldest requests and the newest. This is not a verification of the record; it shows whether keys and digests match. */
export async function checkChain({ storage, config }: OpenRecord, now: number): Promise<Finding> {
  const oldest = await storage.find({ type: 'request', limit: few })
  const newest = await storage.find({ type: 'request', from: now - recentMs, limit: few })
  const chosen = new Map([...oldest.items, ...newest.items].map((record) => [record.id, record]))
  const { records, events, faults } = await verifySome(storage, config, [...chosen.values()])
  const first = faults[0]
  const details = { records, events, faults }
  if (first === undefined)
    return {
      check: 'chain',
      level: 'ok',
      details,
      means: {
        zh: `抽查 ${records} 份记录、${events} 个事件，链完好。`,
        en: `${records} records checked, ${events} events: the chains hold.`,
      },
    }
  return {
    check: 'chain',
    level: 'fail',
    details,
    means: {
      zh: `抽查发现 ${faults.length} 处断链，首处 ${first.type} ${first.id} #${first.seq}（${first.fault}）。`,
      en: `${faults.length} chains are broken.`,
    },
    todo: {
      zh: '先确认 --digest 与 --chain-key-file 与应用一致；再用 huiyin verify 全面核验，并保全数据库副本。',
      en: 'Make sure --digest and --chain-key-file are those of the application; then run huiyin verify, and keep a copy of the database.',
    },
  }
}
