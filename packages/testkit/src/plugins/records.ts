import type { Actor } from '@huiyin/core'
import type { AnyRecordDefinition } from '@huiyin/core/plugin'
import { ConformanceError, deepEqual, equal } from '../conformance/assert.js'
import { cityWith, system } from './city.js'
import type { PluginFacet, PluginUnderTest } from './kit.js'

const staffWithoutGrants: Actor = { id: 'kit-stranger', kind: 'staff', grants: [] }

const isForPeople = (record: AnyRecordDefinition, command: string) => {
  const rule = record.may[command]
  return typeof rule === 'function' || (rule?.length ?? 0) > 0
}

/** What the plugin says of itself holds for what it does. */
export const declaration: PluginFacet = {
  name: 'declaration',
  tests: [
    [
      'is taken by createHuiyin, and its life has every command that people may issue',
      async ({ plugin, uses, steps }) => {
        const { huiyin, live } = await cityWith({ plugin, ...(uses && { uses }) })
        await live(steps)
        await huiyin.stop()
        const issued = new Set(steps.map(({ record, command }) => `${record.kind.type} ${command}`))
        const missing = (plugin.records ?? []).flatMap((record) =>
          Object.keys(record.inputs)
            .filter((command) => isForPeople(record, command) && !issued.has(`${record.kind.type} ${command}`))
            .map((command) => `${record.kind.type} ${command}`),
        )
        deepEqual(missing, [], 'commands that no step issues')
      },
    ],
    [
      'names the events of its records, so that deliveries and sinks can wait for them',
      async ({ plugin }) => {
        const silent = (plugin.records ?? []).filter(({ kind }) => (kind.events ?? []).length === 0)
        deepEqual(
          silent.map(({ kind }) => kind.type),
          [],
          'kinds of records without `events`',
        )
      },
    ],
  ],
}

const nonsense: readonly unknown[] = [undefined, null, 7, 'text', [], [{}], { 'kit-unknown': 1 }, { 'kit-unknown': {} }]

/** Input of another form is refused before anything is read or written. */
export const inputs: PluginFacet = {
  name: 'inputs',
  tests: [
    [
      'refuses nonsense and members that no schema names, and writes nothing of them',
      async (under) => {
        const { huiyin, issue, eventsOf, live } = await cityWith(under)
        await live(under.steps)
        const before = (await eventsOf(under.steps)).length
        for (const step of under.steps) {
          const isObject = typeof step.input === 'object' && step.input !== null
          const wrong = isObject ? [...nonsense, { ...(step.input as object), 'kit-unknown': 1 }] : nonsense.slice(0, 3)
          for (const input of wrong) {
            const schema = step.record.inputs[step.command]
            // A command may do without input, or take a text.
            if (typeof input !== 'object' && schema.safeParse(input).success) continue
            const refused = await issue({ ...step, input }).then(
              () => false,
              (error) => error?.code === 'invalid-input',
            )
            if (!refused)
              throw new ConformanceError(`${step.command} took ${JSON.stringify(input)}; use strict schemas`)
          }
        }
        equal((await eventsOf(under.steps)).length, before, 'events after refused input')
        await huiyin.stop()
      },
    ],
  ],
}

/** Who is in no table is refused. */
export const permissions: PluginFacet = {
  name: 'permissions',
  tests: [
    [
      'refuses every command of a stranger, whatever record it is on',
      async (under) => {
        const { huiyin, issue } = await cityWith(under)
        const by = under.stranger ?? staffWithoutGrants
        const taken: string[] = []
        for (const step of under.steps) {
          const stolen = under.open?.includes(step.command) ? undefined : await issue({ ...step, by })
          if (stolen?.ok === true) taken.push(`${step.command} on ${step.id}`)
          const result = await issue(step)
          if (!result.ok && stolen?.ok !== true) taken.push(`${step.command} refuses its own step`)
        }
        deepEqual(taken, [], 'commands that the stranger issued')
        await huiyin.stop()
      },
    ],
  ],
}

