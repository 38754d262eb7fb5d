import { handling } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { staffTitle } from '../../src/delivery/staff-titles.js'
import { hearerOf, type StaffAudience } from '../../src/delivery/who-hears.js'
import type { RequestEvent } from '../../src/request/events.js'
import type { RequestFacts } from '../../src/request/facts.js'

const event = (type: string, data: object = {}) => ({ type: `request.${type}`, data }) as unknown as RequestEvent
const dueAt = Date.parse('2022-01-08T00:00:00+08:00')
const friday = '2022年1月7日（星期五）24:00 前'
const title = (type: string, data: object = {}, audience: StaffAudience = 'unit') =>
  staffTitle(event(type, data), 'q', audience).zh.slice('诉求 q '.length)

describe('the words to staff', () => {
  it.each([
    ['resumed', { lapsed: true }, '挂账期满，恢复办理'],
    ['resumed', {}, '已恢复办理'],
    ['rectificationOpened', { round: 2 }, '诉求人不满意，启动第 2 轮整改'],
    ['extensionDecided', { decision: 'granted' }, '延期已获批准'],
    ['extensionDecided', { decision: 'refused' }, '延期未获批准'],
    ['extensionDecided', { decision: 'lapsed' }, '延期逾期未批，时限不变'],
    ['absorbed', {}, '有诉求并入，请一并办理和答复'],
    ['absorbed', { dueAt }, `有诉求并入，请一并办理和答复，办理时限随之提前至${friday}`],
    ['released', {}, '有诉求撤销并案，另行办理'],
    ['released', { dueAt }, `有诉求撤销并案，另行办理，办理时限恢复为${friday}`],
    ['reclassified', {}, '已变更分类，办理时限不变'],
    ['reclassified', { dueAt }, `已变更分类，办理时限改为${friday}`],
    ['appealReviewed', { decision: 'granted' }, '申诉成立'],
    ['appealReviewed', { decision: 'refused' }, '申诉不成立'],
    ['appealReviewed', {}, '申诉尚须另一人审核'],
    ['dreamt', {}, '有新进展'],
  ])('say what became of it: %s %j', (type, data, words) => {
    expect(title(type, data)).toBe(words)
  })

  it('say it in English too, with the same day or none', () => {
    const english = (type: string, data: object) => staffTitle(event(type, data), 'q', 'unit').en
    expect(english('absorbed', {})).toBe('Request q now carries another request with it, to be answered together')
    for (const type of ['absorbed', 'released', 'reclassified'])
      expect(english(type, { dueAt })).toContain('7 January 2022')
    expect(english('released', {})).toBe('Request q carries another request no longer')
    expect(english('reclassified', {})).toBe('Request q has another category, the deadline stands')
  })

  it('are other words for the unit than for who looks after it, where that is another thing', () => {
    for (const type of ['claimExpired', 'supervised']) expect(title(type)).not.toBe(title(type, {}, 'supervisor'))
    expect(title('urged')).toBe(title('urged', {}, 'supervisor'))
  })

  it('name each deadline that an amended calendar moved, and the breach it cleared', () => {
    const move = { clock: 'resolve', before: { dueAt }, after: { dueAt: dueAt + 86_400_000 } }
    const moved = (breachCleared: boolean) =>
      title('calendarAmended', { notices: ['一', '二'], moved: [{ ...move, breachCleared }] })
    expect(moved(false)).toMatch(/^因节假日安排调整（一、二），.*由2022年1月7日.*改为2022年1月8日（星期六）24:00 前$/)
    expect(moved(true)).toMatch(/，超期记录撤销$/)
  })
})

const base = handling().facts
const area = '370281001'
const owned = (role: 'unit' | 'supervisor' | 'dispatcher'): RequestFacts => ({
  ...base,
  owner: { role, unit: 'housing' } as RequestFacts['owner'],
})
/** Who hears: unit, supervisor and desk, a dash for nobody. */
const heard = (type: string, facts: RequestFacts, data: object = {}) =>
  (['unit', 'supervisor', 'dispatcher'] as const)
    .map((audience) => hearerOf(audience, event(type, data), facts, () => area) ?? '-')
    .join(' ')

