import { cityActors } from '@huiyin/testkit'
import { expect } from 'vitest'
import { monthPeriod } from '../../src/evaluation/period.js'
import { defaultLifecycle } from '../../src/request/lifecycle/default.js'
import type { OpenState } from '../../src/request/lifecycle/definition.js'
import { extendLifecycle } from '../../src/request/lifecycle/extend.js'
import type { HuiyinOptions } from '../../src/runtime/options/options.js'
import { defineSlaPolicy, type SlaPolicyInput } from '../../src/sla/policy.js'
import { corrected2027, notice2027 } from '../amendment/amended-city.js'
import { ownCommands } from '../own-commands.js'
import { admin, city, evaluator, report, streetAdmin, streetEvaluator } from './city.js'
import { type RefusalRow, refusalOf, type Said } from './row.js'

const amended =
  (options: object, ...before: readonly string[]) =>
  async (): Promise<Said | undefined> => {
    const { calendar } = await city()
    for (const notice of before) await calendar.amend(notice, admin)
    return refusalOf(
      (await calendar.amend(before.length === 0 ? notice2027 : corrected2027, options as never)) as never,
    )
  }
const number = '国办发明电〔2026〕9号'

const january = { period: monthPeriod('2022-01') }
const frozen =
  (day: string, options: object = evaluator, within: object = {}) =>
  async (): Promise<Said | undefined> => {
    const { evaluation, clock } = await city()
    clock.set(Date.parse(`${day}T00:00:00+08:00`))
    return refusalOf((await evaluation.freeze('completionRate', { ...january, ...within }, options as never)) as never)
  }
const frozenAgain = (answeredBetween: boolean) => async (): Promise<Said | undefined> => {
  const { evaluation, requests, clock } = await city()
  await requests.submit('q-1', report, { by: { id: 'res-1', kind: 'resident', grants: [] } })
  await requests.dispatch('q-1', { by: cityActors.desk })
  await requests.claim('q-1', { by: cityActors.housing })
  clock.set(Date.parse('2022-02-01T00:00:00+08:00'))
  await evaluation.freeze('completionRate', january, evaluator)
  if (answeredBetween) {
    await requests.reply('q-1', { text: '已更换阀门。' }, { by: cityActors.housing })
  }
  return refusalOf((await evaluation.freeze('completionRate', january, evaluator)) as never)
}

const adopted =
  (policy: SlaPolicyInput, options: object = admin, own: Partial<HuiyinOptions> = {}) =>
  async (): Promise<Said | undefined> => {
    const { policies } = await city(own)
    return refusalOf((await policies.adopt(policy, options as never)) as never)
  }
const surveyed: OpenState = {
  title: { zh: '勘查', en: 'survey' },
  step: 'handle',
  owner: 'unit',
  clocks: ['survey'],
  on: { finish: { target: 'closed' }, 'expire:survey': {} },
}
const surveying: Partial<HuiyinOptions> = {
  sla: defineSlaPolicy({ survey: { workingDays: 1 } }),
  lifecycle: extendLifecycle(defaultLifecycle, {
    states: { surveyed },
    on: { handling: { survey: { target: 'surveyed' } } },
  }),
  commands: ownCommands({ finish: ['unit'], survey: ['unit'] }),
}

/** Notices that come later, and figures that are set down. */
export const calendarRows: readonly RefusalRow[] = [
  {
    code: 'calendar-amend-not-permitted',
    policy: 'only a system administrator of the whole city applies a notice',
    refused: amended({ by: streetAdmin }),
    details: { actor: 'staff-street', needs: ['systemAdmin'], who: { zh: '系统管理员', en: 'a system administrator' } },
    allowed: amended(admin),
  },
  {
    code: 'calendar-notice-contradicts',
    policy: 'a notice that gives other days names the one it replaces',
    refused: amended(admin, notice2027),
    details: { year: 2027, notice: '国办发明电〔2026〕10号', inForce: number, days: ['2027-01-04', '2027-01-09'] },
    allowed: amended({ ...admin, replaces: number }, notice2027),
  },
  {
    code: 'calendar-notice-not-in-force',
    policy: 'what a notice replaces is in force',
    refused: amended({ ...admin, replaces: '国办发明电〔2026〕8号' }, notice2027),
    details: { year: 2027, replaces: '国办发明电〔2026〕8号', inForce: number },
    allowed: amended({ ...admin, replaces: number }, notice2027),
  },
  {
    code: 'policy-not-permitted',
    policy: 'only a system administrator of the whole city adopts time limits',
    refused: adopted({}, { by: streetAdmin }),
    details: { actor: 'staff-street', needs: ['systemAdmin'], who: { zh: '系统管理员', en: 'a system administrator' } },
    allowed: adopted({}),
  },
  {
    code: 'policy-day-passed',
    policy: 'time limits do not reach back',
    refused: adopted({}, { ...admin, from: '2022-01-03' }),
    details: { from: '2022-01-03', today: '2022-01-04' },
    allowed: adopted({}, { ...admin, from: '2022-01-04' }),
  },
  {
    code: 'policy-clocks-missing',
    policy: 'every clock that the city runs has a limit',
    refused: adopted({}, admin, surveying),
    details: { clocks: ['survey'] },
    allowed: adopted({ survey: { workingDays: 2 } }, admin, surveying),
  },
  {
    code: 'freeze-not-permitted',
    policy: 'an evaluator freezes the figures of their own area',
    refused: frozen('2022-02-01', { by: streetEvaluator }),
    details: { actor: 'staff-street', needs: ['evaluator'], who: { zh: '考核人员', en: 'an evaluator' } },
    allowed: frozen('2022-02-01', { by: streetEvaluator }, { within: '370281001' }),
  },
  {
    code: 'period-not-over',
    policy: 'figures are frozen when their period is over',
    refused: frozen('2022-01-31'),
    details: { to: '2022-02-01', cutoffHour: 0 },
    allowed: frozen('2022-02-01'),
  },
  {
    code: 'figures-already-frozen',
    policy: 'frozen figures are not changed by freezing again',
    refused: frozenAgain(true),
    details: {
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      frozenAt: Date.parse('2022-02-01T00:00:00+08:00'),
    },
    allowed: frozenAgain(false),
  },
]
