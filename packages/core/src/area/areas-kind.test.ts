import { describe, expect, it } from 'vitest'
import { defaultAuthority } from '../authority/authority.js'
import type { Actor } from '../contracts/actor.js'
import type { AreaLevel, AreaRow } from './area.js'
import type { AreaEvent, AreaStep, NewAreaEvent } from './area-events.js'
import { type AreasCommand, type AreasFacts, areasKind } from './areas-kind.js'
import { type AreaHistory, emptyAreaHistory } from './history.js'

const row = (code: string, level: AreaLevel, parent: string | null, name = code): AreaRow => ({
  code,
  name,
  level,
  parent,
})
const [north, south] = ['370281001', '370281002']
const rows: readonly AreaRow[] = [
  row('370281', 'county', null),
  row(north, 'town', '370281', '北街道'),
  row(south, 'town', '370281', '南街道'),
  row('370281001001', 'community', north, '一社区'),
  row('370281001002', 'community', north, '二社区'),
  row('370281002001', 'community', south, '一社区'),
  row('370281002002', 'community', south, '三社区'),
]
/** So long after the beginning of 2026. */
const at = (ms: number) => 1_767_196_800_000 + ms
const stored = (drafts: readonly NewAreaEvent[]): AreaEvent[] =>
  drafts.map((draft, i) => ({ ...draft, seq: i + 1, at: at(i), by: { id: 'a', kind: 'staff' } }))
const imported: NewAreaEvent = { type: 'areas.imported', data: { rows } }
const scheduled = (change: string, effectiveFrom: number, ...steps: AreaStep[]): NewAreaEvent => ({
  type: 'areas.changeScheduled',
  data: { change, effectiveFrom: at(effectiveFrom), steps },
})
const rename = (code: string, name: string): AreaStep => ({ name: 'redraw', code, change: { name } })
const move = (code: string, parent: string): AreaStep => ({ name: 'redraw', code, change: { parent } })
const admin = (area: string): Actor => ({ id: 'admin', kind: 'staff', grants: [{ role: 'systemAdmin', area }] })

/** What the record decides at an instant, after these events. */
function decided(command: AreasCommand, drafts: readonly NewAreaEvent[] = [], by: Actor = admin('370281'), now = 500) {
  const history: AreaHistory = emptyAreaHistory.apply(stored([imported, ...drafts]))
  const rules = { codes: () => undefined, kinds: ['residential'] }
  const decision = areasKind.decide(undefined, command, {
    now: at(now),
    by,
    history,
    rules,
    authority: defaultAuthority,
  } as never)
  return 'refusal' in decision ? decision.refusal : decision.events
}
const codeOf = (answer: ReturnType<typeof decided>) => ('code' in answer ? answer.code : 'ok')
const dated = (step: AreaStep, effectiveFrom: number) => ({ ...step, effectiveFrom: at(effectiveFrom) }) as AreasCommand

