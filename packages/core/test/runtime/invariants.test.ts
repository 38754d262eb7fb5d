import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock, simulatedIds } from '@huiyin/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBusinessHours } from '../../src/calendar/business-hours.js'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { instantOf } from '../../src/calendar/date.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { isHuiyinError } from '../../src/errors.js'
import { measures, talliesOf } from '../../src/evaluation/measures/measures.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { refOf } from '../../src/record/bucket.js'
import type { RequestFacts } from '../../src/request/facts.js'
import { storedRequests } from '../../src/request/packing/stored-requests.js'
import { ownClock } from '../../src/request/questions.js'
import type { CommandPreview } from '../../src/request/reading/preview.js'
import type { RequestResult } from '../../src/request/result.js'
import type { Huiyin } from '../../src/runtime/huiyin.js'
import { requestKind } from '../../src/runtime/request-kind.js'
import { defaultSlaPolicy } from '../../src/sla/policy.js'
import { areaWalk } from '../area-walk.js'
import { runs } from '../runs.js'

type Step = {
  readonly at: number
  readonly command: string
  readonly who: keyof typeof actors
  readonly pick: number
  readonly input: unknown
}

const inputs: Readonly<Record<string, readonly unknown[]>> = {
  submit: [{ category: 'heating' }, { category: 'works' }, { category: 'leak' }, { category: 'none' }],
  dispatch: [{}, { unit: 'water' }, { unit: 'nobody' }, { coHandlers: ['water'] }, { pool: ['housing', 'water'] }],
  claim: [{}],
  returnBack: [{ reason: '非本单位职责' }],
  transfer: [{ unit: 'water' }, { unit: 'housing' }],
  assignCoHandler: [{ unit: 'water' }],
  coReply: [
    { unit: 'water', text: '已配合' },
    { unit: 'housing', text: '已配合' },
  ],
  suspend: [{ reasonCode: 'season' }, { reasonCode: 'none' }],
  resume: [{}],
  requestExtension: [
    { by: { workingDays: 2 }, reason: '协调' },
    { by: { workingDays: 11 }, reason: '协调' },
  ],
  decideExtension: [{ granted: true }, { granted: false }],
  reply: [{ text: '已处理' }],
  check: [{ passed: true }, { passed: false }],
  rate: [{ grade: 5 }, { grade: 3 }, { grade: 1 }, { grade: 9 }],
  followUp: [
    { reached: false },
    { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' },
    { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' },
  ],
  urge: [{}],
  supervise: [{}],
  decline: [{ reasonCode: 'scope', reason: '不属受理范围' }],
  void: [{ reason: '重复' }],
  withdraw: [{}],
  merge: [{}],
  unmerge: [{}],
  split: [
    {
      parts: [
        { category: 'heating', description: '甲' },
        { category: 'works', description: '乙' },
      ],
    },
  ],
  forceClose: [{ reason: '客观条件限制' }],
  reclassify: [{ category: 'works' }, { urgency: 'urgent' }, { urgency: null }, { area: '370281001002001' }],
  answerOnTheSpot: [{ text: '当场答复' }],
  appeal: [
    { about: 'overdue', reason: '不可抗力' },
    { about: 'return', reason: '非职责' },
    { about: 'rating', reason: '当日停电' },
  ],
  reviewAppeal: [{ appeal: 'a1', approve: true }],
  askReopen: [{ reason: '又不热了' }],
  decideReopen: [
    { granted: true, reason: '属实' },
    { granted: false, reason: '已答复' },
  ],
  reopen: [{ reason: '抽查' }],
  assign: [{}, { to: 'officer-7', reason: '跟进' }, { to: null }],
  reveal: [{ fields: ['phone'], reason: '约定上门时间' }],
  eraseTexts: [{ basis: 'retentionEnded' }],
}

// Who most often may do it, so that histories go deep; now and then somebody else tries.
const usual: Readonly<Record<string, keyof typeof actors>> = {
  submit: 'resident', claim: 'housing', reveal: 'housing', returnBack: 'housing', suspend: 'housing', resume: 'housing', requestExtension: 'housing', reply: 'housing', assign: 'housing',
  coReply: 'water', rate: 'resident', askReopen: 'resident', withdraw: 'resident', decideExtension: 'chief', forceClose: 'chief', supervise: 'chief', reviewAppeal: 'deputy', appeal: 'housing', eraseTexts: 'securityAdmin',
} // biome-ignore format: a table

// Ends are rare and the way there is common, so that histories go deep; hours pass mostly, days now and then.
const rare = ['withdraw', 'void', 'decline', 'split', 'merge', 'forceClose', 'eraseTexts']
const common = [
  'dispatch',
  'claim',
  'reply',
  'check',
  'rate',
  'tick',
  'suspend',
  'returnBack',
  'followUp',
  'coReply',
  'requestExtension',
]
const names = Object.keys(inputs).filter((name) => !rare.includes(name))
const step: fc.Arbitrary<Step> = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...common) },
      { weight: 8, arbitrary: fc.constantFrom(...names) },
      { weight: 1, arbitrary: fc.constantFrom(...rare) },
      { weight: 1, arbitrary: fc.constant('changeAreas') },
    ),
    fc.integer({ min: 0, max: 1e6 }),
    fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 60 }) },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 240 * 60 }) },
    ),
    fc.integer({ min: 0, max: 14 }),
  )
  .map(([command, pick, minutes, luck]) => {
    const choices = inputs[command] ?? [{}]
    const names = Object.keys(actors) as (keyof typeof actors)[]
    const who = luck === 0 ? (names[pick % names.length] as keyof typeof actors) : (usual[command] ?? 'desk')
    return { command, pick, at: minutes * 60_000, who, input: choices[pick % choices.length] }
  })

