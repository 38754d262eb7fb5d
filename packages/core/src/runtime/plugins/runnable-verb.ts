import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { parseInput } from '../../import/parse.js'
import type { PluginHost } from '../../plugin/host.js'
import { type AnyPluginVerb, type VerbOption, type VerbResult, verbInput, verbOptions } from '../../plugin/verb.js'

/** A verb of a plugin, ready to be run by a command line. */
export interface RunnableVerb extends Pick<AnyPluginVerb, 'name' | 'title'> {
  /** Id of the plugin, which is the first word of the command. */
  readonly plugin: string
  /** What it takes. */
  readonly options: readonly VerbOption[]
  /**
   * Parses the input and runs the verb.
   *
   * @throws InvalidInputError for input of the wrong form, with the name of each option
   * @throws ConfigurationError when the plugin answers with something else than a result
   */
  run(input: object): Promise<VerbResult>
}

/** A verb of a plugin with its host: what is outside is parsed once, here. */
export function runnableVerb(plugin: string, verb: AnyPluginVerb, host: PluginHost): RunnableVerb {
  const { name, title } = verb
  const called = `${plugin} ${name}`
  return Object.freeze({
    plugin,
    name,
    title,
    options: verbOptions(verb),
    async run(input: object) {
      const answer: VerbResult = await verb.run(parseInput(verbInput(verb), input, [], called), host)
      if (typeof answer?.ok === 'boolean' && Array.isArray(answer.lines)) return answer
      throw new ConfigurationError(
        inBoth(
          `插件命令 ${called} 没有返回结果；应返回 { ok, lines }。`,
          `The verb ${called} answered no result; it must answer { ok, lines }.`,
        ),
        { plugin, verb: name },
      )
    },
  })
}