describe('the facts of the area record', () => {
  const factsOf = (...drafts: readonly NewAreaEvent[]) =>
    stored(drafts).reduce<AreasFacts | undefined>((facts, event) => areasKind.evolve(facts, event), undefined)

  it('count what was ever added and retired', () => {
    const [east, west] = [row('370281001003', 'community', north), row('370281001004', 'community', north)]
    const counts = (event: NewAreaEvent) => {
      const { added, retired } = factsOf(imported, event) as AreasFacts
      return [added - rows.length, retired]
    }
    expect(counts({ type: 'areas.split', data: { from: north, into: [east, west], oldPath: '' } })).toEqual([2, 1])
    const merge = { from: ['370281001001', '370281001002'], into: east, oldPaths: [] }
    expect(counts({ type: 'areas.merged', data: merge })).toEqual([1, 2])
    expect(counts({ type: 'areas.merged', data: { ...merge, kept: true } })).toEqual([0, 2])
    expect(counts({ type: 'areas.retired', data: { code: north, into: south, oldPath: '' } })).toEqual([0, 1])
    const codes = [east, west].map((into) => ({ from: into.code, into, oldPath: '' }))
    expect(counts({ type: 'areas.recoded', data: { codes } })).toEqual([2, 2])
    expect(counts({ type: 'areas.redrawn', data: { code: north, change: {}, oldPath: '' } })).toEqual([0, 0])
    expect(counts({ type: 'areas.flooded', data: {} } as never)).toEqual([0, 0])
    const twice = { type: 'areas.retired', data: { code: north, into: south, oldPath: '' } } as const
    expect(factsOf(imported, twice, twice)?.retired).toBe(2)
  })

  it('keep the first instant and the last number', () => {
    expect(factsOf(imported, imported)).toEqual({ revision: 2, createdAt: at(0), added: 14, retired: 0 })
  })

  it('name the changes that wait for their day, until they took effect or were called off', () => {
    const waiting = [scheduled('a', 1000), scheduled('b', 2000)]
    expect(factsOf(imported, ...waiting)?.pending).toEqual([
      { id: 'a', effectiveFrom: at(1000) },
      { id: 'b', effectiveFrom: at(2000) },
    ])
    for (const type of ['areas.changeTookEffect', 'areas.changeCancelled'] as const) {
      expect(factsOf(...waiting, { type, data: { change: 'a' } })?.pending).toEqual([
        { id: 'b', effectiveFrom: at(2000) },
      ])
      expect(factsOf(scheduled('a', 1000), { type, data: { change: 'a' } })).not.toHaveProperty('pending')
    }
  })

  it('are never open, and due when a change is', () => {
    const facts = factsOf(imported, scheduled('a', 1000), scheduled('b', 2000)) as AreasFacts
    expect(areasKind.index(facts)).toEqual({ status: 'current', open: false, createdAt: at(0) })
    expect(areasKind.deadlines?.(facts)).toEqual([
      { name: 'a', at: at(1000) },
      { name: 'b', at: at(2000) },
    ])
    const due = (deadline: string, now: number) => areasKind.onDue?.(facts, deadline, at(now))
    expect(due('a', 1000)).toEqual({ name: 'takeEffect' })
    expect([due('a', 999), due('b', 1000), due('c', 5000)]).toEqual([undefined, undefined, undefined])
    expect(areasKind.deadlines?.(factsOf(imported) as AreasFacts)).toEqual([])
  })
})

describe('a change decided ahead', () => {
  it('is for a time to come', () => {
    expect(codeOf(decided(dated(rename(north, '新名'), 500)))).toBe('area-date-past')
    expect(decided(dated(rename(north, '新名'), 501))).toEqual([scheduled('change-2', 501, rename(north, '新名'))])
  })

  it('builds on those of an earlier day and of the same, and not on those after it', () => {
    const recode: AreaStep = { name: 'recode', code: north, to: '370281009' }
    const renamed = rename('370281009', '新名')
    expect(codeOf(decided(dated(renamed, 1000), [scheduled('a', 1000, recode)]))).toBe('ok')
    expect(codeOf(decided(dated(renamed, 999), [scheduled('a', 1000, recode)]))).toBe('area-not-in-force')
    expect(codeOf(decided(renamed, [scheduled('a', 1000, recode)]))).toBe('area-not-in-force')
  })

  it('must stay possible: what would spoil one that waits is refused', () => {
    const retire: AreaStep = { name: 'retire', code: '370281001001' }
    const waits = scheduled('a', 1000, rename('370281001001', '新名'))
    expect(decided(retire, [waits])).toMatchObject({ code: 'area-change-clashes', details: { change: 'a' } })
    expect(codeOf(decided(dated(retire, 1000), [waits]))).toBe('ok')
    expect(codeOf(decided({ ...retire, code: '370281001002' } as AreasCommand, [waits]))).toBe('ok')
  })

  it('that changes nothing is not kept', () => {
    expect(decided(dated(rename(north, '北街道'), 1000))).toEqual([])
  })

  it('has the number of its event in its name, after those that are due are written out', () => {
    const events = decided(dated(rename(south, '新名'), 1000), [scheduled('a', 400, rename(north, '新北'))])
    expect((events as readonly NewAreaEvent[]).map(({ type }) => type)).toEqual([
      'areas.changeTookEffect',
      'areas.redrawn',
      'areas.changeScheduled',
    ])
    expect((events as readonly NewAreaEvent[])[2]).toMatchObject({ data: { change: 'change-5' } })
  })

  it('takes effect when its instant has come, and nothing before', () => {
    const waits = scheduled('a', 500, rename(north, '新名'))
    expect(decided({ name: 'takeEffect' }, [waits])).toMatchObject([
      { type: 'areas.changeTookEffect', data: { change: 'a' } },
      { type: 'areas.redrawn', data: { code: north, effectiveFrom: at(500) } },
    ])
    expect(decided({ name: 'takeEffect' }, [waits], undefined, 499)).toEqual([])
  })
})

