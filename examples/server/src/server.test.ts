import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type {
  AttachmentView,
  Badge,
  Bilingual,
  CommandPreview,
  InputIssue,
  QueueRow,
  ResidentView,
  SubmitPreview,
  TimelineStep,
} from '@huiyin/core'
import type { Notice } from '@huiyin/core/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start, type Watch } from './start.ts'

let folder: string
let server: Awaited<ReturnType<typeof start>>
const open = (watch?: Watch) => start({ database: join(folder, 'city.db'), host: '127.0.0.1', port: 0, watch })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-server-'))
  server = await open()
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const grid = '370281001039001'
const blocked = { category: 'drainage', area: grid, description: '小区北门下水道堵了，污水流到路上。' }

/** What there is in answers, of which each has a part. */
interface Body {
  readonly id: string
  readonly status: string
  readonly code: string
  readonly message: Bilingual
  readonly issues: readonly InputIssue[]
  readonly requests: readonly QueueRow[]
  readonly next?: string
  readonly views: readonly Badge[]
  readonly request: ResidentView
  readonly timeline: readonly TimelineStep[]
  readonly files: readonly AttachmentView[]
  readonly messages: readonly Notice[]
}

/** Signs in and answers what that person sends: JSON as a program does, forms and pages as a browser does. */
async function as(person: string, url = server.url) {
  const signedIn = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  })
  const [cookie = ''] = signedIn.headers.getSetCookie()
  const headers = { cookie: cookie.split(';')[0] ?? '' }
  const json = async (answer: Response) => ({ status: answer.status, body: (await answer.json()) as Body })
  return {
    cookie,
    get: async (path: string) => json(await fetch(url + path, { headers })),
    post: async (path: string, body: unknown = {}, key?: string) =>
      json(
        await fetch(url + path, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            ...(key !== undefined && { 'idempotency-key': key }),
          },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
    raw: (path: string) => fetch(url + path, { headers }),
    upload: (path: string, file: File) => {
      const body = new FormData()
      body.set('file', file)
      return fetch(url + path, {
        method: 'POST',
        headers: { ...headers, accept: 'application/json', origin: url },
        body,
      })
    },
    page: async (path: string) => (await fetch(url + path, { headers: { ...headers, accept: 'text/html' } })).text(),
    form: (path: string, fields: Record<string, string>, origin = url) =>
      fetch(url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, accept: 'text/html', origin },
        body: new URLSearchParams(fields),
      }),
  }
}
type Client = Awaited<ReturnType<typeof as>>

const submit = async (client: Client, input: object = blocked, key?: string): Promise<string> =>
  (await client.post('/requests', input, key)).body.id

const seen = async (client: Client, id: string) => (await client.get(`/requests/${id}`)).body

