import { describe, expect, it } from 'vitest'
import { systemDigest } from '#platform'
import { defaultAuthority } from '../../authority/authority.js'
import type { Figure } from '../figures/figure.js'
import { completionRate } from '../indicators/handling-rates.js'
import { monthPeriod } from '../period.js'
import { createFrozen } from './frozen.js'
import { type FrozenFacts, frozenKind } from './frozen-kind.js'
import { frozenRefusals } from './frozen-refusals.js'

const options = { period: monthPeriod('2022-01'), by: 'unit' } as const
const figure = (key: string, value: number): Figure => ({ key, numerator: value, denominator: 100, value })

/** Freezes some figures, and reads them back when measuring gives others. */
async function readBack(then: readonly Figure[], today: readonly Figure[], damage: Partial<FrozenFacts> = {}) {
  let measured = then
  let facts: FrozenFacts | undefined
  const ids: string[] = []
  const runner = {
    run: async (_kind: unknown, id: string, { snapshot }: { snapshot: FrozenFacts }) => {
      ids.push(id)
      facts = { ...snapshot, frozenAt: 1, frozenBy: 'admin', ...damage }
      return { ok: true, record: facts }
    },
    facts: async (_kind: unknown, id: string) => (ids.includes(id) ? { facts } : undefined),
  }
  const { freeze, frozen } = createFrozen({
    runner: runner as never,
    digest: systemDigest,
    areas: { roots: () => ['1'] } as never,
    find: () => completionRate,
    measure: async () => measured,
  })
  await freeze('completionRate', options, { by: { id: 'admin', kind: 'system', grants: [] } })
  measured = today
  return { ids, frozen: await frozen('completionRate', options) }
}

describe('frozen figures read back', () => {
  it('name every group that differs, also one that has come or gone, in the order of their keys', async () => {
    const { frozen } = await readBack(
      [figure('water', 1), figure('gas', 2), figure('post', 3)],
      [figure('roads', 4), figure('post', 3), figure('gas', 5)],
    )
    expect(frozen).toMatchObject({ intact: true, unchanged: false })
    expect(frozen?.differences).toStrictEqual([
      { key: 'gas', frozen: figure('gas', 2), today: figure('gas', 5) },
      { key: 'roads', today: figure('roads', 4) },
      { key: 'water', frozen: figure('water', 1) },
    ])
  })

  it('are told not to be intact when somebody changed them, or what they were computed by', async () => {
    const then = [figure('gas', 2)]
    expect((await readBack(then, then)).frozen).toMatchObject({ intact: true, unchanged: true, differences: [] })
    const changed = await readBack(then, then, { figures: [figure('gas', 3)] })
    expect(changed.frozen).toMatchObject({ intact: false, unchanged: false })
    expect((await readBack(then, then, { options: { ...options, unit: 'gas' } })).frozen?.intact).toBe(false)
  })

  it('lie under an id of 32 characters', async () => {
    const { ids } = await readBack([], [])
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)])
  })
})

describe('freezing', () => {
  const snapshot = { indicator: completionRate, options, figures: [], digest: 'd' }
  const moment = (kind: 'system' | 'staff') => ({
    now: Date.parse('2022-02-01T00:00:00+08:00'),
    by: { id: 'a', kind, grants: [] },
    areas: {},
    authority: defaultAuthority,
  })
  const decide = (kind: 'system' | 'staff') =>
    frozenKind.decide(undefined, { name: 'freeze', id: 'f', areas: ['1'], snapshot } as never, moment(kind) as never)

  it('is for the system, and for nobody without a grant', () => {
    expect(decide('system')).toEqual({ events: [{ type: 'figures.frozen', data: snapshot }] })
    expect(decide('staff')).toMatchObject({ refusal: { code: 'freeze-not-permitted' } })
  })

  it('is a record that is never open, and that a later event does not touch', () => {
    const event = { type: 'figures.frozen', seq: 1, at: 7, by: { id: 'a', kind: 'system' }, data: snapshot } as never
    const facts = frozenKind.evolve(undefined, event)
    expect(facts).toEqual({ ...snapshot, frozenAt: 7, frozenBy: 'a' })
    expect(frozenKind.evolve(facts, { ...(event as object), type: 'figures.printed' } as never)).toBe(facts)
    expect(frozenKind.index(facts)).toMatchObject({ status: 'frozen', open: false, createdAt: 7 })
  })

  it('is refused in both languages', () => {
    const { zh, en } = frozenRefusals['period-not-over']({ to: '2022-02-01', cutoffHour: 12 }).message
    expect([zh, en]).toEqual([
      expect.stringContaining('2022-02-01 12 时'),
      expect.stringContaining('2022-02-01 at 12:00'),
    ])
    for (const { message } of [
      frozenRefusals['freeze-not-permitted']({
        actor: 'a',
        needs: ['evaluator'],
        who: { zh: '考核人员', en: 'an evaluator' },
      }),
      frozenRefusals['figures-already-frozen']({ id: 'f', digest: 'd', frozenAt: 7 }),
    ])
      expect([message.zh, message.en]).toEqual([expect.stringMatching(/固化/), expect.stringMatching(/figures/)])
  })
})
