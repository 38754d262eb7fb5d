import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Huiyin } from '@huiyin/core'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { type App, done, failed, inputOf, issue, problem, refused, wantsPage } from './answers.ts'
import type { Messages } from './messages.ts'
import { signInPage } from './pages.ts'
import { beforeSending, residentHome, residentRequest } from './resident-pages.ts'
import type { Sessions } from './sessions.ts'
import { staffHome, staffRequest } from './staff-pages.ts'

/** What the routes are made of. */
export interface AppParts {
  readonly huiyin: Huiyin
  readonly sessions: Sessions
  readonly messages: Messages
}

/** The commands that this application offers. What else the library knows is not reached from outside. */
const commands = [
  ...([
    'dispatch',
    'claim',
    'returnBack',
    'transfer',
    'assign',
    'suspend',
    'resume',
    'reply',
    'check',
    'followUp',
  ] as const),
  ...(['note', 'reveal', 'decideReopen', 'rate', 'urge', 'withdraw', 'supplement', 'correct', 'askReopen'] as const),
]

/**
 * The routes of the application. It decides who is asking and what they are shown; what may be done to a request, by whom and until when
 * is the library's to decide.
 */
export function createApp({ huiyin, sessions, messages }: AppParts): Hono<App> {
  const { requests, catalogue } = huiyin
  const app = new Hono<App>()

  // A form sent from another site is refused, and so is a body larger than any request can be.
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"], formAction: ["'self'"] } }))
  app.use(csrf())
  const tooLarge = () => {
    throw new HTTPException(413)
  }
  const upTo = (maxSize: number) => bodyLimit({ maxSize, onError: tooLarge })
  const [ofTexts, ofFiles] = [upTo(64 * 1024), upTo(21 * 1024 * 1024)]
  app.use((c, next) => (c.req.path.endsWith('/files') ? ofFiles(c, next) : ofTexts(c, next)))
  app.onError(failed)
  app.notFound((c) => problem(c, 404, { code: 'not-found', message: { zh: '没有这个页面', en: 'No such page' } }))
  app.use('/public/*', serveStatic({ root: fileURLToPath(new URL('..', import.meta.url)) }))

  // Session → person. Here the demo believes whoever clicks a name; yours asks an identity provider.
  app.get('/', (c) => (sessions.current(c) === undefined ? c.html(signInPage()) : c.redirect('/requests', 303)))
  app.post('/sign-in', async (c) => {
    const { input } = await inputOf(c)
    const person = sessions.signIn(c, (input as { person?: unknown }).person)
    if (person === undefined)
      return problem(c, 400, { code: 'unknown-person', message: { zh: '没有这个人', en: 'No such person' } })
    return wantsPage(c) ? c.redirect('/requests', 303) : c.json({ name: person.name })
  })
  app.post('/sign-out', (c) => {
    sessions.signOut(c)
    return c.redirect('/', 303)
  })

  // Everything below knows who is asking: `c.var.person.actor` is what each call to the library is made as.
  app.use(async (c, next) => {
    const person = sessions.current(c)
    if (person !== undefined) {
      c.set('person', person)
      return next()
    }
    if (wantsPage(c)) return c.redirect('/', 303)
    return problem(c, 401, { code: 'not-signed-in', message: { zh: '请先登录', en: 'Sign in first' } })
  })

  // A page of what waits, in rows that need nothing else. The library knows which requests a reader may see; an address can only narrow that.
  app.get('/requests', async (c) => {
    const { person } = c.var
    const by = person.actor
    const { view = 'all', ...rest } = c.req.query()
    const asked = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''))
    if (by.kind === 'resident') {
      const own = await requests.mine({ ...asked, limit: 20, by })
      if (!wantsPage(c)) return c.json({ requests: own.items, next: own.next })
      return c.html(residentHome(person, own, messages.of(by.id), catalogue.get()?.categories ?? []))
    }
    const queue = await requests.queue({ ...asked, view: view as 'all', limit: 50, by })
    const views = await requests.badges({ by })
    if (!wantsPage(c)) return c.json({ view, requests: queue.items, next: queue.next, views })
    return c.html(staffHome(person, { view, queue, views }))
  })

  // 诉求: a resident reports. The form carries a key made when it was shown, so sending it twice makes one request.
  app.post('/requests', async (c) => {
    const { input, key } = await inputOf(c)
    const result = await requests.submit({ ...input, channel: 'web' } as never, { by: c.var.person.actor, key })
    return done(c, result, 201)
  })

  // Before it is sent: who will handle it, and until when.
  app.post('/requests/preview', async (c) => {
    const { input } = await inputOf(c)
    const preview = await requests.previewSubmit({ ...input, channel: 'web' } as never, { by: c.var.person.actor })
    if (!preview.ok) return refused(c, preview.refusal)
    return wantsPage(c)
      ? c.html(beforeSending(c.var.person, input as Record<string, string>, preview))
      : c.json(preview)
  })

  // One request. `forResident` and `forStaff` answer only those it concerns; for everybody else it does not exist.
  app.get('/requests/:id', async (c) => {
    const { person } = c.var
    const by = person.actor
    const id = c.req.param('id')
    if (by.kind === 'resident') {
      const view = await requests.forResident(id, { by })
      const files = await requests.attachments(id, { by })
      if (!wantsPage(c)) return c.json({ request: view, files })
      // What a bad rating leads to is said before it is given.
      const bad = view.mayDo.includes('rate') ? await requests.preview(id, 'rate', { grade: 1 }, { by }) : undefined
      return c.html(residentRequest(person, { view, files }, bad?.ok ? bad : undefined))
    }
    const view = await requests.forStaff(id, { by })
    const deadline = await requests.explainDeadline(id, { by })
    const timeline = await requests.timeline(id, { by })
    const files = await requests.attachments(id, { by })
    return wantsPage(c)
      ? c.html(staffRequest(person, { view, deadline, timeline, files }, huiyin))
      : c.json({ request: view, deadline, timeline, files })
  })

  // What a command would come to, before anybody presses the button.
  const preview = (command: (typeof commands)[number]) => async (c: Context<App>) => {
    const { input } = await inputOf(c)
    const { actor: by } = c.var.person
    return c.json(await requests.preview(c.req.param('id') ?? '', command, input as never, { by }))
  }

  // 派单 → 认领 → 落实、反馈 → 评价: who may do it, in which state and how often, each command knows by itself.
  for (const command of commands) {
    app.post(`/requests/:id/${command}`, issue(requests[command]))
    app.post(`/requests/:id/${command}/preview`, preview(command))
  }
  // 附件: the bytes first, then the command that attaches them. They are not in the database, and only who may see a file opens it.
  app.post('/requests/:id/files', async (c) => {
    const by = c.var.person.actor
    const { file } = await c.req.parseBody()
    if (!(file instanceof File)) throw new HTTPException(400)
    const put = await huiyin.files.put(file.stream(), { type: file.type, by })
    if (!put.ok) return refused(c, put.refusal)
    const attachments = [{ ...put.file, name: file.name }]
    return done(c, await requests.attach(c.req.param('id'), { attachments } as never, { by }), 201)
  })
  app.get('/requests/:id/files/:ref', async (c) => {
    const file = await requests.openAttachment(c.req.param('id'), c.req.param('ref'), { by: c.var.person.actor })
    if (file === undefined) return c.notFound()
    return c.body(file.bytes, 200, { 'content-type': file.type, 'content-disposition': 'attachment' })
  })

  // What the city has declared besides: the name of the command is part of the input.
  app.post('/requests/:id/act', issue(requests.act))

  // 我收到的消息: what the channel was given for this resident.
  app.get('/messages', (c) => c.json({ messages: messages.of(c.var.person.actor.id) }))
  return app
}
