import { type CommandOptions, isHuiyinError, type Refusal, type RequestResult } from '@huiyin/core'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Person } from './city.ts'
import { type Problem, problemPage } from './pages.ts'

/** What each request carries once its session is known. */
export type App = { Variables: { person: Person } }

/** Browsers say that they want a page; everything else gets JSON. One set of routes serves both. */
export const wantsPage = (c: Context) => c.req.header('accept')?.includes('text/html') ?? false

/** Tells what was not done and why. */
export function problem(c: Context, status: 400 | 401 | 403 | 404 | 409 | 413 | 500 | 503, told: Problem) {
  return wantsPage(c) ? c.html(problemPage(told), status) : c.json(told, status)
}

const statuses = { forbidden: 403, missing: 404, form: 400, conflict: 409, state: 409 } as const

/** A refusal is the domain's "no"; its kind says the status. */
export const refused = (c: Context, { code, kind, message }: Refusal) => problem(c, statuses[kind], { code, message })

/** What the library throws, and what the web framework does. Of anything else the world learns nothing; the log learns all. */
export function failed(error: Error, c: Context) {
  const say = (code: string, zh: string, en: string) => ({ code, message: { zh, en } })
  if (isHuiyinError(error, 'invalid-input')) {
    const { issues } = error
    const told = say(
      error.code,
      `还差 ${issues.length} 处，补上就能提交`,
      `${issues.length} to put right, then send again`,
    )
    return problem(c, 400, { ...told, issues })
  }
  if (error instanceof SyntaxError) return problem(c, 400, say('invalid-json', '内容不是 JSON', 'The body is not JSON'))
  if (isHuiyinError(error, 'not-found'))
    return problem(c, 404, say(error.code, '没有找到这件诉求，或者它不属于您', 'No such request, or it is not yours'))
  if (error instanceof HTTPException && error.status === 403)
    return problem(c, 403, say('cross-site', '请从本网站的页面提交', 'Send this from a page of this site'))
  if (error instanceof HTTPException && error.status === 413)
    return problem(c, 413, say('too-large', '内容太长', 'The body is too large'))
  if (isHuiyinError(error, 'overloaded') || isHuiyinError(error, 'conflict'))
    return problem(
      c,
      503,
      say(error.code, '没有送到。过一会再点一次，不会重复提交', 'Not done. Try again; nothing is done twice'),
    )
  console.error(error)
  return problem(
    c,
    500,
    say('failed', '没有送到。过一会再点一次，不会重复提交', 'Not done. Try again; nothing is done twice'),
  )
}

function typed(field: string, value: unknown) {
  if (field === 'grade') return Number(value)
  return field === 'granted' ? value === 'true' : value
}

/** The input of a command as it came, from a form or as JSON. The library checks it; a form's texts are only told apart from numbers. */
export async function inputOf(c: Context): Promise<{ readonly input: object; readonly key: string | undefined }> {
  if (c.req.header('content-type')?.startsWith('application/json')) {
    const text = await c.req.text()
    return { input: text === '' ? {} : JSON.parse(text), key: c.req.header('idempotency-key') }
  }
  const { key, ...fields } = await c.req.parseBody()
  const filled = Object.entries(fields).filter(([, value]) => value !== '')
  const input = Object.fromEntries(filled.map(([field, value]) => [field, typed(field, value)]))
  return { input, key: typeof key === 'string' ? key : undefined }
}

type Command = (id: string, input: never, options: CommandOptions) => Promise<RequestResult>

/** A route that issues one command of the library for whoever is signed in. */
export const issue = (command: Command) => async (c: Context<App>) => {
  const { input, key } = await inputOf(c)
  const result = await command(c.req.param('id') ?? '', input as never, { by: c.var.person.actor, key })
  return done(c, result)
}

/** The answer to a command. After a form it redirects, so that reloading the page does not send the form again. */
export function done(c: Context, result: RequestResult, status: 200 | 201 = 200) {
  if (!result.ok) return refused(c, result.refusal)
  const { id, status: state } = result.request
  return wantsPage(c) ? c.redirect(`/requests/${id}`, 303) : c.json({ id, status: state }, status)
}
