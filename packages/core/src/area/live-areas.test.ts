import { describe, expect, it } from 'vitest'
import type { RecordRunner } from '../record/record-kind.js'
import type { AreaLevel, AreaRow } from './area.js'
import type { AreaEvent, NewAreaEvent } from './area-events.js'
import { createLiveAreas } from './live-areas.js'

const row = (code: string, level: AreaLevel, parent: string | null): AreaRow => ({ code, name: code, level, parent })
const rows: readonly AreaRow[] = [
  row('37', 'province', null),
  row('3702', 'city', '37'),
  row('370281', 'county', '3702'),
  row('370281001', 'town', '370281'),
  row('370281001001', 'community', '370281001'),
  row('370281001001001', 'grid', '370281001001'),
  row('370281001001002', 'grid', '370281001001'),
  // A village without anything above it.
  row('9', 'community', null),
  row('9001', 'grid', '9'),
]
const grid = '370281001001001'
const imported: NewAreaEvent = { type: 'areas.imported', data: { rows } }
const split: NewAreaEvent = {
  type: 'areas.split',
  data: { from: grid, into: [row(`${grid}1`, 'grid', '370281001001'), row(`${grid}2`, 'grid', '9')], oldPath: '' },
}
const scheduled: NewAreaEvent = {
  type: 'areas.changeScheduled',
  data: {
    change: 'change-3',
    effectiveFrom: 1000,
    steps: [{ name: 'redraw', code: '9', change: { name: '新村' } }],
  },
}

/** The areas of a process, over a record that others write. */
async function areas(...drafts: readonly NewAreaEvent[]) {
  const stored: AreaEvent[] = []
  const write = (draft: NewAreaEvent) =>
    void stored.push({ ...draft, seq: stored.length + 1, at: 100, by: { id: 'a', kind: 'staff' } })
  for (const draft of drafts) write(draft)
  const reads = { events: 0 }
  const clock = { at: 500 }
  const runner = {
    facts: async () => (stored.length === 0 ? undefined : { version: stored.length, facts: {} }),
    // A record may be read from before what was asked for.
    events: async function* () {
      reads.events++
      yield* [...stored]
    },
  } as unknown as RecordRunner
  const live = createLiveAreas(runner, () => clock.at)
  await live.load()
  return { live, write, reads, clock, directory: live.directory }
}

describe('the areas of a process', () => {
  it('are asked for again when the day of a change has come: somebody may have cancelled it', async () => {
    const { live, write, clock, directory } = await areas(imported, scheduled)
    write({ type: 'areas.changeCancelled', data: { change: 'change-3' } })
    expect(live.refreshBy(clock.at)).toBeUndefined()
    clock.at = 1000
    await live.refreshBy(clock.at)
    expect(live.refreshBy(clock.at)).toBeUndefined()
    expect(directory().revision).toBe(3)
    expect(live.history().get('9')?.name).toBe('9')
  })

  it('are read again only when the record has become newer', async () => {
    const { live, write, reads } = await areas(imported)
    await live.refresh()
    expect(reads.events).toBe(1)
    write(split)
    await live.refresh()
    expect([reads.events, live.history().revision]).toEqual([2, 2])
    expect(live.history().tree().has(grid)).toBe(false)
  })

  it('of a record that is not there yet are none', async () => {
    const { live, reads } = await areas()
    await live.refresh()
    expect([reads.events, live.history().revision, live.history().tree().size]).toEqual([1, 0, 0])
  })

  it('are never replaced by older ones', async () => {
    const { live, write } = await areas(imported)
    write(split)
    await Promise.all([live.load(), live.load()])
    const { history } = live
    await live.load()
    expect(history().revision).toBe(2)
  })

  it('are told with what was decided ahead from its instant on, and stored as they are', async () => {
    const { live, clock } = await areas(imported, split, scheduled)
    clock.at = 999
    expect(live.history().get('9')?.name).toBe('9')
    clock.at = 1000
    expect([live.history().get('9')?.name, live.stored().get('9')?.name]).toEqual(['新村', '9'])
  })
})

describe('what is asked of the areas', () => {
  it('is answered by the same object until they change', async () => {
    const { live, write, directory } = await areas(imported)
    const before = directory()
    expect(directory()).toBe(before)
    write(split)
    await live.refresh()
    expect(directory()).not.toBe(before)
    expect([before.revision, directory().revision]).toEqual([1, 2])
  })

  it('says where something retired lies: where the first that took its place does', async () => {
    const { directory } = await areas(imported, split)
    const { successorOf, has, isGrid, path, predecessors } = directory()
    expect([successorOf(grid), successorOf('370281001'), successorOf('nowhere')]).toEqual([
      `${grid}1`,
      '370281001',
      undefined,
    ])
    expect([has(grid), has('9'), path(grid), path('9001')]).toEqual([false, true, '', '9/9001/'])
    expect([isGrid(grid), isGrid(`${grid}1`), isGrid('9'), isGrid('nowhere')]).toEqual([false, true, false, false])
    expect([predecessors(`${grid}2`), predecessors('9001')]).toEqual([[grid], []])
    expect(directory().roots()).toEqual(['37', '9'])
  })

  it('says within of retired areas: the one lies where its successor does, over the other all that took its place count', async () => {
    const { isWithin } = (await areas(imported, split)).directory()
    expect(isWithin(grid, '370281001')).toBe(true)
    expect(isWithin(grid, '9')).toBe(false)
    expect(isWithin(`${grid}1`, grid)).toBe(true)
    expect(isWithin(`${grid}2`, grid)).toBe(true)
    expect(isWithin('370281001001002', grid)).toBe(false)
    expect([isWithin('nowhere', '37'), isWithin('9001', 'nowhere')]).toEqual([false, false])
  })

  it('names who supervises from the town up, of a retired area those of its successor', async () => {
    const { ladder } = (await areas(imported, split)).directory()
    const above = ['370281001', '370281', '3702', '37']
    expect([ladder('370281001001002'), ladder('370281001'), ladder(grid)]).toEqual([above, above, above])
    expect(ladder('37')).toEqual(['37'])
  })

  it('names the topmost area where none of the supervising levels is there', async () => {
    const { ladder } = (await areas(imported)).directory()
    expect([ladder('9001'), ladder('9'), ladder('nowhere')]).toEqual([['9'], ['9'], []])
  })
})