describe('calling off a change', () => {
  const first = scheduled('first', 1000, move('370281002002', north))
  const second = scheduled('second', 2000, rename('370281002002', '新名'))

  it('is for whoever might decide it, on the areas as the changes before it leave them', () => {
    expect(decided({ name: 'cancel', change: 'second' }, [first, second], admin(north))).toEqual([
      { type: 'areas.changeCancelled', data: { change: 'second' } },
    ])
    expect(codeOf(decided({ name: 'cancel', change: 'second' }, [first, second], admin(south)))).toBe(
      'area-change-not-permitted',
    )
    expect(codeOf(decided({ name: 'cancel', change: 'first' }, [first], admin(north)))).toBe(
      'area-change-not-permitted',
    )
    expect(codeOf(decided({ name: 'cancel', change: 'first' }, [first]))).toBe('ok')
  })

  it('that nobody might decide any more is for an admin of the whole', () => {
    const gone = scheduled('gone', 1000, rename('370281009', '新名'))
    expect(codeOf(decided({ name: 'cancel', change: 'gone' }, [gone]))).toBe('ok')
    expect(decided({ name: 'cancel', change: 'gone' }, [gone], admin(north))).toMatchObject({
      code: 'area-change-not-permitted',
      details: { areas: ['370281'] },
    })
  })

  it('is refused for one that does not wait, or that another rests on', () => {
    expect(codeOf(decided({ name: 'cancel', change: 'third' }, [first, second]))).toBe('area-change-unknown')
    const recode = scheduled('recode', 1000, { name: 'recode', code: north, to: '370281009' })
    const rests = scheduled('rests', 2000, rename('370281009', '新名'))
    expect(codeOf(decided({ name: 'cancel', change: 'recode' }, [recode, rests]))).toBe('area-change-clashes')
  })
})

describe('names that look the same', () => {
  it('are refused where somebody names or places an area, also by several steps', () => {
    expect(decided(rename('370281001002', '一 社区'))).toMatchObject({
      code: 'area-name-repeated',
      details: { code: '370281001002', other: '370281001001' },
    })
    expect(codeOf(decided(move('370281002001', north)))).toBe('area-name-repeated')
    expect(codeOf(decided(move('370281002002', north)))).toBe('ok')
    const steps = [rename(south, '新南'), rename('370281001002', '一社区')]
    expect(codeOf(decided({ name: 'reform', steps, digest: 'd', planned: 'd' }))).toBe('area-name-repeated')
    const freed = [rename('370281001002', '一社区'), rename('370281001001', '四社区')]
    expect(codeOf(decided({ name: 'reform', steps: freed, digest: 'd', planned: 'd' }))).toBe('ok')
  })

  it('are refused for what a split or a merge puts there', () => {
    const into = [row('370281001003', 'community', north, '二社区'), row('370281001004', 'community', north, '四社区')]
    expect(codeOf(decided({ name: 'split', from: '370281001001', into }))).toBe('area-name-repeated')
    const from = ['370281002001', '370281002002']
    const merged = (name: string): AreasCommand => ({
      name: 'merge',
      from,
      into: row('370281001003', 'community', north, name),
    })
    expect(codeOf(decided(merged('二社区')))).toBe('area-name-repeated')
    expect(codeOf(decided(merged('三社区')))).toBe('ok')
  })

  it('may meet where areas follow another one, and then stay', () => {
    const town: AreasCommand = { name: 'merge', from: [south], into: north }
    expect(codeOf(decided(town))).toBe('ok')
    const met: NewAreaEvent[] = [
      { type: 'areas.redrawn', data: { code: '370281002001', change: { parent: north }, oldPath: '', follows: true } },
    ]
    expect(codeOf(decided({ name: 'redraw', code: '370281002001', change: { kind: 'residential' } }, met))).toBe('ok')
    expect(codeOf(decided({ name: 'merge', from: ['370281001002'], into: '370281001001' }, met))).toBe('ok')
    expect(codeOf(decided(rename('370281002001', '一社区 '), met))).toBe('area-name-repeated')
  })
})

describe('a plan', () => {
  it('is applied as it was read', () => {
    const steps = [rename(north, '新名')]
    expect(decided({ name: 'reform', steps, digest: 'now', planned: 'then' })).toMatchObject({
      code: 'area-plan-changed',
      details: { digest: 'now', planned: 'then' },
    })
  })
})
