import { type Authority, defaultAuthority } from '../../authority/authority.js'
import { deepFreeze, frozenCopy } from '../../import/deep-freeze.js'
import { guardCondition, guardEach, guardLaw } from '../../plugin/guard.js'
import type { Plugin } from '../../plugin/plugin.js'
import { coreCommands, isOwnCommand } from '../../request/commands.js'
import type { Law, LifecycleTable } from '../../request/context.js'
import { defaultLifecycle } from '../../request/lifecycle/default.js'
import type { LifecycleDefinition } from '../../request/lifecycle/definition.js'
import { extendLifecycle } from '../../request/lifecycle/extend.js'
import type { Condition } from '../../request/lifecycle/machine.js'
import type { LifecycleVocabulary } from '../../request/lifecycle/prove.js'
import { lifecycleTable } from '../../request/lifecycle/table.js'
import { withOwnCommands } from '../../request/own/in-lifecycle.js'
import type { OwnCommands } from '../../request/own/own-command.js'
import { conditions } from '../../request/rules/conditions.js'
import { given } from '../../request/rules/given.js'
import { laws } from '../../request/rules/index.js'
import { defaultSlaPolicy, type SlaPolicy } from '../../sla/policy.js'
import { checkReferences } from '../options/check-references.js'

/** A lifecycle as the table that answers, and what a proof of it needs. */
export interface CompiledLifecycle {
  readonly table: LifecycleTable
  /** What it may name. */
  vocabulary(): LifecycleVocabulary
  /** What of it is not core's, which is proved by a test: all of it, or only who may issue commands, or which clocks have a limit. */
  readonly toProve: 'all' | 'names' | 'nothing'
}

// Whether there are such parties depends on the request.
const contingent: readonly string[] = ['coUnit', 'chargedUnit']

/** What a place says of who issues commands. */
export interface LifecyclePlace {
  /** Roles and permissions. Default: those of the library. */
  readonly authority?: Authority
  /** What the place itself has put into its table, to be checked by name. Default: nothing. */
  readonly permissions?: Readonly<Record<string, unknown>>
  /** Commands that the place and its plugins declare. Default: none. */
  readonly commands?: OwnCommands
  /** Whether the place has an authoriser of its own, which is taken at its word. Default: false. */
  readonly judgesItself?: boolean
}

/** Whether anybody could issue a command: a party that every request has is allowed to, and the name can be sent. */
function issuable({ authority, commands = {}, judgesItself = false }: LifecyclePlace) {
  const ofCore = coreCommands()
  // Whoever proves a lifecycle alone has no table into which the declarations were merged.
  const declared = (command: string) => (Object.hasOwn(commands, command) ? commands[command]?.who : undefined)
  const parties = (command: string): readonly string[] =>
    authority?.parties('requests', command) ?? declared(command) ?? defaultAuthority.parties('requests', command)
  return (command: string): boolean =>
    (ofCore.has(command) || isOwnCommand(command)) &&
    (judgesItself || parties(command).some((party) => !contingent.includes(party)))
}

const redefines = ({ lifecycleLaws = {}, conditions: own = {} }: Plugin, name: string): boolean =>
  Object.hasOwn(lifecycleLaws, name) || Object.hasOwn(own, name)

const changesLifecycle = ({ lifecycle, lifecycleLaws, conditions: own }: Plugin): boolean =>
  [lifecycle, lifecycleLaws, own].some((each) => each !== undefined)

const lacksClocks = ({ clocks }: SlaPolicy): boolean =>
  Object.keys(defaultSlaPolicy.clocks).some((name) => !Object.hasOwn(clocks, name))

// Made once: processes with the lifecycle of core share it.
let ofCore: LifecycleTable | undefined

/**
 * The lifecycle with what plugins add, turned into a table. It is not proved.
 *
 * @throws ConfigurationError for unknown names
 */
export function compileLifecycle(
  base: LifecycleDefinition = defaultLifecycle,
  plugins: readonly Plugin[],
  policy: SlaPolicy,
  place: LifecyclePlace = {},
): CompiledLifecycle {
  const { permissions = {}, judgesItself = false, commands = {} } = place
  const extended = plugins.reduce(
    (sum, plugin) => (plugin.lifecycle === undefined ? sum : extendLifecycle(sum, plugin.lifecycle)),
    base,
  )
  checkReferences({ lifecycle: extended, commands, policy, plugins, permissions })
  const definition = withOwnCommands(extended, commands)
  const allLaws: Record<string, Law> = Object.assign(
    {},
    laws,
    ...plugins.map(({ id, lifecycleLaws }) => guardEach(guardLaw<Law>, `${id}: lifecycleLaws`, lifecycleLaws)),
  )
  const allConditions: Record<string, Condition> = Object.assign(
    {},
    conditions,
    ...plugins.map((plugin) => guardEach(guardCondition, `${plugin.id}: conditions`, plugin.conditions)),
  )
  const isCores = base === defaultLifecycle && definition === extended && !plugins.some(changesLifecycle)
  if (isCores) ofCore ??= lifecycleTable(deepFreeze(defaultLifecycle), laws, conditions)
  const hasOtherNames = lacksClocks(policy) || judgesItself || permissions.requests !== undefined
  return {
    table: isCores && ofCore ? ofCore : lifecycleTable(frozenCopy(definition), allLaws, allConditions, commands),
    vocabulary: () => ({
      laws: new Set(Object.keys(allLaws)),
      conditions: new Set(Object.keys(allConditions)),
      clocks: new Set(Object.keys(policy.clocks)),
      // What a plugin calls by a name of core is the plugin's own.
      given: new Set([...given].filter((name) => plugins.every((plugin) => !redefines(plugin, name)))),
      mayIssue: issuable(place),
    }),
    toProve: isCores ? (hasOtherNames ? 'names' : 'nothing') : 'all',
  }
}