/** What the resident was told, once there are as many messages as that. */
async function told(client: Client, count: number): Promise<string[]> {
  for (;;) {
    const { messages } = (await client.get('/messages')).body
    if (messages.length >= count) return messages.map(({ title }) => title.zh)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('the loop over HTTP', () => {
  it('goes from the report to the rating, is rectified when the resident is dissatisfied, and ends', async () => {
    const [wang, desk, officer] = [await as('resident-wang'), await as('staff-desk'), await as('staff-water')]
    const id = await submit(wang)

    const queue = (await desk.get('/requests')).body.requests
    expect(queue.map((row) => row.id)).toEqual([id])
    expect((await desk.post(`/requests/${id}/dispatch`)).body).toEqual({ id, status: 'dispatched' })
    expect((await officer.get('/requests')).body.requests).toHaveLength(1)
    expect((await (await as('staff-housing')).get('/requests')).body.requests).toEqual([])
    expect((await officer.post(`/requests/${id}/claim`)).body.status).toBe('handling')

    const { request } = await seen(wang, id)
    expect(request.responsible?.zh).toBe('市水务局')
    expect(request.progress.map(({ title }) => title.zh)).toContain('市水务局已认领，正在办理')
    expect(request.deadline?.words.zh).toContain('还剩 3 个工作日')
    expect(request.deadline?.days.filter(({ counted }) => counted).map(({ n }) => n)).toEqual([1, 2, 3])

    expect(await officer.page(`/requests/${id}`)).toContain('记下已联系居民')
    expect((await officer.post(`/requests/${id}/act`, { command: 'contact' })).body.status).toBe('handling')
    expect((await seen(wang, id)).request.progress.at(-1)?.title.zh).toBe('承办人员已与您联系')
    const denied = await wang.post(`/requests/${id}/act`, { command: 'contact' })
    expect([denied.status, denied.body.message.zh]).toEqual([403, expect.stringContaining('您无权记下已联系居民')])
    await officer.post(`/requests/${id}/reply`, { text: '已派人查看。' })
    expect((await wang.post(`/requests/${id}/rate`, { grade: 2 })).body.status).toBe('rectifying')
    expect((await seen(wang, id)).request.step).toBe('rectify')
    await officer.post(`/requests/${id}/reply`, { text: '管道已疏通，路面已冲洗。' })
    expect((await wang.post(`/requests/${id}/rate`, { grade: 5 })).body.status).toBe('closed')
    const closed = (await seen(wang, id)).request
    expect(closed.echo?.zh).toContain('已办结归档')
    expect(closed.progress.map(({ text }) => text)).toContain('管道已疏通，路面已冲洗。')
  })

  it('keeps what the resident is told of each step', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    const id = await submit(wang)
    await desk.post(`/requests/${id}/dispatch`)
    const messages = await told(wang, 3)
    expect(messages).toEqual(['已派单至市水务局', '已受理', '诉求已上报'])
    const other = await as('resident-li')
    expect((await other.get('/messages')).body.messages).toEqual([])
  })

  it('is walked by forms and redirects as well, without a script', async () => {
    const [wang, desk, officer] = [await as('resident-wang'), await as('staff-desk'), await as('staff-water')]
    expect(await (await wang.form('/requests/preview', { ...blocked, key: 'form-1' })).text()).toContain('市水务局')
    const sent = await wang.form('/requests', { ...blocked, key: 'form-1' })
    expect(sent.status).toBe(303)
    const at = sent.headers.get('location') ?? ''
    expect(await desk.page('/requests')).toContain(`href="${at}"`)
    expect((await desk.form(`${at}/dispatch`, { unit: 'water', key: '1' })).status).toBe(303)
    expect(await officer.page(at)).toContain(`action="${at}/claim"`)
    await officer.form(`${at}/claim`, { key: '2' })
    await officer.form(`${at}/reply`, { text: '已疏通。', key: '3' })
    const page = await wang.page(at)
    for (const words of ['市水务局已答复', '已疏通。', '您的评价']) expect(page).toContain(words)
    expect((await wang.form(`${at}/rate`, { grade: '5', comment: '', key: '4' })).status).toBe(303)
    expect(await wang.page(at)).toContain('已办结归档')
  })
})

describe('what a page is made of', () => {
  it('says before a report is sent who will handle it and until when, and writes nothing', async () => {
    const wang = await as('resident-wang')
    const { body } = await wang.post('/requests/preview', blocked)
    const preview = body as unknown as Extract<SubmitPreview, { readonly ok: true }>
    expect(preview.responsible.name.zh).toBe('市水务局')
    expect(preview.completion?.days.filter(({ counted }) => counted)).toHaveLength(3)
    expect((await wang.get('/requests')).body.requests).toEqual([])
  })

  it('says what a command would lead to', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    const id = await submit(wang)
    const { body } = await desk.post(`/requests/${id}/dispatch/preview`)
    const preview = body as unknown as Extract<CommandPreview, { readonly ok: true }>
    expect(preview.messages.map(({ to }) => to.kind)).toContain('unit')
    expect((await desk.get('/requests?view=toDispatch')).body.requests).toHaveLength(1)
  })

  it('counts what is in each view, and refuses a view that there is not', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    await submit(wang)
    const { views } = (await desk.get('/requests')).body
    expect(views.find(({ view }) => view === 'toDispatch')).toMatchObject({ count: 1, title: { zh: '待派单' } })
    const { status, body } = await desk.get('/requests?view=everything')
    expect([status, body.issues]).toEqual([400, [expect.objectContaining({ path: ['query', 'view'] })]])
  })

  it('shows staff what was done, in words', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    const id = await submit(wang)
    await desk.post(`/requests/${id}/dispatch`)
    const { timeline } = (await desk.get(`/requests/${id}`)).body
    expect(timeline.map(({ title }) => title.zh)).toEqual(['上报', '受理', '派单'])
  })

  it('keeps a picture for whoever may see the request, and shows it to nobody else', async () => {
    const [wang, li] = [await as('resident-wang'), await as('resident-li')]
    const id = await submit(wang)
    const picture = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10])
    const added = await wang.upload(`/requests/${id}/files`, new File([picture], '楼道.png', { type: 'image/png' }))
    expect(added.status).toBe(201)
    const { files } = await seen(wang, id)
    expect(files).toMatchObject([{ name: '楼道.png', type: 'image/png', size: 8, mayOpen: true }])
    const at = `/requests/${id}/files/${files[0]?.ref}`
    expect(new Uint8Array(await (await wang.raw(at)).arrayBuffer())).toEqual(picture)
    expect((await li.raw(at)).status).toBe(404)
    const script = await wang.upload(`/requests/${id}/files`, new File(['<svg/>'], 'x.svg', { type: 'image/svg+xml' }))
    expect(script.status).toBe(400)
  })

  it('asks the storage as often for one row as for many', async () => {
    await server.stop()
    let calls = 0
    const reads = ['load', 'find', 'texts', 'history', 'counts'] as const
    server = await open((storage) => ({
      ...storage,
      ...Object.fromEntries(
        reads.map((name) => [
          name,
          (...args: never[]) => {
            calls++
            return Reflect.apply(storage[name], storage, args)
          },
        ]),
      ),
    }))
    const [wang, desk, officer] = [await as('resident-wang'), await as('staff-desk'), await as('staff-water')]
    const counted = async (client: Client, path: string) => {
      await client.get(path)
      calls = 0
      const { requests } = (await client.get(path)).body
      return [requests.length, calls] as const
    }
    const work = async () => {
      const id = await submit(wang, blocked)
      await desk.post(`/requests/${id}/dispatch`)
    }
    await work()
    // One after the other, so that each counts its own.
    const pages = async () => [
      await counted(wang, '/requests'),
      await counted(desk, '/requests'),
      await counted(officer, '/requests?view=unit'),
    ]
    const one = await pages()
    for (let n = 0; n < 7; n++) await work()
    const many = await pages()
    expect(one.map(([rows]) => rows)).toEqual([1, 1, 1])
    expect(many.map(([rows]) => rows)).toEqual([8, 8, 8])
    expect(many.map(([, asked]) => asked)).toEqual(one.map(([, asked]) => asked))
  })
})

