import type { Bilingual } from '../../contracts/text.js'
import { inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import type { Plugin } from '../../plugin/plugin.js'
import { coreCommands } from '../../request/commands.js'
import type { LifecycleDefinition } from '../../request/lifecycle/definition.js'
import { wayFaults } from '../../request/own/in-lifecycle.js'
import type { OwnCommands } from '../../request/own/own-command.js'
import { systemCommands } from '../../request/system-commands.js'
import { defaultSlaPolicy, type SlaPolicy } from '../../sla/policy.js'
import { unknownPermissions } from './check-authority.js'

const ofCore = coreCommands()
const ofSystem: ReadonlySet<string> = new Set(systemCommands)

/** Commands that the lifecycle names besides core's. */
function namedCommands({ states, everywhere }: LifecycleDefinition): ReadonlySet<string> {
  const named = [everywhere, ...Object.values(states).map(({ on }) => on)].flatMap((on) => Object.keys(on ?? {}))
  return new Set(named.filter((name) => !ofCore.has(name) && !name.startsWith('expire:')))
}

// A name in `on` alone has no title, no words and nobody who may issue it.
function undeclaredFaults(lifecycle: LifecycleDefinition, commands: OwnCommands): Bilingual[] {
  return [...namedCommands(lifecycle)]
    .filter((name) => !Object.hasOwn(commands, name))
    .map((name) => {
      const known = knownNames(
        name,
        [...ofCore, ...Object.keys(commands)].filter((each) => !ofSystem.has(each)),
      )
      return inBoth(
        `生命周期列有“${name}”，这不是命令：请用选项 commands（插件用 definePlugin 的 commands）声明本地命令，写明 title、who、event、words（${known.zh}）`,
        `the lifecycle names "${name}", which is not a command: declare a command of your own with the option commands (a plugin with commands of definePlugin), giving its title, who, event and words (${known.en})`,
      )
    })
}

function notACommand(zh: string, en: string, command: string, known: Iterable<string>): Bilingual {
  const names = knownNames(command, known)
  return inBoth(`${zh}，这不是命令（${names.zh}）`, `${en}, which is not a command (${names.en})`)
}

function pluginFaults(
  { id, laws = {}, permissions = {}, records = [] }: Plugin,
  own: ReadonlySet<string>,
): Bilingual[] {
  const faults: Bilingual[] = []
  const lawful = [...ofCore, ...own].filter((name) => !ofSystem.has(name))
  for (const [command, list] of Object.entries(laws)) {
    if (!ofCore.has(command) && !own.has(command))
      faults.push(
        notACommand(
          `插件 ${id} 为“${command}”声明了规则`,
          `plugin ${id} declares a law for "${command}"`,
          command,
          lawful,
        ),
      )
    // A law that refuses what time or another request brings about would leave the request standing still.
    if (ofSystem.has(command))
      faults.push(
        inBoth(
          `插件 ${id} 为“${command}”声明了规则，该命令由系统发出，任何规则都不得拒绝`,
          `plugin ${id} declares a law for "${command}", which the system issues and no law may refuse`,
        ),
      )
    if (!Array.isArray(list) || !list.every((law) => typeof law === 'function'))
      faults.push(
        inBoth(`插件 ${id}：laws.${command} 不是函数列表`, `plugin ${id}: laws.${command} is not a list of functions`),
      )
  }
  const nouns = ['requests', ...records.map(({ kind }) => kind.type)]
  for (const noun of Object.keys(permissions).filter((each) => !nouns.includes(each))) {
    const names = knownNames(noun, nouns)
    faults.push(
      inBoth(
        `插件 ${id} 的权限表列有“${noun}”；${names.zh}`,
        `the permissions of plugin ${id} name "${noun}"; ${names.en}`,
      ),
    )
  }
  for (const command of Object.keys(permissions.requests ?? {})) {
    if (ofCore.has(command))
      faults.push(
        inBoth(
          `插件 ${id}：核心命令“${command}”由谁发出，请用选项 \`permissions\` 更改`,
          `plugin ${id}: use the \`permissions\` option to change who may issue the core command "${command}"`,
        ),
      )
    else if (!own.has(command))
      faults.push(
        notACommand(
          `插件 ${id} 为“${command}”声明了权限`,
          `plugin ${id} declares a permission for "${command}"`,
          command,
          own,
        ),
      )
    else
      faults.push(
        inBoth(
          `插件 ${id}：“${command}”由谁发出，请在 commands 的 who 中写明`,
          `plugin ${id}: say who may issue "${command}" with \`who\` in commands`,
        ),
      )
  }
  return faults
}

function clockFaults({ states }: LifecycleDefinition, { clocks }: SlaPolicy): Bilingual[] {
  const run = Object.values(states).flatMap((state) =>
    'clocks' in state ? [...state.clocks, ...(state.paused ?? [])] : [],
  )
  const known = new Set([...Object.keys(defaultSlaPolicy.clocks), ...run])
  return Object.keys(clocks)
    .filter((name) => !known.has(name))
    .map((name) => {
      const names = knownNames(name, known)
      return inBoth(
        `时限规则列有“${name}”，没有状态运行这一时限（${names.zh}）`,
        `the time limits name "${name}", a clock that no state runs (${names.en})`,
      )
    })
}

interface Named {
  /** With what plugins add, without the ways of own commands. */
  readonly lifecycle: LifecycleDefinition
  /** Commands that the place and its plugins declare. */
  readonly commands: OwnCommands
  readonly policy: SlaPolicy
  readonly plugins: readonly Plugin[]
  /** What the place says of who may do what. */
  readonly permissions?: object | undefined
}

/**
 * Refuses names that do not exist: a law on a misspelt command would never run, and the limit of a misspelt clock would never count.
 *
 * @throws ConfigurationError naming each
 */
export function checkReferences({ lifecycle, commands, policy, plugins, permissions = {} }: Named): void {
  const own = new Set(Object.keys(commands))
  const faults = [
    ...undeclaredFaults(lifecycle, commands),
    ...wayFaults(lifecycle, commands),
    ...plugins.flatMap((plugin) => pluginFaults(plugin, own)),
    ...unknownPermissions(permissions, own, plugins),
    ...clockFaults(lifecycle, policy),
  ]
  refuseFaults('配置中有未知名称', 'Unknown names in configuration', faults)
}
