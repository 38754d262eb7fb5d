import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defaultRatingPolicy } from '../src/rating/policy.js'
import type { HuiyinOptions } from '../src/runtime/options/options.js'
import { limitInWords } from '../src/sla/limit.js'
import { defaultSlaPolicy } from '../src/sla/policy.js'
import { settingNames } from '../src/sla/policy-issues.js'

type Group = 'privacy' | 'evaluation' | 'platform' | 'limits'

// Every option has its line, those of the groups too: the compiler asks for it.
const options: {
  readonly [Name in keyof Required<HuiyinOptions>]: Name extends Group
    ? Readonly<Record<keyof NonNullable<HuiyinOptions[Name]>, true>>
    : true
} = {
  storage: true,
  calendar: true,
  hours: true,
  codes: true,
  gridKinds: true,
  numberPrefix: true,
  sla: true,
  rating: true,
  attachments: true,
  lifecycle: true,
  commands: true,
  roles: true,
  permissions: true,
  privacy: { contacts: true, retention: true },
  authorise: true,
  channels: true,
  sinks: true,
  sources: true,
  eventOrigin: true,
  directory: true,
  locator: true,
  files: true,
  search: true,
  plugins: true,
  evaluation: { measures: true, indicators: true },
  platform: { clock: true, timer: true, ids: true, digest: true },
  limits: { maxInFlight: true, cachedRecords: true, idempotencyDays: true, sentDays: true, clockDriftDays: true },
  logger: true,
}

const names = Object.entries(options).flatMap(([name, members]) =>
  members === true ? [name] : Object.keys(members).map((member) => `${name}.${member}`),
)

describe.each([
  ['en', 'docs/options.md'],
  ['zh', 'docs/zh/options.md'],
] as const)('the page of options, %s', (language, file) => {
  const page = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `([\w.]+)` \| (.*?) \|/gm)].map(([, name = '', shown = '']) => ({ name, shown }))
  const defaults = new Map(rows.map(({ name, shown }) => [name, shown]))

  it('has one row for every option, setting, clock and rating rule, and none for what does not exist', () => {
    const clocks = Object.keys(defaultSlaPolicy.clocks)
    const calls = ['start', 'start', 'start', 'run', 'run'] // their options stand in the second column
    const known = [...names, ...clocks, ...settingNames, ...Object.keys(defaultRatingPolicy), ...calls]
    expect(rows.map(({ name }) => name).toSorted()).toEqual(known.toSorted())
  })

  it('shows the limits and counts that hold when nothing is said', () => {
    const { clocks, maxExtension, escalateEvery } = defaultSlaPolicy
    const { scale: _, ...counts } = defaultRatingPolicy
    const limits = Object.entries(clocks).map(([name, { within }]) => [name, within] as const)
    for (const [name, limit] of [...limits, ['maxExtension', maxExtension], ['escalateEvery', escalateEvery]] as const)
      expect(defaults.get(name), name).toBe(limitInWords(limit)[language])
    for (const [name, count] of Object.entries(counts)) expect(defaults.get(name), name).toBe(String(count))
  })
})
