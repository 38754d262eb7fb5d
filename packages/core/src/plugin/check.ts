import { limits } from '../contracts/limits.js'
import type { Bilingual } from '../contracts/text.js'
import { inBoth, refuseFaults } from '../errors/faults.js'
import type { Plugin } from './plugin.js'

// These are stored as they are named.
const longest: Readonly<Record<string, number>> = { 'record type': limits.type, measure: limits.measure }

// What all plugins share one table for. Of two entries of one name, the later would silently take the place of the earlier.
const tablesOf = ({ lifecycle, lifecycleLaws, conditions, clocks, permissions }: Plugin) => ({
  'lifecycle.states': lifecycle?.states,
  lifecycleLaws,
  conditions,
  clocks,
  permissions,
})

function clashes(plugin: Plugin, definedBy: Map<string, string>): Bilingual[] {
  const faults: Bilingual[] = []
  for (const [table, entries] of Object.entries(tablesOf(plugin)))
    for (const each of Object.keys(entries ?? {})) {
      const name = `${table}.${each}`
      const other = definedBy.get(name)
      if (other !== undefined)
        faults.push(
          inBoth(
            `${plugin.id}：${name} 已由插件 ${other} 定义`,
            `${plugin.id}: ${name} is defined by the plugin ${other} already`,
          ),
        )
      definedBy.set(name, plugin.id)
    }
  return faults
}

/** Refuses plugins that do not fit together, before anything is built from them. @throws ConfigurationError naming every fault */
export function checkPlugins(plugins: readonly Plugin[]): void {
  const faults: Bilingual[] = []
  const seen = new Set<string>()
  const definedBy = new Map<string, string>()
  for (const [position, plugin] of plugins.entries()) {
    // JavaScript callers may pass anything.
    if (typeof plugin?.id !== 'string' || typeof plugin.setup !== 'function') {
      faults.push(
        inBoth(
          `plugins.${position} 不是插件：没有 id 或 setup；请用 definePlugin`,
          `plugins.${position} is not a plugin: it has no id or no setup; use definePlugin`,
        ),
      )
      continue
    }
    const { id } = plugin
    if (plugin.contract !== 'huiyin.plugin/1')
      faults.push(
        inBoth(
          `${id}：按另一契约编写（${String(plugin.contract)}）；请用 definePlugin`,
          `${id}: made for another contract (${String(plugin.contract)}); use definePlugin`,
        ),
      )
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      faults.push(
        inBoth(`“${id}”：id 应由小写字母、数字和连字符组成，以字母开头`, `${JSON.stringify(id)}: an id is kebab-case`),
      )
    if (seen.has(id)) faults.push(inBoth(`${id}：两个插件使用此 id`, `${id}: two plugins have this id`))
    seen.add(id)
    faults.push(...clashes(plugin, definedBy))
    for (const { kind } of plugin.records ?? [])
      if (kind.form !== undefined && !(Number.isSafeInteger(kind.form) && kind.form >= 1))
        faults.push(
          inBoth(
            `${id}：${kind.type} 的 form 应为不小于 1 的整数`,
            `${id}: the form of ${kind.type} must be a whole number from 1 on`,
          ),
        )
    const own = [
      ...(plugin.records ?? []).map((each) => ['档案类型', 'record type', each.kind.type]),
      ...(plugin.measures ?? []).map((each) => ['计数项', 'measure', each.name]),
      ...(plugin.indicators ?? []).map((each) => ['指标', 'indicator', each.name]),
      ...Object.keys(plugin.refusals ?? {}).map((code) => ['拒绝代码', 'refusal', code]),
    ] as const
    for (const [zh = '', en = '', name] of own) {
      const most = longest[en] ?? Number.POSITIVE_INFINITY
      if (!name?.startsWith(`${id}.`))
        faults.push(
          inBoth(`${id}：${zh} ${name} 应以“${id}.”开头`, `${id}: the ${en} ${name} must begin with "${id}."`),
        )
      else if ([...name].length > most)
        faults.push(
          inBoth(
            `${id}：${zh} ${name} 过长，至多 ${most} 个字符`,
            `${id}: the ${en} ${name} is too long, at most ${most} characters are allowed`,
          ),
        )
    }
  }
  refuseFaults('以下插件无法载入', 'These plugins cannot be loaded', faults)
}
