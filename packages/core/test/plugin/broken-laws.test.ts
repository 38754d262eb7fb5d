import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { describe, expect, it } from 'vitest'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { definePlugin } from '../../src/plugin/plugin.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'

const report = { category: 'heating', area: cityGrid, description: '家中不热' }

async function dispatched(claim: (...given: never[]) => unknown, more: Partial<HuiyinOptions> = {}) {
  const plugin = definePlugin({ id: 'wrong', laws: { claim: [claim as never] }, setup: () => ({}) })
  const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
  const platform = { clock, ids: simulatedIds(1) }
  const huiyin = createHuiyin({ storage: memoryStorage(), platform, plugins: [plugin], ...more })
  await huiyin.start()
  await seedCity(huiyin)
  const submitted = await huiyin.requests.submit(report, { by: actors.resident })
  if (!submitted.ok) throw new Error(submitted.refusal.code)
  const { id } = submitted.request
  await huiyin.requests.dispatch(id, {}, { by: actors.desk })
  return { huiyin, id, claim: () => huiyin.requests.claim(id, {}, { by: actors.housing }) }
}

const nonsense: readonly unknown[] = ['no', true, false, null, 0, Promise.resolve(), {}, { code: 'x' }]

describe('a law of a plugin that answers neither a refusal nor nothing', () => {
  it.each(nonsense)(
    '%j fails the command with an error that names it: neither refused nor let through',
    async (said) => {
      const { huiyin, id, claim } = await dispatched(() => said)
      const { version } = await huiyin.requests.get(id, { by: actors.system })
      await expect(claim()).rejects.toMatchObject({ code: 'configuration', details: { what: 'wrong: laws.claim.0' } })
      expect((await huiyin.requests.get(id, { by: actors.system })).version).toBe(version)
      expect((await huiyin.audit.verify({ by: actors.system })).ok).toBe(true)
    },
  )

  it('holds for the authorise option of the place too', async () => {
    let said: unknown
    const { claim } = await dispatched(() => undefined, { authorise: (() => said) as never })
    for (said of nonsense) await expect(claim()).rejects.toMatchObject({ details: { what: 'the authorise option' } })
    said = undefined
    expect(await claim()).toMatchObject({ ok: true })
  })
})

describe('a law of a plugin that changes what it was given', () => {
  it.each([
    [
      'facts',
      (facts: { owner: { role: string } }) => {
        facts.owner.role = 'admin'
      },
    ],
    [
      'command',
      (_: unknown, command: { input: { text?: string } }) => {
        command.input.text = 'changed'
      },
    ],
    [
      'actor',
      (_: unknown, __: unknown, context: { by: { id: string } }) => {
        context.by.id = 'somebody'
      },
    ],
  ])('cannot: the %s it sees are frozen, and nothing of it is written', async (_what, law) => {
    const { huiyin, id, claim } = await dispatched(law as never)
    const { version } = await huiyin.requests.get(id, { by: actors.system })
    await expect(claim()).rejects.toThrow(TypeError)
    expect((await huiyin.requests.get(id, { by: actors.system })).version).toBe(version)
  })
})