describe('who hears', () => {
  it.each(['urged', 'stateMapped', 'acted'])('of what has to be done (%s): whoever has to move', (type) => {
    expect((['unit', 'supervisor', 'dispatcher'] as const).map((role) => heard(type, owned(role)))).toEqual([
      'housing - -',
      `- ${area} -`,
      `- - ${area}`,
    ])
  })

  it.each([
    ['withdrawn', 'housing'],
    ['relocated', 'housing'],
    ['replied', '-'],
    ['unmerged', '-'],
  ])('of a step that takes it on or away (%s): who had to move, beside the unit', (type, unit) => {
    expect(heard(type, owned('unit'))).toBe(`${unit} - -`)
    expect(heard(type, owned('supervisor'))).toBe(`${unit} ${area} -`)
    expect(heard(type, owned('dispatcher'))).toBe(`${unit} - ${area}`)
  })

  it('of a return: the supervisor, and the desk when it has to move', () => {
    expect([heard('returned', owned('supervisor')), heard('returned', owned('dispatcher'))]).toEqual([
      `- ${area} -`,
      `- ${area} ${area}`,
    ])
  })

  it('of a decision on more time: the unit, and the supervisor when nobody decided', () => {
    expect(heard('extensionDecided', base, { decision: 'granted' })).toBe('housing - -')
    expect(heard('extensionDecided', base, { decision: 'lapsed' })).toBe(`housing ${area} -`)
  })

  it('of a check: the unit, when it was not passed', () => {
    expect([heard('checked', base, { passed: true }), heard('checked', base, { passed: false })]).toEqual([
      '- - -',
      'housing - -',
    ])
  })

  it('of a rating: the unit that answered a merged resident who is dissatisfied', () => {
    const leading = { request: 'q-2', unit: 'water' }
    expect(heard('rated', base, { meaning: 'dissatisfied', leading })).toBe('water - -')
    expect(heard('rated', base, { meaning: 'satisfied', leading })).toBe('- - -')
    expect(heard('rated', base, { meaning: 'dissatisfied' })).toBe('- - -')
  })

  it('of an appeal: the unit that appealed once it is decided, the supervisor while another has to review it', () => {
    const facts = {
      ...base,
      appeals: [
        { id: 'a1', unit: 'roads' },
        { id: 'a2', unit: 'water' },
      ] as unknown as RequestFacts['appeals'],
    }
    expect(heard('appealReviewed', facts, { appeal: 'a2', decision: 'granted' })).toBe('water - -')
    expect(heard('appealReviewed', facts, { appeal: 'a2' })).toBe(`- ${area} -`)
    expect(heard('appealLapsed', facts, { appeal: 'a2' })).toBe(`water ${area} -`)
    expect(heard('appealLapsed', facts, { appeal: 'a9' })).toBe(`- ${area} -`)
  })

  it('of a deadline: the unit that has to keep it; else the desk its own, and the supervisor any other', () => {
    expect(heard('warned', base, { clock: 'resolve' })).toBe('housing - -')
    expect(heard('warned', owned('dispatcher'), { clock: 'dispatch' })).toBe(`- - ${area}`)
    expect(heard('warned', owned('supervisor'), { clock: 'dispatch' })).toBe(`- ${area} -`)
    expect(heard('warned', owned('dispatcher'), { clock: 'extensionDecision' })).toBe(`- ${area} -`)
    expect(heard('overdue', base, { clock: 'resolve' })).toBe(`housing ${area} -`)
    expect(heard('overdue', owned('dispatcher'), { clock: 'dispatch' })).toBe(`- ${area} ${area}`)
  })

  it('of deadlines that moved: those who have to keep one of them; what residents have to do in time is theirs', () => {
    const moved = (...clocks: readonly string[]) => ({ moved: clocks.map((clock) => ({ clock })) })
    expect(heard('calendarAmended', base, moved('resolve'))).toBe('housing - -')
    expect(heard('calendarAmended', base, moved('extensionDecision', 'resolve'))).toBe(`housing ${area} -`)
    expect(heard('calendarAmended', owned('dispatcher'), moved('dispatch'))).toBe(`- - ${area}`)
    expect(heard('calendarAmended', owned('supervisor'), moved('rate', 'suspension'))).toBe('- - -')
    expect(heard('calendarAmended', base, moved())).toBe('- - -')
  })
})
