import { limits } from '../contracts/limits.js'
import type { Bilingual } from '../contracts/text.js'
import { inBoth, refuseFaults } from '../errors/faults.js'
import { knownNames } from '../errors/known-names.js'
import { circleOf } from './order-of-use.js'
import type { Plugin } from './plugin.js'
import { recordFaults } from './record/record-faults.js'
import { verbFaults } from './verb-faults.js'

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

/** What is wrong with what plugins use of each other. */
function useFaults(plugins: readonly Plugin[]): Bilingual[] {
  const ids = plugins.map(({ id }) => id)
  const faults = plugins.flatMap(({ id, uses = [] }) =>
    uses
      .filter((each) => !ids.includes(each))
      .map((each) => {
        const known = knownNames(each, ids)
        return inBoth(
          `${id}：所用插件 ${each} 未载入（${known.zh}）`,
          `${id}: uses the plugin ${each}, which is not there (${known.en})`,
        )
      }),
  )
  const circle = circleOf(plugins)
  if (circle !== undefined)
    faults.push(
      inBoth(
        `插件互相使用成环：${circle.join(' → ')}`,
        `these plugins use each other in a circle: ${circle.join(' → ')}`,
      ),
    )
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
    const { contract } = plugin as { readonly contract?: unknown }
    if (contract === 'huiyin.plugin/1')
      faults.push(
        inBoth(
          `${id}：按 huiyin.plugin/1 编写；请改用 huiyin.plugin/2：用 defineRecord 声明档案及其 inputs 与 may（见 docs/write-a-plugin.md）`,
          `${id}: made for huiyin.plugin/1; move it to huiyin.plugin/2: declare its records with defineRecord, with inputs and may (docs/write-a-plugin.md)`,
        ),
      )
    else if (contract !== 'huiyin.plugin/2')
      faults.push(
        inBoth(
          `${id}：按另一契约编写（${String(contract)}）；请用 definePlugin`,
          `${id}: made for another contract (${String(contract)}); use definePlugin`,
        ),
      )
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      faults.push(
        inBoth(`“${id}”：id 应由小写字母、数字和连字符组成，以字母开头`, `${JSON.stringify(id)}: an id is kebab-case`),
      )
    if (seen.has(id)) faults.push(inBoth(`${id}：两个插件使用此 id`, `${id}: two plugins have this id`))
    seen.add(id)
    faults.push(...clashes(plugin, definedBy))
    faults.push(...recordFaults(plugin), ...verbFaults(plugin))
    const own = [
      ...(plugin.records ?? []).map((each) => ['档案类型', 'record type', each?.kind?.type]),
      ...(plugin.measures ?? []).map((each) => ['计数项', 'measure', each.name]),
      ...(plugin.records ?? []).flatMap((each) =>
        (each?.measures ?? []).map(({ name }: { readonly name: string }) => ['计数项', 'measure', name] as const),
      ),
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
  faults.push(...useFaults(plugins.filter((each) => seen.has(each?.id))))
  refuseFaults('以下插件无法载入', 'These plugins cannot be loaded', faults)
}
