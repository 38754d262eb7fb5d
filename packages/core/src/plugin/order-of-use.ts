import type { Plugin } from './plugin.js'

type Using = Pick<Plugin, 'id' | 'uses'>

interface Walk<Each> {
  readonly ordered: Each[]
  readonly circle?: readonly string[]
}

function walk<Each extends Using>(plugins: readonly Each[]): Walk<Each> {
  const byId = new Map(plugins.map((each) => [each.id, each]))
  const ordered: Each[] = []
  const under: string[] = []
  let circle: readonly string[] | undefined

  function visit(plugin: Each): void {
    if (ordered.includes(plugin) || circle !== undefined) return
    if (under.includes(plugin.id)) {
      circle = [...under.slice(under.indexOf(plugin.id)), plugin.id]
      return
    }
    under.push(plugin.id)
    for (const id of plugin.uses ?? []) {
      const used = byId.get(id)
      if (used !== undefined) visit(used)
    }
    under.pop()
    ordered.push(plugin)
  }

  for (const each of plugins) visit(each)
  return { ordered, ...(circle !== undefined && { circle }) }
}

/** The plugins, each behind those that it uses; otherwise in the order given. */
export const inOrderOfUse = <Each extends Using>(plugins: readonly Each[]): readonly Each[] => walk(plugins).ordered

/** The ids of plugins that use each other in a circle, the first named again at the end; `undefined` when none do. */
export const circleOf = (plugins: readonly Using[]): readonly string[] | undefined => walk(plugins).circle
