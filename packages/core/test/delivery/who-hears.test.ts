import {
  dispatched,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/contracts/actor.js'
import { staffTitle } from '../../src/delivery/staff-titles.js'
import { hearerOf, whoHears } from '../../src/delivery/who-hears.js'
import type { RequestCommand } from '../../src/request/commands.js'
import type { RequestContext } from '../../src/request/context.js'
import type { RequestEvent } from '../../src/request/events.js'
import { evolve } from '../../src/request/evolve.js'
import { requestEventTypes } from '../../src/request/views/event-titles.js'
import { toldToResident } from '../../src/request/views/steps.js'

type Walk = ReturnType<typeof handling>
const street = '370281001'
const audiences = ['unit', 'dispatcher', 'supervisor', 'person'] as const

/** Which staff hear of a command: `audience to: title`. The walk stays where it is. */
function heard(walk: Walk, by: Actor, command: RequestCommand, more: Partial<RequestContext> = {}): string[] {
  const decision = walk.decide(by, command, more)
  if ('refusal' in decision) throw new Error(decision.refusal.code)
  let facts = walk.facts
  return decision.events.flatMap((drafted) => {
    const event = { ...drafted, seq: facts.version + 1, at: walk.now, by } as unknown as RequestEvent
    facts = evolve(facts, event)
    return audiences.flatMap((audience) => {
      const to = hearerOf(audience, event, facts, ({ supervision }) => (supervision > 1 ? '370281' : street))
      return to === undefined ? [] : [`${audience} ${to}: ${staffTitle(event, 'q-1', audience).zh.slice(7)}`]
    })
  })
}

const other = { ...scenario().facts, id: 'q-2' }
const withHelper = () => handling().do(handler, 'assignCoHandler', { unit: 'water' })

describe('the unit a request is taken from hears it', () => {
  it('when the desk transfers it to another', () => {
    expect(heard(handling(), dispatcher, { name: 'transfer', input: { unit: 'water' } })).toEqual([
      'unit housing: 已转由其他单位办理，无须再办',
      'unit water: 已转派至本单位，请认领',
    ])
  })

  it('when it slept through the time to claim', () => {
    const walk = dispatched().at('2022-01-05 18:00')
    expect(heard(walk, system, { name: 'expire', input: { clock: 'claim' } })).toEqual([
      'unit housing: 逾期未认领，已退回上级改派',
      `supervisor ${street}: 逾期未认领，请改派`,
    ])
  })

  it('when supervision takes a hand in it', () => {
    expect(heard(handling(), supervisor, { name: 'supervise', input: {} })).toEqual([
      'unit housing: 已由上级督办',
      `supervisor ${street}: 请督办`,
    ])
  })

  it('when it is merged, split, withdrawn or closed by order', () => {
    const parts = [
      { category: 'heating', description: sealed },
      { category: 'works', description: sealed },
    ]
    expect(heard(handling(), dispatcher, { name: 'merge', input: { into: 'q-2' } }, { other })).toEqual([
      'unit housing: 已并案，无须单独办理',
    ])
    expect(heard(handling(), dispatcher, { name: 'split', input: { parts } })).toEqual(['unit housing: 已拆分为多件'])
    expect(heard(handling(), resident, { name: 'withdraw', input: {} })).toEqual([
      'unit housing: 诉求人已撤单，无须再办',
    ])
    expect(heard(handling(), supervisor, { name: 'forceClose', input: { reason: sealed } })).toEqual([
      'unit housing: 已强制结案',
    ])
  })

  it('when areas change under it', () => {
    const areas = {
      revision: 2,
      has: () => true,
      successorOf: (code: string) => code,
      inheritorsOf: (code: string) => [code],
      isWithin: () => true,
    }
    const moved = { areas: { ...areas, path: (code: string) => `${code}/`, ladder: () => [street, '370281'] } }
    const relocate = { name: 'relocate', input: { area: '370281001001002' } } as const
    expect(heard(handling(), system, relocate, moved)).toEqual(['unit housing: 归属区划已调整'])
    expect(heard(scenario(), system, relocate, moved)).toEqual([`dispatcher ${street}: 归属区划已调整`])
  })

  it('when it is reclassified, since its deadline is another then', () => {
    expect(heard(handling(), dispatcher, { name: 'reclassify', input: { category: 'works' } })).toEqual([
      'unit housing: 已变更分类，办理时限改为2022年1月11日（星期二）24:00 前',
    ])
  })

  it('but not the unit that gives it back itself', () => {
    expect(heard(handling(), handler, { name: 'returnBack', input: { reason: sealed } })).toEqual([
      `supervisor ${street}: 被退单，请改派`,
    ])
  })
})

describe('co-handlers', () => {
  it('hear that their help is no longer needed, once, when the request ends without it', () => {
    expect(heard(withHelper(), resident, { name: 'withdraw', input: {} })).toEqual([
      'unit water: 无须再协办',
      'unit housing: 诉求人已撤单，无须再办',
    ])
    const walk = withHelper().do(resident, 'withdraw', {})
    expect(walk.facts.coHandlers).toMatchObject([{ unit: 'water', relievedAt: walk.now }])
  })

  it('that have answered hear of no end', () => {
    const walk = withHelper().do(partner, 'coReply', { unit: 'water', text: sealed })
    expect(heard(walk, resident, { name: 'withdraw', input: {} })).toEqual(['unit housing: 诉求人已撤单，无须再办'])
  })

  it('that take the lead are not told that they are free', () => {
    expect(heard(withHelper(), dispatcher, { name: 'transfer', input: { unit: 'water' } })).toEqual([
      'unit housing: 已转由其他单位办理，无须再办',
      'unit water: 已转派至本单位，请认领',
    ])
  })

  it('are waited for by the unit in charge, which hears their answer', () => {
    expect(heard(withHelper(), partner, { name: 'coReply', input: { unit: 'water', text: sealed } })).toEqual([
      'unit housing: 协办单位已答复',
    ])
  })
})

describe('the unit', () => {
  it('whose suspension ran out, or was ended by another, hears that its deadline runs again', () => {
    const walk = handling().do(handler, 'suspend', { reasonCode: 'season' })
    expect(heard(walk, dispatcher, { name: 'resume', input: {} })).toEqual(['unit housing: 已恢复办理'])
    walk.at('2022-03-01 09:00')
    expect(heard(walk, system, { name: 'expire', input: { clock: 'suspension' } })).toEqual([
      'unit housing: 挂账期满，恢复办理',
    ])
  })

  it('that appealed hears what became of it', () => {
    const charged = () =>
      handling()
        .do(handler, 'returnBack', { reason: sealed })
        .do(handler, 'appeal', { about: 'return', reason: sealed })
    const review = (approve: boolean) => ({ name: 'reviewAppeal', input: { appeal: 'a1', approve } }) as const
    expect(heard(charged(), supervisor, review(false))).toEqual(['unit housing: 申诉不成立'])
    expect(heard(charged(), supervisor, review(true))).toEqual([`supervisor ${street}: 申诉尚须另一人审核`])
    const lapsed = charged().at('2022-02-01 09:00')
    expect(heard(lapsed, system, { name: 'expire', input: { clock: 'appealReview/a1' } })).toEqual([
      'unit housing: 申诉逾期未审，已失效',
      `supervisor ${street}: 申诉逾期未审，已失效`,
    ])
  })

  it('and the supervisor both hear of an extension nobody decided on', () => {
    const walk = handling().do(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed })
    walk.at('2022-01-06 09:00')
    expect(heard(walk, system, { name: 'expire', input: { clock: 'extensionDecision' } })).toEqual([
      'unit housing: 延期逾期未批，时限不变',
      `supervisor ${street}: 延期逾期未批，时限不变`,
    ])
  })

  it('hears when another request comes into its own, and when it leaves', () => {
    expect(heard(handling(), system, { name: 'absorb', input: { from: 'q-2' } })).toEqual([
      'unit housing: 有诉求并入，请一并办理和答复',
    ])
    const walk = handling().do(system, 'absorb', { from: 'q-2' })
    expect(heard(walk, system, { name: 'release', input: { from: 'q-2' } })).toEqual([
      'unit housing: 有诉求撤销并案，另行办理',
    ])
  })
})

