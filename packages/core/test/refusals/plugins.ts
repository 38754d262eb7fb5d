import { cityActors, cityGrid } from '@huiyin/testkit'
import { defineRefusals } from '../../src/import/refusal.js'
import { definePlugin } from '../../src/plugin/plugin.js'
import { poll, polls } from '../plugin/polls.js'
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

const dispatchedAt = (time: string) => async (): Promise<Said | undefined> => {
  const { requests, clock } = await city({ plugins: [quiet] })
  await requests.submit('q-1', report, { by: cityActors.resident })
  clock.set(Date.parse(`2022-01-05T${time}:00+08:00`))
  return refusalOf(await requests.dispatch('q-1', { by: cityActors.desk }))
}

const heldBy = (by: (typeof cityActors)['chief' | 'resident']) => async () => {
  const { plugins } = await city({ plugins: [polls] })
  const { records } = (plugins as Record<string, unknown>).polls as ReturnType<typeof polls.setup>
  await records.run(poll, 'p-1', 'open', { area: cityGrid, question: '换灯？' }, { by: cityActors.resident })
  return refusalOf(await records.run(poll, 'p-1', 'hold', {}, { by }))
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
    refused: heldBy(cityActors.resident),
    details: {
      actor: 'res-1',
      type: 'polls.poll',
      action: 'hold',
      needs: ['supervisor'],
      who: { zh: '督办人', en: 'a supervisor' },
    },
    allowed: heldBy(cityActors.chief),
  },
]
