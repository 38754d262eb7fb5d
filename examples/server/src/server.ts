import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Actor, Huiyin, RequestFacts } from '@huiyin/core'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { type App, done, failed, inputOf, issue, problem, wantsPage } from './answers.ts'
import type { Messages } from './messages.ts'
import { residentHome, residentRequest, signInPage, staffHome, staffRequest } from './pages.ts'
import type { Sessions } from './sessions.ts'

/** What the routes are made of. */
export interface AppParts {
  readonly huiyin: Huiyin
  readonly sessions: Sessions
  readonly messages: Messages
}

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
  app.use(
    bodyLimit({
      maxSize: 64 * 1024,
      onError: () => {
        throw new HTTPException(413)
      },
    }),
  )
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

  // `find` answers whatever it is asked, so what it is asked comes from the grants of the actor and never from the address. A page
  // of it is enough here; an application with more requests goes on with `next` of the page before.
  const limit = 200
  async function worklist(by: Actor): Promise<readonly RequestFacts[]> {
    // Without an area or a unit a page is what the reader may read.
    const query = by.kind === 'resident' ? { limit } : { open: true, limit }
    return (await requests.find(query, { by })).items
  }

  app.get('/requests', async (c) => {
    const { person } = c.var
    const by = person.actor
    const facts = await worklist(by)
    if (by.kind === 'resident') {
      const own = (await Promise.all(facts.map(({ id }) => requests.forResident(id, { by })))).reverse()
      if (!wantsPage(c)) return c.json({ requests: own })
      return c.html(residentHome(person, own, messages.of(by.id), catalogue.get()?.categories ?? []))
    }
    const work = await Promise.all(facts.map(({ id }) => requests.forStaff(id, { by })))
    return wantsPage(c) ? c.html(staffHome(person, work, catalogue)) : c.json({ requests: work })
  })

  // 诉求: a resident reports. The form carries a key made when it was shown, so sending it twice makes one request.
  app.post('/requests', async (c) => {
    const { input, key } = await inputOf(c)
    const result = await requests.submit({ ...input, channel: 'web' } as never, { by: c.var.person.actor, key })
    return done(c, result, 201)
  })

  // One request. `forResident` and `forStaff` answer only those it concerns; for everybody else it does not exist.
  app.get('/requests/:id', async (c) => {
    const { person } = c.var
    const by = person.actor
    const id = c.req.param('id')
    const view = by.kind === 'resident' ? await requests.forResident(id, { by }) : await requests.forStaff(id, { by })
    const deadline = await requests.explainDeadline(id, { by })
    if (!wantsPage(c)) return c.json({ request: view, deadline })
    return c.html(
      'facts' in view ? staffRequest(person, view, deadline, huiyin) : residentRequest(person, view, deadline),
    )
  })

  // 派单 → 认领 → 落实、反馈 → 评价: who may do it, in which state and how often, each command knows by itself.
  app.post('/requests/:id/dispatch', issue(requests.dispatch))
  app.post('/requests/:id/claim', issue(requests.claim))
  app.post('/requests/:id/reply', issue(requests.reply))
  app.post('/requests/:id/rate', issue(requests.rate))
  app.post('/requests/:id/urge', issue(requests.urge))
  app.post('/requests/:id/withdraw', issue(requests.withdraw))
  // What the city has declared besides: the name of the command is part of the input.
  app.post('/requests/:id/act', issue(requests.act))

  // 我收到的消息: what the channel was given for this resident.
  app.get('/messages', (c) => c.json({ messages: messages.of(c.var.person.actor.id) }))
  return app
}
