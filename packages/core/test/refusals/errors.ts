import { cityActors, cityGrid } from '@huiyin/testkit'
import { expect } from 'vitest'
import { defaultPermissions } from '../../src/authority/permissions.js'
import { createWorkCalendar } from '../../src/calendar/calendar.js'
import { hourMs, instantOf } from '../../src/calendar/date.js'
import type { Storage } from '../../src/contracts/storage.js'
import { createHuiyin } from '../../src/entry/create-huiyin.js'
import { AdapterError, isHuiyinError } from '../../src/errors.js'
import { memoryStorage } from '../../src/memory/memory-storage.js'
import { city, report } from './city.js'
import type { RefusalRow, Said } from './row.js'

const { resident } = cityActors
const streetDesk = {
  by: { id: 'desk-1', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281001' }] },
} as const

/** The error a call throws, as if it were answered. */
const thrown = (call: () => Promise<unknown> | unknown) => async (): Promise<Said | undefined> => {
  try {
    await call()
    return undefined
  } catch (error) {
    if (!isHuiyinError(error)) throw error
    const { code, details, text } = error
    return { code, details, message: text }
  }
}
type World = Awaited<ReturnType<typeof city>>
const inCity = (call: (world: World) => Promise<unknown> | unknown) => thrown(async () => call(await city()))

/** Submits in a city whose storage commits otherwise, once the city is there. */
const withCommit = (commit: (whole: Storage['commit']) => Storage['commit']) =>
  thrown(async () => {
    const inner = memoryStorage()
    let own: Storage['commit'] = inner.commit
    const { requests } = await city({ storage: { ...inner, commit: (...args) => own(...args) } })
    // Numbers of the day are at hand: what is committed next is the request.
    await requests.submit(report, { by: resident })
    own = commit(inner.commit)
    await requests.submit('q-1', report, { by: resident })
  })
const atOnce = (commands: number) =>
  thrown(async () => {
    const { requests } = await city({ limits: { maxInFlight: 2 } })
    await requests.submit(report, { by: resident })
    await Promise.all(Array.from({ length: commands }, () => requests.submit(report, { by: resident })))
  })
const submittedAt = (day: string) =>
  inCity(async ({ clock, requests }) => {
    clock.set(instantOf(day))
    await requests.submit(report, { by: resident })
  })
const workdayAfter = (from: string) => thrown(() => createWorkCalendar().addWorkingDays(from, 3))

/** Errors that are thrown: the call was wrong, the set-up was, or a part failed. */
export const errorRows: readonly RefusalRow[] = [
  {
    code: 'forbidden',
    policy: 'a page of an area is for whom the area is to read',
    refused: inCity(({ requests }) => requests.find({ within: '370281' }, streetDesk)),
    details: {
      reason: 'reading-not-permitted',
      actor: 'desk-1',
      what: 'requests',
      needs: defaultPermissions.requests.read,
      who: expect.objectContaining({ en: expect.stringContaining('the dispatch desk') }),
      areas: ['370281001'],
    },
    allowed: inCity(({ requests }) => requests.find({ within: cityGrid }, streetDesk)),
  },
  {
    code: 'not-found',
    policy: 'a request that is not there is not answered',
    refused: inCity(({ requests }) => requests.get('q-9', { by: cityActors.system })),
    details: { what: 'request', id: 'q-9', path: ['id'] },
    allowed: inCity(async ({ requests }) => {
      await requests.submit('q-9', report, { by: resident })
      await requests.get('q-9', { by: cityActors.system })
    }),
  },
  {
    code: 'configuration',
    policy: 'a Huiyin is started before it is used',
    refused: thrown(() => createHuiyin({ storage: memoryStorage() }).requests.submit(report, { by: resident })),
    details: { call: 'start' },
    allowed: inCity(({ requests }) => requests.submit(report, { by: resident })),
  },
  {
    code: 'invalid-input',
    policy: 'an input of the wrong form is not even decided',
    refused: inCity(({ requests }) => requests.submit({ ...report, area: '' }, { by: resident })),
    details: {
      issues: [{ code: 'empty', path: ['input', 'area'], params: {}, message: { zh: '为空', en: 'is empty' } }],
    },
    allowed: inCity(({ requests }) => requests.submit({ ...report, area: cityGrid }, { by: resident })),
  },
  {
    code: 'conflict',
    policy: 'a command is decided again when others were first, and not for ever',
    refused: withCommit(() => async (changes) => changes.map(() => ({ kind: 'conflict', version: 0 }) as never)),
    details: { type: 'request', id: 'q-1', attempts: 16 },
    allowed: withCommit((whole) => {
      let conflicts = 15
      return async (changes, within) =>
        conflicts-- > 0 ? changes.map(() => ({ kind: 'conflict', version: 0 }) as never) : whole(changes, within)
    }),
  },
  {
    code: 'adapter-failure',
    policy: 'a storage that fails is named, with what it was doing',
    refused: withCommit(
      () => () =>
        Promise.reject(
          new AdapterError({ adapter: 'memory', operation: 'commit', retryable: true, message: 'no space is left' }),
        ),
    ),
    details: { adapter: 'memory', operation: 'commit', retryable: true, outcome: 'none' },
    allowed: withCommit((whole) => whole),
  },
  {
    code: 'clock-wrong',
    policy: 'a process whose clock is years off stamps nothing',
    refused: submittedAt('2032-01-04'),
    details: {
      at: instantOf('2032-01-04'),
      newest: instantOf('2022-01-04') + 10 * hourMs,
      mayDiffer: expect.any(Number),
    },
    allowed: submittedAt('2022-01-05'),
  },
  {
    code: 'overloaded',
    policy: 'no more commands are begun than a process may have under way',
    refused: atOnce(3),
    details: { waiting: 2 },
    allowed: atOnce(2),
  },
  {
    code: 'calendar-coverage',
    policy: 'a year whose notice is not out is not guessed',
    refused: workdayAfter('2032-01-05'),
    details: { missingYear: 2032, firstCovered: '2007-01-01', lastCovered: expect.stringMatching(/-12-31$/) },
    allowed: workdayAfter('2022-01-05'),
  },
]
