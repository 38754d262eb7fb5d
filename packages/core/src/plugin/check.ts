import { ConfigurationError } from '../errors.js'
import type { Plugin } from './plugin.js'

// What all plugins share one table for. Of two entries of one name, the later would silently take the place of the earlier.
const tablesOf = ({ lifecycle, lifecycleLaws, conditions, clocks, permissions }: Plugin) => ({
  'lifecycle.states': lifecycle?.states,
  lifecycleLaws,
  conditions,
  clocks,
  permissions,
})

function clashes(plugin: Plugin, definedBy: Map<string, string>): string[] {
  const faults: string[] = []
  for (const [table, entries] of Object.entries(tablesOf(plugin)))
    for (const each of Object.keys(entries ?? {})) {
      const name = `${table}.${each}`
      const other = definedBy.get(name)
      if (other !== undefined) faults.push(`${plugin.id}: ${name} is defined by the plugin ${other} already`)
      definedBy.set(name, plugin.id)
    }
  return faults
}

/** Refuses plugins that do not fit together, before anything is built from them. @throws ConfigurationError naming every fault */
export function checkPlugins(plugins: readonly Plugin[]): void {
  const faults: string[] = []
  const seen = new Set<string>()
  const definedBy = new Map<string, string>()
  for (const [position, plugin] of plugins.entries()) {
    // JavaScript callers may pass anything.
    if (typeof plugin?.id !== 'string' || typeof plugin.setup !== 'function') {
      faults.push(`plugins.${position} is not a plugin: it has no id or no setup; use definePlugin`)
      continue
    }
    const { id } = plugin
    if (plugin.contract !== 'huiyin.plugin/1')
      faults.push(`${id}: made for another contract (${String(plugin.contract)}); use definePlugin`)
    if (!/^[a-z][a-z0-9-]*$/.test(id)) faults.push(`${JSON.stringify(id)}: an id is kebab-case`)
    if (seen.has(id)) faults.push(`${id}: two plugins have this id`)
    seen.add(id)
    faults.push(...clashes(plugin, definedBy))
    for (const { kind } of plugin.records ?? [])
      if (kind.form !== undefined && !(Number.isSafeInteger(kind.form) && kind.form >= 1))
        faults.push(`${id}: the form of ${kind.type} must be a whole number from 1 on`)
    const own = [
      ...(plugin.records ?? []).map((each) => ['record type', each.kind.type]),
      ...(plugin.measures ?? []).map((each) => ['measure', each.name]),
      ...(plugin.indicators ?? []).map((each) => ['indicator', each.name]),
      ...Object.keys(plugin.refusals ?? {}).map((code) => ['refusal', code]),
    ] as const
    for (const [what, name] of own)
      if (!name?.startsWith(`${id}.`)) faults.push(`${id}: the ${what} ${name} must begin with "${id}."`)
  }
  if (faults.length > 0)
    throw new ConfigurationError(`These plugins cannot be loaded: ${faults.join('; ')}.`, { faults })
}
