import { type Plugin, type VerbOption, verbOptions } from '@huiyin/core/plugin'
import { Command, Option } from 'commander'
import { wrongUse } from './command-failure.js'
import { onRecord } from './common-options.js'
import { type CommandContext, done, type Outcome, withFindings } from './outcome.js'
import type { RunCommand } from './program.js'
import { loadConfig } from './record/config.js'
import { type RecordOptions, withRecord } from './record/open-record.js'

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function optionOf({ name, type, optional, about }: VerbOption): Option {
  const flag = `--${kebab(name)}`
  const option = new Option(type === 'flag' ? flag : `${flag} <${type}>`, about).makeOptionMandatory(!optional)
  return type === 'number' ? option.argParser(Number) : option
}

async function runVerb(
  id: string,
  name: string,
  options: RecordOptions & Readonly<Record<string, unknown>>,
  context: CommandContext,
): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const verb = huiyin.verbs.find((each) => each.plugin === id && each.name === name)
    if (verb === undefined) throw wrongUse(`没有命令 ${id} ${name}。`, `There is no command ${id} ${name}.`, {})
    const flags = verb.options.filter(({ type }) => type === 'flag').map((each) => [each.name, false] as const)
    const given = verb.options.flatMap((each) => {
      const value = options[each.name]
      return value === undefined ? [] : [[each.name, value] as const]
    })
    const { ok, lines, result = {} } = await verb.run(Object.fromEntries([...flags, ...given]))
    const said = lines.map(({ zh, en }) => `${zh} ${en}`)
    return ok ? done(result, said) : withFindings(result, said)
  })
}

function commandOf({ id, verbs = [] }: Plugin, run: RunCommand): Command {
  const command = new Command(id).description(`插件命令 verbs of the plugin ${id}`)
  for (const verb of verbs) {
    const { name, title } = verb
    const one = onRecord(new Command(name).description(`${title.zh} ${title.en}`))
    for (const each of verbOptions(verb)) one.addOption(optionOf(each))
    command.addCommand(one.action((options) => run((context) => runVerb(id, name, options, context))))
  }
  return command
}

function configNamedIn(args: readonly string[]): string | undefined {
  const at = args.indexOf('--config')
  return at >= 0 ? args[at + 1] : args.find((each) => each.startsWith('--config='))?.slice('--config='.length)
}

/** The commands that plugins of the configuration named by `--config` bring; a plugin's is called by its id. */
export async function pluginCommands(args: readonly string[], run: RunCommand): Promise<readonly Command[]> {
  const { plugins = [] } = await loadConfig(configNamedIn(args))
  return plugins.filter(({ verbs = [] }) => verbs.length > 0).map((plugin) => commandOf(plugin, run))
}
