import { knownNames } from '../../errors/known-names.js'
import { ConfigurationError } from '../../errors.js'
import type { Plugin } from '../../plugin/plugin.js'
import { coreCommands } from '../../request/commands.js'
import type { LifecycleDefinition } from '../../request/lifecycle/definition.js'
import { type Permissions, permissionFaults } from '../../request/permissions/permissions.js'
import { systemCommands } from '../../request/system-commands.js'
import { defaultSlaPolicy, type SlaPolicy } from '../../sla/policy.js'

const ofCore = coreCommands()
const ofSystem: ReadonlySet<string> = new Set(systemCommands)

/** Commands that the lifecycle adds to core's. */
function ownCommands({ states, everywhere }: LifecycleDefinition): ReadonlySet<string> {
  const named = [everywhere, ...Object.values(states).map(({ on }) => on)].flatMap((on) => Object.keys(on ?? {}))
  return new Set(named.filter((name) => !ofCore.has(name) && !name.startsWith('expire:')))
}

function pluginFaults({ id, laws = {}, permissions = {} }: Plugin, own: ReadonlySet<string>): string[] {
  const faults: string[] = []
  const lawful = [...ofCore, ...own].filter((name) => !ofSystem.has(name))
  const known = (name: string) => knownNames(name, lawful).en
  for (const [command, list] of Object.entries(laws)) {
    if (!ofCore.has(command) && !own.has(command))
      faults.push(`plugin ${id} declares a law for "${command}", which is not a command (${known(command)})`)
    // A law that refuses what time or another request brings about would leave the request standing still.
    if (ofSystem.has(command))
      faults.push(`plugin ${id} declares a law for "${command}", which the system issues and no law may refuse`)
    if (!Array.isArray(list) || !list.every((law) => typeof law === 'function'))
      faults.push(`plugin ${id}: laws.${command} is not a list of functions`)
  }
  for (const command of Object.keys(permissions)) {
    if (ofCore.has(command))
      faults.push(`plugin ${id}: use the \`authorise\` option to change who may issue the core command "${command}"`)
    else if (!own.has(command))
      faults.push(
        `plugin ${id} declares a permission for "${command}", which is not a command (${knownNames(command, own).en})`,
      )
  }
  for (const fault of permissionFaults(permissions)) faults.push(`plugin ${id}: permissions: ${fault}`)
  return faults
}

function unknownCommands(permissions: Permissions, own: ReadonlySet<string>): string[] {
  return Object.keys(permissions)
    .filter((command) => !ofCore.has(command) && !own.has(command))
    .map(
      (command) =>
        `the permissions name "${command}", which is not a command (${knownNames(command, [...ofCore, ...own]).en})`,
    )
}

function clockFaults({ states }: LifecycleDefinition, { clocks }: SlaPolicy): string[] {
  const run = Object.values(states).flatMap((state) =>
    'clocks' in state ? [...state.clocks, ...(state.paused ?? [])] : [],
  )
  const known = new Set([...Object.keys(defaultSlaPolicy.clocks), ...run])
  return Object.keys(clocks)
    .filter((name) => !known.has(name))
    .map((name) => `the time limits name "${name}", a clock that no state runs (${knownNames(name, known).en})`)
}

interface Named {
  readonly lifecycle: LifecycleDefinition
  readonly policy: SlaPolicy
  readonly plugins: readonly Plugin[]
  /** The table of the place's own, when its authoriser has one. */
  readonly permissions?: Permissions | undefined
}

/**
 * Refuses names that do not exist: a law on a misspelt command would never run, and the limit of a misspelt clock would never count.
 *
 * @throws ConfigurationError naming each
 */
export function checkReferences({ lifecycle, policy, plugins, permissions = {} }: Named): void {
  const own = ownCommands(lifecycle)
  const faults = [
    ...plugins.flatMap((plugin) => pluginFaults(plugin, own)),
    ...unknownCommands(permissions, own),
    ...clockFaults(lifecycle, policy),
  ]
  if (faults.length > 0)
    throw new ConfigurationError(`Unknown names in configuration: ${faults.join('; ')}.`, { faults })
}
