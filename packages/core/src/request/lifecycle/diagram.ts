import { branchesOf, isEnd, type LifecycleDefinition } from './definition.js'

/** The lifecycle as a Mermaid state diagram, states with their Chinese titles, arrows with command and condition. */
export function lifecycleDiagram(lifecycle: LifecycleDefinition): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${lifecycle.initial}: submit`]
  for (const [name, state] of Object.entries(lifecycle.states)) {
    lines.push(`  ${name}: ${state.title.zh}`)
    for (const [command, entry] of Object.entries(state.on ?? {})) {
      for (const branch of branchesOf(entry)) {
        if (branch.target === undefined) continue
        const label = command.replace(':', ' ')
        lines.push(`  ${name} --> ${branch.target}: ${label}${branch.when === undefined ? '' : ` [${branch.when}]`}`)
      }
    }
    if (isEnd(state)) lines.push(`  ${name} --> [*]`)
  }
  return `${lines.join('\n')}\n`
}