type Run = (id: string, input: unknown, options: object) => Promise<RequestResult>

function notFound(error: unknown): undefined {
  if (!isHuiyinError(error, 'not-found')) throw error
}

// a preview says what the command comes to; whoever may not read the request is told nothing
async function expectAsSaid(
  said: CommandPreview | undefined,
  result: RequestResult,
  { requests }: Huiyin,
): Promise<void> {
  if (said === undefined) expect(result.ok).toBe(false)
  if (said === undefined) return
  expect(said.ok || said.refusal).toEqual(result.ok || result.refusal)
  if (!said.ok || !result.ok) return
  const steps = await requests.timeline(result.request.id, { by: actors.desk })
  // What core did of itself then, such as answering what is merged, is said of no command.
  const own = steps.filter(({ seq }) => result.events.some((event) => event.seq === seq))
  if (said.steps.length > 0) expect(said.steps).toEqual(own.map((step) => ({ ...step, texts: [] })))
  expect(said.open).toBe(result.request.open)
  expect(said.deadline?.dueAt).toBe(result.request.open ? ownClock(result.request)?.dueAt : undefined)
}

interface Read {
  readonly facts: RequestFacts
  readonly version: number
}

async function play(storage: Storage, steps: readonly Step[]): Promise<Read[]> {
  const clock = simulatedClock(Date.parse('2022-01-04T09:00:00+08:00'))
  const ids7 = simulatedIds(7)
  const staleIds = { ...ids7, next: (type: string) => `stale-${ids7.next(type)}` }
  const huiyin = createHuiyin({ storage, platform: { clock, ids: simulatedIds(7) } })
  await huiyin.start()
  await seedCity(huiyin)
  // A second process that never looks: what it accepts rests on the areas as they were when it started.
  const stale = createHuiyin({ storage, platform: { clock, ids: staleIds } })
  await stale.start()
  const areas = areaWalk(clock.now)
  const towns = ['370281001', '370281002']
  const ids: string[] = []
  for (const { command, who, pick, at, input } of [
    { command: 'submit', who: 'resident', pick: 0, at: 0, input: { category: 'heating' } } as Step,
    ...steps,
  ]) {
    clock.advance(at)
    const process = pick % 3 === 0 ? stale : huiyin
    if (command === 'tick') await huiyin.tick()
    else if (command === 'changeAreas') await areas.change(pick % 7 === 0 ? stale : huiyin, pick)
    else if (command === 'submit') {
      const area = process === stale ? cityGrid : areas.codeFor(huiyin, pick >> 2)
      const report = { ...(input as { category: string }), area, description: '诉求' }
      const result = await process.requests.submit(report, { by: actors[who] })
      if (result.ok) ids.push(result.request.id)
    } else {
      const id = ids[pick % ids.length] as string
      const run = (process.requests as unknown as Record<string, Run>)[command] as Run
      const given = command === 'merge' ? { into: ids[(pick >> 4) % ids.length] } : input
      const by = { by: actors[who] }
      const said = await process.requests.preview(id, command as 'urge', given as object, by).catch(notFound)
      await expectAsSaid(said, await run(id, given, by), process)
    }
  }
  // No open request is invisible to those in charge, whichever process accepted it into whichever grid.
  clock.advance(5 * 60_000)
  await huiyin.tick()
  for (const id of ids) {
    const { facts } = await huiyin.requests.forStaff(id, { by: actors.desk })
    if (!facts.open) continue
    const path = huiyin.areas.tree().path(facts.area)
    expect(facts.areaPath, `${id} is stranded`).toBe(path)
    expect(path, `${id} lies in an area that is not in force`).not.toBe('')
    // Nor to whoever was in charge of the street by the code it had in the beginning.
    const seen = towns.map((area) => {
      const by = { id: 'staff-town', kind: 'staff', grants: [{ role: 'dispatcher', area }] } as const
      return huiyin.requests.forStaff(id, { by }).then(
        () => true,
        () => false,
      )
    })
    if (facts.areaPath !== '370281/') expect(await Promise.all(seen), `${id} at ${path}`).toContain(true)
  }
  // What the laws are about, read back through the storage itself.
  const calendar = createWorkCalendar({ unpublished: 'provisional' })
  const hours = createBusinessHours(calendar)
  const editions = (await storage.load(refOf('editions', 'main'))).record
  const stored = storedRequests(editions?.body)
  const kind = requestKind(measures, () => ({ calendar, hours, policy: defaultSlaPolicy }))
  const reads: Read[] = []
  const sums = new Map<string, number>()
  const page = await storage.find({ type: 'request', limit: 500 })
  for (const record of page.items) {
    const facts = stored.facts(record.body)
    reads.push({ facts, version: record.version })
    const events = await storage.history(record, { after: 0, limit: 1000 })
    // version = number of events
    expect(events.map((event) => event.seq)).toEqual(
      Array.from({ length: record.version }, (_, position) => position + 1),
    )
    expect(facts.version).toBe(record.version)
    // replaying events gives the record
    let replayed: RequestFacts | undefined
    for (const { bytes } of events) replayed = kind.evolve(replayed, stored.event(bytes))
    expect(JSON.parse(JSON.stringify(replayed))).toEqual(facts)
    // no open request without deadline and owner; after the end only an appeal or an application to handle it again still waits
    const deadlines = kind.deadlines?.(facts) ?? []
    if (facts.open) {
      expect(deadlines.length, `${facts.id} rests in ${facts.status}`).toBeGreaterThan(0)
      expect(
        Object.values(facts.owner)
          .flat()
          .every((value) => typeof value === 'string' && value !== ''),
      ).toBe(true)
    } else {
      const pending = facts.appeals.flatMap(({ id, decision }) =>
        decision === undefined ? [`appealReview/${id}`] : [],
      )
      const mayBeReviewed = ['closed', 'forceClosed'].includes(facts.status)
      const asked = (facts.reopenAsks ?? []).some(({ decision }) => decision === undefined)
      const waits = [...(mayBeReviewed ? pending : []), ...(asked ? ['reopenDecision'] : [])]
      expect(deadlines.map((each) => each.name).sort()).toEqual(waits.sort())
      if (asked) expect(facts.owner.role).toBe('dispatcher')
    }
    // an overdue fact is never unsaid, but by an extension asked for in time
    const overdue = events.flatMap((event) =>
      event.type === 'request.overdue'
        ? [(JSON.parse(event.bytes) as { data: { clock: string; dueAt: number } }).data]
        : [],
    )
    for (const { clock: late, dueAt } of overdue)
      if (!facts.extensions.some((each) => each.clock === late && each.decision === 'granted'))
        expect(facts.breaches).toContainEqual(expect.objectContaining({ clock: late, at: dueAt }))
    for (const each of talliesOf(facts, measures)) {
      const key = [each.measure, each.areaPath].join(' ')
      sums.set(key, (sums.get(key) ?? 0) + each.delta)
    }
  }
  // tallies equal recomputation
  const tallied = await storage.tally({
    measures: measures.map((each) => each.name),
    from: '2021-01-01',
    to: '2030-01-01',
    by: 'area',
  })
  expect(new Map(tallied.map((each) => [`${each.measure} ${each.key}`, each.sum]))).toEqual(sums)
  // stored deadlines are exactly those that must run: nothing is due later than what the facts say, but what waits for office hours
  const due = await storage.takeDue({
    what: 'deadlines',
    now: Number.MAX_SAFE_INTEGER,
    limit: 1000,
    lease: { owner: 'test', until: 1 },
  })
  const wanted = reads.flatMap(({ facts }) =>
    (kind.deadlines?.(facts) ?? []).map((each) => {
      const there = due.find(({ id, name }) => id === facts.id && name === each.name)?.at
      const clock = facts.clocks[each.name]
      const presses = clock !== undefined && (clock.breachedAt !== undefined || each.at < clock.dueAt)
      // Until offices open it is looked at every day.
      const opening = there !== undefined && !hours.isOpen(there - 1)
      const waits = there !== undefined && there > each.at && presses && (opening || there === clock.dueAt)
      return `${facts.id} ${each.name} ${waits ? there : each.at}`
    }),
  )
  const ahead = huiyin.areas.scheduled().map((each) => `main ${each.change} ${instantOf(each.effectiveFrom)}`)
  expect(due.map((each) => `${each.id} ${each.name} ${each.at}`).sort()).toEqual([...wanted, ...ahead].sort())
  expect(await huiyin.audit.verify({ by: actors.system })).toMatchObject({ ok: true })
  expect(await huiyin.evaluation.recount({ by: actors.system })).toMatchObject({
    ok: true,
    requests: page.items.length,
  })
  await huiyin.stop()
  return reads
}

describe.each([
  ['memory', () => memoryStorage(), 400],
  ['sqlite', () => sqliteStorage({ path: ':memory:' }), 150],
] as const)('after any commands by anybody at any time, on %s', (_name, create, numRuns) => {
  it('no open request is without deadline and owner, version counts events, replay gives the record, tallies equal recomputation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: 'max' }), async (steps) => {
        await play(create(), steps)
      }),
      { numRuns: runs(numRuns) },
    )
  })
})

describe('the same inputs', () => {
  it('give the same record on memory and SQLite, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 90, size: 'max' }), async (steps) => {
        expect(await play(sqliteStorage({ path: ':memory:' }), steps)).toEqual(await play(memoryStorage(), steps))
      }),
      { numRuns: runs(20) },
    )
  })
})
