import { limits } from '../../contracts/limits.js'
import type { Bilingual } from '../../contracts/text.js'
import { faultsAfter, inBoth } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import type { Plugin } from '../../plugin/plugin.js'
import { isOwnCommand } from '../../request/commands.js'
import type { OwnAudience, OwnCommand, OwnCommands } from '../../request/own/own-command.js'
import { ownInputFaults } from '../../request/own/own-input.js'
import type { HuiyinOptions } from './options.js'

const audiences: readonly string[] = ['resident', 'unit', 'dispatcher', 'supervisor'] satisfies OwnAudience[]
const eventForm = /^[a-z][A-Za-z0-9-]*(\.[a-z][A-Za-z0-9-]*)+$/

/** Commands that plugins and the place declare, in one table. */
export function ownCommandsOf(own: OwnCommands = {}, plugins: readonly Plugin[]): OwnCommands {
  const all = [...plugins.map(({ commands = {} }) => commands), own]
  return Object.freeze(Object.fromEntries(all.flatMap((each) => Object.entries(each))))
}

const saysBoth = (words: Partial<Bilingual> | undefined): boolean =>
  [words?.zh, words?.en].every((each) => typeof each === 'string' && each.trim() !== '')

function eventFaults(event: unknown, prefix: string | undefined): Bilingual[] {
  const isNamed = typeof event === 'string' && eventForm.test(event) && event.length <= limits.type
  if (!isNamed || event.startsWith('request.'))
    return [
      inBoth(
        `event 为 ${String(event)}，应为自己的事件名，如 survey.done，不以 request. 开头`,
        `event is ${String(event)}; it takes a name of its own, such as survey.done, that does not begin with "request."`,
      ),
    ]
  return prefix === undefined || event.startsWith(`${prefix}.`)
    ? []
    : [inBoth(`event ${event} 应以“${prefix}.”开头`, `the event ${event} must begin with "${prefix}."`)]
}

function tellFaults({ tells, words }: Partial<OwnCommand>): Bilingual[] {
  if (tells === undefined) return []
  if (!Array.isArray(tells)) return [inBoth('tells 不是列表', 'tells is not a list')]
  const unknown = tells
    .filter((each) => !audiences.includes(each))
    .map((each) => {
      const known = knownNames(each, audiences)
      return inBoth(`tells 列有 ${String(each)}；${known.zh}`, `tells names ${String(each)}; ${known.en}`)
    })
  const isSilent = tells.includes('resident') && words?.resident === undefined
  return isSilent
    ? [...unknown, inBoth('告知诉求人，却没有 words.resident', 'tells the resident, but has no words.resident')]
    : unknown
}

function faultsOf(name: string, command: OwnCommand, prefix: string | undefined): Bilingual[] {
  if (!isOwnCommand(name))
    return [
      inBoth(
        '不能用作命令名：应为 camelCase 或 kebab-case，且不是系统已有的命令',
        'cannot be the name of a command: it is camelCase or kebab-case, and none of core',
      ),
    ]
  const { title, words, who, from, to, event, input } = command ?? ({} as Partial<OwnCommand>)
  const faults: Bilingual[] = []
  const spoken = [
    ['title', title],
    ['words.staff', words?.staff],
    ...(words?.resident === undefined ? [] : [['words.resident', words.resident] as const]),
  ] as const
  for (const [place, said] of spoken)
    if (!saysBoth(said)) faults.push(inBoth(`${place} 须有中英文`, `${place} must say it in Chinese and English`))
  if (!Array.isArray(who)) faults.push(inBoth('who 不是角色的列表', 'who is not a list of parties'))
  if (from !== undefined && from !== 'open' && !Array.isArray(from))
    faults.push(inBoth('from 应为 open 或状态的列表', 'from takes open or a list of states'))
  if (to !== undefined && from === undefined) faults.push(inBoth('有 to 而无 from', 'has to without from'))
  return [...faults, ...eventFaults(event, prefix), ...tellFaults(command ?? {}), ...ownInputFaults(input)]
}

/** What is wrong with the commands that a place and its plugins declare. */
export function ownCommandFaults({
  commands = {},
  plugins = [],
}: Pick<HuiyinOptions, 'commands' | 'plugins'>): Bilingual[] {
  const declared: readonly (readonly [zh: string, en: string, commands: OwnCommands, prefix?: string])[] = [
    ...plugins.map(({ id, commands: own = {} }) => [`插件 ${id}：`, `plugin ${id}: `, own, id] as const),
    ['', '', commands],
  ]
  const taken = new Set<string>()
  return declared.flatMap(([zh, en, own, prefix]) =>
    Object.entries(own).flatMap(([name, command]) => {
      const faults = faultsOf(name, command, prefix)
      for (const each of [`commands.${name}`, `event ${command?.event}`]) {
        if (taken.has(each)) faults.push(inBoth(`${each} 已另有声明`, `${each} is declared already`))
        taken.add(each)
      }
      return faultsAfter(`${zh}命令 commands.${name}：`, `${en}commands.${name}: `, faults)
    }),
  )
}