describe('refusals', () => {
  it("does not show a resident another's request", async () => {
    const id = await submit(await as('resident-wang'))
    const li = await as('resident-li')
    expect((await li.get(`/requests/${id}`)).status).toBe(404)
    expect((await li.get('/requests')).body.requests).toEqual([])
  })

  it('does not let a resident dispatch, and says so in Chinese', async () => {
    const wang = await as('resident-wang')
    const id = await submit(wang)
    const { status, body } = await wang.post(`/requests/${id}/dispatch`)
    expect([status, body.code]).toEqual([403, 'not-permitted'])
    expect(body.message.zh).toMatch(/权/)
    const page = await wang.form(`/requests/${id}/dispatch`, { key: '1' })
    expect(page.status).toBe(403)
    expect(await page.text()).toContain(body.message.zh)
  })

  it('answers 409 to a command that comes at the wrong time', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    const id = await submit(wang)
    expect((await desk.post(`/requests/${id}/dispatch`)).status).toBe(200)
    expect((await desk.post(`/requests/${id}/dispatch`)).status).toBe(409)
  })

  it('answers 400 to wrong input, with the path of what is wrong', async () => {
    const wang = await as('resident-wang')
    const { status, body } = await wang.post('/requests', { ...blocked, description: '' })
    expect([status, body.code]).toEqual([400, 'invalid-input'])
    expect(body.issues).toEqual([expect.objectContaining({ path: ['input', 'description'] })])
    expect((await wang.post('/requests', '{"category"')).status).toBe(400)
    expect((await wang.post('/requests', 'null')).status).toBe(400)
    expect((await wang.post('/requests', { ...blocked, description: '长'.repeat(40_000) })).status).toBe(413)
  })

  it('asks strangers to sign in, and believes no form of another site', async () => {
    expect((await fetch(`${server.url}/requests`)).status).toBe(401)
    const stranger = await as('nobody')
    expect((await stranger.get('/requests')).status).toBe(401)
    const wang = await as('resident-wang')
    expect((await wang.form('/requests', { ...blocked, key: '1' }, 'https://elsewhere.example')).status).toBe(403)
    expect((await wang.get('/requests')).body.requests).toEqual([])
  })
})

