import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { channelConformance, cityActors, cityGrid, type GatewayCode, seedCity, simulatedClock } from '@huiyin/testkit'
import { afterEach, describe, expect, it } from 'vitest'
import { type LineWriter, logChannel, logFile } from './log-channel.ts'

const folders: string[] = []
async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'huiyin-log-'))
  folders.push(made)
  return made
}
afterEach(async () => {
  for (const each of folders.splice(0)) await rm(each, { recursive: true })
})

/** A disk that the kit commands. */
function fakeDisk() {
  const sent: { readonly id: string }[] = []
  let next: 'accept' | 'hang' | 'reset' | 'acceptThenReset' | { readonly code: GatewayCode } = 'accept'
  const tell = (how: typeof next) => () => {
    next = how
  }
  const lost = () => Object.assign(new Error('lost'), { code: 'ESTALE' })
  const writer: LineWriter = {
    open: async () => {},
    check: async () => {},
    append: async (line, signal) => {
      const how = next
      next = 'accept'
      if (how === 'reset') throw lost()
      if (how === 'hang')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
      if (typeof how === 'object') throw Object.assign(new Error(), { code: how.code })
      sent.push({ id: JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(line)?.[0] ?? '""') })
      if (how === 'acceptThenReset') throw lost()
    },
  }
  const gateway = {
    ...{ accept: tell('accept'), hang: tell('hang'), reset: tell('reset'), acceptThenReset: tell('acceptThenReset') },
    refuse: (code: GatewayCode) => tell({ code })(),
    sent: () => sent,
  }
  return { writer, gateway }
}

describe('a channel that writes a log keeps the contract', () =>
  channelConformance({ describe, it }, async () => {
    const { writer, gateway } = fakeDisk()
    return {
      channel: logChannel({ to: writer }),
      gateway,
      codes: { transient: ['EAGAIN'], quota: ['ENOSPC'], config: ['EACCES', 'EROFS'], unknown: ['EIO'] },
      cleanup: async () => {},
    }
  }))

describe('the log of a city', () => {
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const report = { category: 'heating', area: cityGrid, description: '家中暖气不热。' }

  it('says who hears what, Chinese first, and holds what has no template back', async () => {
    const path = join(await folder(), 'made', 'here')
    const channels = [logChannel({ to: logFile(path) })]
    const huiyin = createHuiyin({ storage: memoryStorage(), channels, platform: { clock } })
    await huiyin.start()
    await seedCity(huiyin)
    expect(await huiyin.deliveries.check({ by: cityActors.systemAdmin })).toEqual([{ name: 'log', ok: true }])
    const submitted = await huiyin.requests.submit(report, { by: cityActors.resident })
    if (!submitted.ok) throw new Error(submitted.refusal.code)
    const { id, number = '' } = submitted.request
    await huiyin.requests.dispatch(id, {}, { by: cityActors.desk })
    await huiyin.tick()
    await huiyin.stop()
    const lines = (await readFile(join(path, 'notices.log'), 'utf8')).trimEnd().split('\n')
    const said = lines.map((line) => line.replaceAll(number, 'N').replace(/^\S+ \S+ /, '')).toSorted()
    const reported =
      '诉求 N（供热，第一网格）新上报，请受理 | Request N (heating, 第一网格) was reported and waits to be accepted'
    const due = { zh: '2022年1月7日（星期五）24:00 前', en: 'by 24:00 on Friday, 7 January 2022' }
    const dispatched = `诉求 N 已派单至住房和城乡建设局，请于${due.zh}办结 | Request N was dispatched to Housing Bureau, to be completed ${due.en}`
    expect(said).toEqual([
      `dispatcher 370281001: ${reported}`,
      `resident res-1: ${dispatched}`,
      `resident res-1: ${reported}`,
      `unit housing: ${dispatched}`,
    ])
  })

  it('says why it cannot be written', async () => {
    const path = join(await folder(), 'gone')
    const { check } = logChannel({ to: logFile(path) })
    expect(await check?.()).toEqual({ ok: false, reason: 'ENOENT' })
    await expect(stat(path)).rejects.toThrow()
  })
})

it('has as many lines of code as its README says', async () => {
  const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8')
  const readme = await read('../README.md')
  for (const name of ['log-channel.ts', 'templates.ts']) {
    const code = (await read(`./${name}`)).split('\n').filter((line) => !/^\s*(\/\/.*|\/\*\*.*\*\/|)$/.test(line))
    expect(readme.split('\n').find((line) => line.includes(`](src/${name})`))).toMatch(
      new RegExp(` ${code.length} \\|$`),
    )
  }
})