describe('the desk', () => {
  it('hears a new report, and one that comes back to it', () => {
    const fresh = scenario()
    const submitted = { type: 'request.submitted', data: {} } as RequestEvent
    expect(hearerOf('dispatcher', submitted, fresh.facts, () => street)).toBe(street)
    const merged = scenario().do(dispatcher, 'merge', { into: 'q-2' }, { other })
    expect(heard(merged, dispatcher, { name: 'unmerge', input: {} })).toEqual([
      `dispatcher ${street}: 已撤销并案，请派单`,
    ])
  })

  it('is the one that is urged while the request waits for it, and hears that it was withdrawn', () => {
    expect(heard(scenario(), resident, { name: 'urge', input: {} })).toEqual([
      `dispatcher ${street}: 被催办，请抓紧办理`,
    ])
    expect(heard(handling(), resident, { name: 'urge', input: {} })).toEqual(['unit housing: 被催办，请抓紧办理'])
    expect(heard(scenario(), resident, { name: 'withdraw', input: {} })).toEqual([
      `dispatcher ${street}: 诉求人已撤单，无须再办`,
    ])
  })

  it('hears that its own deadline passed, and so does the supervisor', () => {
    const walk = scenario().at('2022-01-05 18:00')
    expect(heard(walk, system, { name: 'expire', input: { clock: 'dispatch' } })).toEqual([
      `dispatcher ${street}: 已超期（红牌）`,
      `supervisor ${street}: 已超期（红牌）`,
    ])
  })
})

describe('the table of who hears of what', () => {
  it('has a row for every type of event, and says why where nobody of the staff hears', () => {
    expect(Object.keys(whoHears).toSorted()).toEqual([...requestEventTypes].toSorted())
    for (const [type, row] of Object.entries(whoHears))
      expect(
        audiences.some((each) => row[each] !== undefined),
        type,
      ).toBe(row.because === undefined)
  })

  it('has words of their own for everything staff hear of', () => {
    const fallback = '有新进展'
    const data = {
      unit: 'housing',
      round: 1,
      level: 1,
      area: street,
      clock: 'resolve',
      dueAt: Date.parse('2022-01-08'),
      decision: 'granted',
      notices: ['国办发明电〔2026〕9号'],
      moved: [],
    }
    for (const [type, row] of Object.entries(whoHears))
      for (const audience of audiences)
        if (row[audience] !== undefined)
          expect(staffTitle({ type, data } as unknown as RequestEvent, 'q', audience).zh, type).not.toBe(
            `诉求 q ${fallback}`,
          )
  })

  it('tells nobody of an event of a newer version', () => {
    const later = { type: 'request.dreamt', data: {} } as unknown as RequestEvent
    for (const audience of audiences) expect(hearerOf(audience, later, handling().facts, () => street)).toBeUndefined()
    const name = () => ({ zh: '', en: '' })
    const names = { unit: name, area: name, pauseReason: name }
    expect(toldToResident(later, names)).toBeUndefined()
  })
})
