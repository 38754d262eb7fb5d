import type { Bilingual } from '../contracts/text.js'
import { inBoth } from '../errors/faults.js'
import type { Plugin } from './plugin.js'
import { verbOptions } from './verb.js'

// What every command on the record takes.
const taken: ReadonlySet<string> = new Set(['storage', 'json', 'progress', 'config', 'digest', 'chainKeyFile', 'help'])

/** What is wrong with the verbs of a plugin: names that no command line takes, options of types that none can give. */
export function verbFaults({ id, verbs = [] }: Plugin): Bilingual[] {
  const names = verbs.map((verb) => verb?.name)
  return verbs.flatMap((verb, position) => {
    const faults: Bilingual[] = []
    const { name, run, input } = verb ?? {}
    if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,39}$/.test(name) || typeof run !== 'function')
      return [
        inBoth(
          `${id}：verbs.${position} 不是命令：须有 kebab-case 的 name，以及 run；请用 defineVerb`,
          `${id}: verbs.${position} is not a verb: it needs a kebab-case name, and run; use defineVerb`,
        ),
      ]
    if (names.indexOf(name) < position)
      faults.push(inBoth(`${id}：命令 ${name} 定义了两次`, `${id}: the verb ${name} is defined twice`))
    const given = new Set(verbOptions(verb).map((each) => each.name))
    for (const each of Object.keys((input?.shape ?? {}) as object)) {
      if (taken.has(each))
        faults.push(
          inBoth(
            `${id}：命令 ${name} 的选项 ${each} 为所有命令共用`,
            `${id}: ${name}: every command has the option ${each}`,
          ),
        )
      else if (!given.has(each) || !/^[a-z][A-Za-z0-9]*$/.test(each))
        faults.push(
          inBoth(
            `${id}：命令 ${name} 的选项 ${each} 应为 camelCase 的文本、数、枚举或布尔`,
            `${id}: ${name}: the option ${each} must be a text, number, enum or boolean, in camelCase`,
          ),
        )
    }
    return faults
  })
}
