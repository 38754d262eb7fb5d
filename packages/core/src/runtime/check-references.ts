import { ConfigurationError } from '../errors.js'
import type { Plugin } from '../plugin/plugin.js'
import { coreCommands } from '../request/commands.js'
import type { LifecycleDefinition } from '../request/lifecycle/definition.js'
import { requestEventTypes } from '../request/views/steps.js'
import { defaultSlaPolicy, type SlaPolicy } from '../sla/policy.js'

const ofCore = coreCommands()
const coreEvents: ReadonlySet<string> = new Set(requestEventTypes)

/** Commands that the lifecycle brings beside core's. */
function ownCommands({ states, everywhere }: LifecycleDefinition): ReadonlySet<string> {
  const named = [everywhere, ...Object.values(states).map(({ on }) => on)].flatMap((on) => Object.keys(on ?? {}))
  return new Set(named.filter((name) => !ofCore.has(name) && !name.startsWith('expire:')))
}

function pluginFaults(
  { id, laws = {}, permissions = {}, deliveries = [] }: Plugin,
  own: ReadonlySet<string>,
): string[] {
  const faults: string[] = []
  for (const [command, list] of Object.entries(laws)) {
    if (!ofCore.has(command) && !own.has(command)) faults.push(`${id}: its law on ${command}: no such command`)
    if (!Array.isArray(list) || !list.every((law) => typeof law === 'function'))
      faults.push(`${id}: laws.${command} is no list of functions`)
  }
  for (const command of Object.keys(permissions)) {
    if (ofCore.has(command))
      faults.push(`${id}: ${command} is a command of core; who may issue it says the option authorise`)
    else if (!own.has(command)) faults.push(`${id}: its permission for ${command}: no such command`)
  }
  for (const { name, on } of deliveries)
    for (const type of Array.isArray(on) ? on : [`request.(${String(on)}, no list)`])
      if (type.startsWith('request.') && !coreEvents.has(type))
        faults.push(`${id}: ${name} waits for ${type}: no such event`)
  return faults
}

function clockFaults({ states }: LifecycleDefinition, { clocks }: SlaPolicy): string[] {
  const run = Object.values(states).flatMap((state) =>
    'clocks' in state ? [...state.clocks, ...(state.paused ?? [])] : [],
  )
  const known = new Set([...Object.keys(defaultSlaPolicy.clocks), ...run])
  return Object.keys(clocks)
    .filter((name) => !known.has(name))
    .map((name) => `the policy has a limit for ${name}, a clock that no state runs`)
}

/**
 * Refuses names that nothing answers to: a law on a misspelt command never runs, a limit of a misspelt clock never counts, and nobody would hear of it.
 *
 * @throws ConfigurationError naming each
 */
export function checkNames(lifecycle: LifecycleDefinition, policy: SlaPolicy, plugins: readonly Plugin[]): void {
  const own = ownCommands(lifecycle)
  const faults = [...plugins.flatMap((plugin) => pluginFaults(plugin, own)), ...clockFaults(lifecycle, policy)]
  if (faults.length > 0)
    throw new ConfigurationError(`Nothing answers to these names: ${faults.join('; ')}.`, { faults })
}
