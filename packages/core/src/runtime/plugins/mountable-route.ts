import { inBoth } from '../../errors/faults.js'
import { inputIssue } from '../../errors/input-issue.js'
import { ConfigurationError, InvalidInputError } from '../../errors.js'
import { parseInput } from '../../import/parse.js'
import type { PluginHost } from '../../plugin/host.js'
import type { AnyPluginRoute, RouteAnswer, RouteCall } from '../../plugin/route.js'

/** A plugin's HTTP route, ready to be mounted and called by a server. */
export interface MountableRoute extends Omit<AnyPluginRoute, 'handle'> {
  /** Id of the plugin: mount the route below `/plugins/<id>`. */
  readonly plugin: string
  /**
   * Answers one call: asks who calls, parses the input, and lets the plugin handle it.
   *
   * @throws InvalidInputError for a call of nobody where an actor is needed (`by`), and for params, query or body of the wrong form
   * @throws ConfigurationError when the plugin answers with something else than a status or a response
   */
  handle(call: RouteCall): Promise<RouteAnswer>
}

function isAnswer(answer: unknown): answer is RouteAnswer {
  const { status } = (answer ?? {}) as { readonly status?: unknown }
  return Number.isInteger(status) && (status as number) >= 100 && (status as number) <= 599
}

/** A route of a plugin with its host: what is outside is parsed once, here. */
export function mountableRoute(plugin: string, route: AnyPluginRoute, host: PluginHost): MountableRoute {
  const { method, path, access, input = {}, output } = route
  const name = `${method} ${path}`

  async function handle(call: RouteCall): Promise<RouteAnswer> {
    const { params = {}, query = {}, body, by, raw } = call
    if (access === 'actor' && by === undefined) throw new InvalidInputError([inputIssue('missing', ['by'], {})], name)
    const given = { params, query, body }
    const parsed = Object.fromEntries(
      Object.entries(given).map(([part, value]) => {
        const schema = input[part as keyof typeof given]
        return [part, schema === undefined ? value : parseInput(schema, value, [part], name)]
      }),
    )
    const answer: unknown = await route.handle({ ...(parsed as typeof given), by, raw }, host)
    if (isAnswer(answer)) return answer
    throw new ConfigurationError(
      inBoth(
        `插件 ${plugin} 的路由 ${name} 没有返回 status；应返回 { status, body } 或 Response。`,
        `The route ${name} of the plugin ${plugin} answered no status; it must answer { status, body } or a Response.`,
      ),
      { plugin, route: name },
    )
  }

  return Object.freeze({
    plugin,
    method,
    path,
    access,
    ...(route.input !== undefined && { input }),
    ...(output !== undefined && { output }),
    handle,
  })
}
