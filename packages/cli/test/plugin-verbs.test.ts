import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const pluginDoor = fileURLToPath(new URL('../../core/dist/entry/plugin.js', import.meta.url))
const module = (id: string) => `
import { definePlugin, defineVerb, z } from ${JSON.stringify(pluginDoor)}
const count = defineVerb({
  name: 'count',
  title: { zh: '统计', en: 'count' },
  input: z.object({
    state: z.enum(['open', 'ended']).describe('状态 state'),
    atMost: z.number().optional().describe('至多 at most'),
    strictly: z.boolean().describe('有即算有误 any is a finding'),
  }),
  run: async ({ state, atMost = 100, strictly }, host) => {
    const by = { id: 'system', kind: 'system', grants: [] }
    const { items } = await host.requests.find({ open: state === 'open', limit: atMost }, { by })
    return { ok: !strictly || items.length === 0, lines: [{ zh: items.length + ' 件', en: 'counted' }], result: { count: items.length } }
  },
})
const broken = defineVerb({ name: 'broken', title: { zh: '坏', en: 'broken' }, run: async () => 'done' })
export default { plugins: [definePlugin({ id: '${id}', verbs: [count, broken], setup: () => ({}) })] }
`

beforeAll(async () => {
  writeFileSync(join(folder.path, 'place.mjs'), module('census'))
  writeFileSync(join(folder.path, 'clash.mjs'), module('doctor'))
  const made = await huiyin('simulate', '-s', 'sqlite:city.db', '--requests', '20', '--days', '5')
  expect(made.code).toBe(0)
})

const on = ['--config', 'place.mjs', '-s', 'sqlite:city.db']

describe('a verb of a plugin', () => {
  it('is run by the id of its plugin and its own name, with options of its own', async () => {
    const { code, out } = await huiyin('census', 'count', '--state', 'open', '--at-most', '3', ...on)
    expect([code, out]).toEqual([0, '3 件 counted\n'])
    const { json } = await huiyin('census', 'count', '--state', 'open', '--at-most', '3', '--json', ...on)
    expect(json()).toEqual({ ok: true, command: 'census count', count: 3 })
  })

  it('ends as a finding when it says so', async () => {
    expect((await huiyin('census', 'count', '--state', 'open', '--strictly', ...on)).code).toBe(1)
  })

  it('is in the help of the place, and in no other', async () => {
    expect((await huiyin('--help', '--config', 'place.mjs')).out).toContain('census')
    expect((await huiyin('census', '--help', '--config', 'place.mjs')).out).toContain('统计 count')
    expect((await huiyin('--help')).out).not.toContain('census')
    expect((await huiyin('census', 'count', '-s', 'sqlite:city.db')).code).toBe(2)
  })

  it.each([
    ['an option that is missing', ['count'], /--state/],
    ['a value that is none', ['count', '--state', 'lost'], /state/],
    ['a text for a number', ['count', '--state', 'open', '--at-most', 'few'], /atMost/],
    ['an option there is not', ['count', '--state', 'open', '--colour', 'red'], /--colour/],
  ])('refuses %s by name', async (_, args, said) => {
    const { code, err } = await huiyin('census', ...args, ...on)
    expect(code).toBe(2)
    expect(err).toMatch(said)
  })

  it('that answers nonsense is named', async () => {
    const { code, err } = await huiyin('census', 'broken', ...on)
    expect(code).not.toBe(0)
    expect(err).toContain('census broken')
  })

  it('cannot take the name of a command there is', async () => {
    const { code, err } = await huiyin('doctor', '--config', 'clash.mjs', '-s', 'sqlite:city.db')
    expect([code, err]).toEqual([2, expect.stringContaining('doctor')])
  })
})
