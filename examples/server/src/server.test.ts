import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Bilingual, ClockExplanation, InputIssue, ResidentView, StaffView } from '@huiyin/core'
import type { Notice } from '@huiyin/core/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { start } from './start.ts'

let folder: string
let server: Awaited<ReturnType<typeof start>>
const open = () => start({ database: join(folder, 'city.db'), host: '127.0.0.1', port: 0 })

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
  readonly requests: readonly StaffView[]
  readonly request: ResidentView
  readonly deadline: ClockExplanation
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
    expect(queue.map(({ facts }) => facts.id)).toEqual([id])
    expect((await desk.post(`/requests/${id}/dispatch`)).body).toEqual({ id, status: 'dispatched' })
    expect((await officer.get('/requests')).body.requests).toHaveLength(1)
    expect((await (await as('staff-housing')).get('/requests')).body.requests).toEqual([])
    expect((await officer.post(`/requests/${id}/claim`)).body.status).toBe('handling')

    const { request, deadline } = await seen(wang, id)
    expect(request.responsible?.zh).toBe('市水务局')
    expect(request.progress.map(({ title }) => title.zh)).toContain('市水务局已认领，正在办理')
    expect(request.deadline?.date).toBe(deadline.dueDate)
    expect(request.deadline?.words.zh).toContain('还剩 3 个工作日')
    expect(deadline.text.zh).toContain('期限 3 个工作日')
    expect(deadline.days.filter(({ counted }) => counted).map(({ n }) => n)).toEqual([1, 2, 3])

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
    const id = await submit(wang, { ...blocked, description: `<script>alert("1")</script><img src=x onerror='2'>` })
    const pages = [
      await wang.page('/requests'),
      await wang.page(`/requests/${id}`),
      await desk.page('/requests'),
      await desk.page(`/requests/${id}`),
    ]
    for (const page of pages) {
      expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;')
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
