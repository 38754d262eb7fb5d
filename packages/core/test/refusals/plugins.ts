import { cityActors } from '@huiyin/testkit'
import type { Actor } from '../../src/contracts/actor.js'
import { defineRefusals } from '../../src/import/refusal.js'
import { type AnyRecordKind, definePlugin } from '../../src/plugin/plugin.js'
import { city, report } from './city.js'
import { type RefusalRow, refusalOf, type Said } from './row.js'

const refuse = defineRefusals<{ 'quiet.night-work': { until: number } }>({
  'quiet.night-work': {
    zh: (d) => `夜间不派单，${d.until} 时后再派。`,
    en: (d) => `Nothing is dispatched at night; again from ${d.until}.`,
  },
})
const quiet = definePlugin({
  id: 'quiet',
  laws: {
    dispatch: [(_facts, _command, { now }) => (isNight(now) ? refuse['quiet.night-work']({ until: 7 }) : undefined)],
  },
  setup: () => ({}),
})
const isNight = (now: number) => new Date(now + 8 * 3_600_000).getUTCHours() < 7

const benches = definePlugin({
  id: 'benches',
  records: [
    {
      kind: {
        type: 'benches.bench',
        decide: () => ({ events: [{ type: 'benches.put', data: {} }] }),
        evolve: (_facts, { at }) => ({ at }),
        index: () => ({ status: 'there', open: false, createdAt: 0 }),
      },
    },
  ],
  permissions: { 'benches.bench': { put: ['dispatcher'] } },
  setup: ({ records }) => records,
})
const put = (by: Actor) => async (): Promise<Said | undefined> => {
  const { plugins } = await city({ plugins: [benches] })
  const kind = benches.records?.[0]?.kind as AnyRecordKind
  const records = (plugins as unknown as { benches: ReturnType<typeof benches.setup> }).benches
  return refusalOf((await records.run(kind, 'b-1', { name: 'put' }, { by })) as never)
}

const dispatchedAt = (time: string) => async (): Promise<Said | undefined> => {
  const { requests, clock } = await city({ plugins: [quiet] })
  await requests.submit('q-1', report, { by: cityActors.resident })
  clock.set(Date.parse(`2022-01-05T${time}:00+08:00`))
  return refusalOf(await requests.dispatch('q-1', { by: cityActors.desk }))
}

/** What a place's own law answers; its codes begin with the id of the plugin, and no page of core lists them. */
export const pluginRows: readonly RefusalRow[] = [
  {
    code: 'quiet.night-work',
    policy: 'a law of a plugin is asked after those of core, and its code begins with the plugin’s id',
    refused: dispatchedAt('06:59'),
    details: { until: 7 },
    allowed: dispatchedAt('07:00'),
  },
  {
    code: 'command-not-permitted',
    policy: 'a command on a record of a plugin is for whom the table names',
    refused: put(cityActors.chief),
    details: {
      actor: cityActors.chief.id,
      type: 'benches.bench',
      action: 'put',
      needs: ['dispatcher'],
      who: { zh: '派单席', en: 'the dispatch desk' },
    },
    allowed: put(cityActors.desk),
  },
]
