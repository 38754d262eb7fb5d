import type { OpenRecord } from '../record/open-record.js'
import type { Finding } from './finding.js'
import { readSome } from './read-some.js'

const mostNamed = 20
// Core's own types have none.
const isOfPlugin = (type: string) => type.includes('.')

/**
 * Checks that open records of plugins lie in areas in force, where these lie now: those of the kinds that say how they follow a change of areas. Without
 * the plugins nobody knows which kinds those are, and all are looked at.
 */
export async function checkPluginAreas({ huiyin, storage, config }: OpenRecord): Promise<Finding> {
  const tree = huiyin.areas.tree()
  const kinds = config.plugins?.flatMap(({ records = [] }) => records.map(({ kind }) => kind))
  const queries = kinds?.filter(({ relocate }) => relocate !== undefined).map(({ type }) => ({ type })) ?? [{}]
  const records: string[] = []
  const looked = { stranded: 0, read: 0, all: true }
  for (const query of queries) {
    const { all } = await readSome(
      (page) => storage.find({ ...query, open: true, ...page }),
      ({ type, id, index: { areaPath } }) => {
        if (!isOfPlugin(type)) return
        looked.read++
        if (tree.size === 0 || areaPath === '' || tree.path(areaPath.split('/').at(-2) ?? '') === areaPath) return
        looked.stranded++
        if (records.length < mostNamed) records.push(`${type}/${id}`)
      },
    )
    looked.all &&= all
  }
  const { stranded, read, all } = looked
  const base = { check: 'plugin-areas', details: { stranded, records, read, all } }
  if (stranded === 0)
    return {
      ...base,
      level: 'ok',
      means: {
        zh: `插件的未结档案均在现行区划内（已查 ${read} 份）。`,
        en: `Every open record of a plugin lies in an area in force (${read} read).`,
      },
    }
  return {
    ...base,
    level: 'warn',
    means: {
      zh: `${stranded} 份插件的未结档案不在现行区划内（${records.join(', ')}）。`,
      en: `${stranded} open records of plugins lie in areas that are not in force (${records.join(', ')}).`,
    },
    todo:
      kinds === undefined
        ? {
            zh: '用 --config 传入应用的插件：只有写明如何随区划迁移（relocate）的档案才须迁移，其余留在原处。',
            en: 'Pass the plugins of the application with --config: only records whose kind says how they follow (`relocate`) have to, and others stay where they were.',
          }
        : {
            zh: '计时循环五分钟内会将其迁入现行区划；若一直如此，请看应用日志：插件的 relocate 可能出错，或其命令被拒绝。',
            en: 'The loop moves them within five minutes; if they stay, read the log of the application: `relocate` of the plugin may fail, or its command be refused.',
          },
  }
}