/** The events alone give the facts, and the same life gives the same record. */
export const replay: PluginFacet = {
  name: 'replay',
  tests: [
    [
      'folds the events to the facts that are stored, and to the same index',
      async (under) => {
        const { huiyin, live } = await cityWith(under)
        await live(under.steps)
        const { faults } = await huiyin.audit.verify({ by: system })
        deepEqual(faults, [], 'faults that a verification finds')
        await huiyin.stop()
      },
    ],
    [
      'decides the same for the same commands at the same time: no clock, no chance, no memory of its own',
      async (under) => {
        const digests: string[] = []
        for (const _ of ['once', 'again']) {
          const { huiyin, live } = await cityWith(under)
          await live(under.steps)
          digests.push((await huiyin.audit.verify({ by: system })).digest)
          await huiyin.stop()
        }
        equal(digests[0], digests[1], 'digests of two equal lives')
      },
    ],
  ],
}

/** What is counted can be counted again, and listed. */
export const figures: PluginFacet = {
  name: 'figures',
  tests: [
    [
      'counts the records again to the sums that are kept',
      async (under) => {
        const { huiyin, live } = await cityWith(under)
        await live(under.steps)
        deepEqual((await huiyin.evaluation.recount({ by: system })).faults, [], 'sums that a recount corrects')
        await huiyin.stop()
      },
    ],
    [
      'lists cases whose amounts add up to each figure',
      async (under) => {
        const { huiyin, live } = await cityWith(under)
        await live(under.steps)
        for (const { name } of under.plugin.indicators ?? []) {
          const measured = await huiyin.evaluation.measure(
            name,
            { period: { from: '2022-01-01', to: '2023-01-01' } },
            { by: system },
          )
          for (const side of ['numerator', 'denominator'] as const) {
            let sum = 0
            for await (const { amount } of measured.cases(side)) sum += amount
            equal(sum, measured.figures[0]?.[side] ?? 0, `cases of the ${side} of ${name}`)
          }
        }
        await huiyin.stop()
      },
    ],
  ],
}

/** Records of a former release are read, and verify. */
export const forms: PluginFacet = {
  name: 'forms',
  tests: [
    [
      'reads and verifies what the release before wrote, and goes on from it',
      async ({ before, uses, ...under }: PluginUnderTest) => {
        if (before === undefined) return
        const old = await cityWith({ ...before, ...(uses && { uses }) })
        await old.live(before.steps)
        const now = await cityWith({ ...under, ...(uses && { uses }) }, old.storage, old.clock.now())
        const { faults } = await now.huiyin.audit.verify({ by: system })
        deepEqual(faults, [], 'faults in records of the release before')
        for (const definition of under.plugin.records ?? [])
          for await (const { id, facts } of now.host.records.each(definition)) {
            let folded: object | undefined
            for await (const event of now.host.records.events(definition, id))
              folded = event.type === `${definition.kind.type}.erased` ? folded : definition.kind.evolve(folded, event)
            const { clocks: _, ...own } = JSON.parse(JSON.stringify(facts)) as { clocks?: unknown }
            const { clocks: _c, ...again } = JSON.parse(JSON.stringify(folded)) as { clocks?: unknown }
            deepEqual(own, again, `facts of ${id} read by this release`)
          }
        await now.huiyin.stop()
        await old.huiyin.stop()
      },
    ],
  ],
}

const day = 24 * 3_600_000

/** What time brings about is carried out. */
export const time: PluginFacet = {
  name: 'time',
  tests: [
    [
      'carries out what becomes due within a year, and refuses none of it',
      async (under) => {
        const { huiyin, live, clock, warnings } = await cityWith(under)
        await live(under.steps)
        warnings.length = 0
        for (let week = 0; week < 52; week++) {
          clock.advance(7 * day)
          await huiyin.tick()
        }
        deepEqual(
          warnings.filter((each) => each.startsWith('a due deadline')),
          [],
          'deadlines that were refused or failed',
        )
        await huiyin.stop()
      },
    ],
  ],
}