describe('what one relies on', () => {
  it('makes one request of a form that is sent twice', async () => {
    const wang = await as('resident-wang')
    const ids = await Promise.all([submit(wang, blocked, 'key-1'), submit(wang, blocked, 'key-1')])
    expect(ids[0]).toBe(ids[1])
    expect((await wang.get('/requests')).body.requests).toHaveLength(1)
  })

  it('gives each session a random id that scripts and other sites cannot use', async () => {
    const [first, second] = [await as('resident-wang'), await as('resident-wang')]
    expect(first.cookie).toMatch(/^session=[\w-]{43};.*HttpOnly; SameSite=Lax$/)
    expect(first.cookie).not.toBe(second.cookie)
  })

  it('escapes what people write, on every page', async () => {
    const [wang, desk] = [await as('resident-wang'), await as('staff-desk')]
    const id = await submit(wang, { ...blocked, description: `<script>a("1")</script><img src=x onerror='2'>` })
    const pages = [
      await wang.page('/requests'),
      await wang.page(`/requests/${id}`),
      await desk.page('/requests'),
      await desk.page(`/requests/${id}`),
    ]
    for (const page of pages) {
      expect(page).toContain('&lt;script&gt;a(&quot;1&quot;)&lt;/script&gt;')
      expect(page).not.toMatch(/<script|<img src=x/)
    }
  })

  it('has everything again after it was stopped and started', async () => {
    const id = await submit(await as('resident-wang'))
    await (await as('staff-desk')).post(`/requests/${id}/dispatch`)
    await server.stop()
    server = await open()
    const { request } = await seen(await as('resident-wang'), id)
    expect([request.description, request.responsible?.zh]).toEqual([blocked.description, '市水务局'])
  })
})

it('runs as a process of its own on the built packages, and ends in order when told to', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./main.ts', import.meta.url))], {
    env: { ...process.env, PORT: '0', DATABASE: join(folder, 'own/city.db'), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  try {
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
    expect(line).toMatch(/listening on http:\/\/127\.0\.0\.1:\d+$/)
    const wang = await as('resident-wang', String(line).split(' ').at(-1))
    const id = await submit(wang)
    expect((await seen(wang, id)).request.description).toBe(blocked.description)
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  } finally {
    child.kill('SIGKILL')
  }
})
