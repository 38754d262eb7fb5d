import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { type Branch, isOpenState, type LifecycleDefinition, stateOf } from '../lifecycle/definition.js'
import { extendLifecycle } from '../lifecycle/extend.js'
import type { OwnCommand, OwnCommands } from './own-command.js'

const statesOf = ({ from = [] }: OwnCommand, { states }: LifecycleDefinition): readonly string[] =>
  from === 'open' ? Object.keys(states).filter((name) => isOpenState(states[name])) : from

const entryOf = ({ to = {} }: OwnCommand): Branch | readonly Branch[] => (typeof to === 'string' ? { target: to } : to)

/** The lifecycle with the ways that own commands declare. The same object when none declares any. */
export function withOwnCommands(base: LifecycleDefinition, commands: OwnCommands): LifecycleDefinition {
  const on: Record<string, Record<string, Branch | readonly Branch[]>> = {}
  for (const [name, command] of Object.entries(commands))
    for (const state of statesOf(command, base)) on[state] = { ...on[state], [name]: entryOf(command) }
  return Object.keys(on).length === 0 ? base : extendLifecycle(base, { on })
}

const namesIn = (on: object | undefined): readonly string[] => Object.keys(on ?? {})

/** What does not fit between declared commands and a lifecycle, before their ways are merged into it. */
export function wayFaults(base: LifecycleDefinition, commands: OwnCommands): Bilingual[] {
  const known = Object.keys(base.states)
  return Object.entries(commands).flatMap(([name, command]) => {
    const states = statesOf(command, base)
    const faults = states.flatMap((state) => {
      const there = stateOf(base, state)
      if (there === undefined) {
        const names = knownNames(state, known)
        return [
          inBoth(
            `本地命令 ${name} 的 from 列有“${state}”；${names.zh}`,
            `the own command ${name} comes from "${state}"; ${names.en}`,
          ),
        ]
      }
      return namesIn(there.on).includes(name)
        ? [
            inBoth(
              `本地命令 ${name} 在 ${state} 的去向写了两次：请只留 from 与 to，或只留生命周期中的`,
              `where the own command ${name} leads from ${state} is said twice: keep its from and to, or the entry in the lifecycle`,
            ),
          ]
        : []
    })
    const everywhere = [base.everywhere, ...Object.values(base.states).map(({ on }) => on)]
    if (states.length === 0 && !everywhere.some((on) => namesIn(on).includes(name)))
      faults.push(
        inBoth(
          `没有状态可执行本地命令 ${name}：请用 from 写明`,
          `no state has the own command ${name}: say with from where it is possible`,
        ),
      )
    return faults
  })
}
