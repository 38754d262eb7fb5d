import type { OpenRecord } from '../record/open-record.js'
import { system } from '../record/system.js'
import type { Finding } from './finding.js'
import { readSome } from './read-some.js'

// Core's own work on other records: every process carries it out.
const internal = 'huiyin'

/** Checks that every pending delivery is for a destination that some process declared, and that is not retired. */
export async function checkDestinations({ huiyin }: OpenRecord): Promise<Finding> {
  const standing = await huiyin.deliveries.destinations({ by: system })
  const served = new Set(standing.filter(({ retiredAt }) => retiredAt === undefined).map(({ name }) => name))
  const byDestination: Record<string, number> = {}
  let count = 0
  await readSome(
    (query) => huiyin.deliveries.pending(query, { by: system }),
    ({ destination }) => {
      if (destination === internal || served.has(destination)) return
      count++
      byDestination[destination] = (byDestination[destination] ?? 0) + 1
    },
  )
  const list = Object.entries(byDestination)
    .map(([destination, number]) => `${destination} ${number}`)
    .join(', ')
  return {
    check: 'destinations',
    level: count === 0 ? 'ok' : 'warn',
    details: { count, byDestination },
    means:
      count === 0
        ? { zh: '每件投递都有目的地。', en: 'Every pending delivery has a destination.' }
        : {
            zh: `${count} 件投递的目的地已停用或从未登记（${list}）。`,
            en: `${count} deliveries are for destinations that are retired or were never declared (${list}).`,
          },
    todo: {
      zh: '让一个配有该渠道的进程运行，直到没有待投递的消息；名称写错的，恢复原名。',
      en: 'Run a process that has the channel until nothing is pending; where the name was changed, give it back its old one.',
    },
  }
}
