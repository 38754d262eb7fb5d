import { expect, it } from 'vitest'
import type { RecordRunner } from '../record/record-kind.js'
import { emptyAreaHistory } from './history.js'
import { areaImporter } from './importer.js'
import type { LiveAreas } from './live-areas.js'

it('an import is checked again while others change the tree, and given up after sixteen times', async () => {
  const times = { checked: 0, run: 0 }
  const live = {
    history: () => emptyAreaHistory,
    within: async () => {
      times.checked++
      return emptyAreaHistory
    },
    wrote: () => {},
    refresh: async () => {},
  } as unknown as LiveAreas
  const refusing = (last: number): RecordRunner =>
    ({
      run: async () =>
        ++times.run < last
          ? { ok: false, refusal: { code: 'area-rows-wrong' } }
          : { ok: true, events: [{ type: 'areas.imported', data: { rows: [{}] } }] },
    }) as unknown as RecordRunner
  const rows = [{ code: '370281', name: '胶州市', level: 'county', parent: null }]
  const by = { id: 'admin', kind: 'system', grants: [] } as const
  await expect(areaImporter(refusing(17), live, {})(rows, { by })).rejects.toMatchObject({ code: 'conflict' })
  expect(times).toEqual({ checked: 16, run: 16 })
  times.run = 0
  expect(await areaImporter(refusing(16), live, {})(rows, { by })).toMatchObject({ ok: true, imported: 1 })
})
