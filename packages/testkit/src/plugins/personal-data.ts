import { ConformanceError, deepEqual, equal } from '../conformance/assert.js'
import { cityWith, system } from './city.js'
import type { PluginFacet, PluginStep } from './kit.js'

async function vaultsOf({ storage }: Awaited<ReturnType<typeof cityWith>>, steps: readonly PluginStep[]) {
  const types = new Set(steps.map(({ record }) => record.kind.type))
  const found: {
    readonly body: string
    readonly index: string
    readonly rows: readonly { value: string | null; subject: string }[]
  }[] = []
  for (const type of types) {
    const { items } = await storage.find({ type, limit: 500 })
    for (const record of items) {
      const { vault = [] } = await storage.load(record, { vault: true })
      found.push({ body: record.body, index: JSON.stringify(record.index), rows: vault })
    }
  }
  return found
}

/** Free text and personal data are in the vault, and nowhere else. */
export const texts: PluginFacet = {
  name: 'texts',
  tests: [
    [
      'writes no text into events, facts, the index or messages',
      async (under) => {
        const city = await cityWith(under)
        await city.live(under.steps)
        const vaults = await vaultsOf(city, under.steps)
        const { items } = await city.huiyin.deliveries.pending({ by: system })
        const outside = [
          ...(await city.eventsOf(under.steps)).map(({ text }) => text),
          ...vaults.flatMap(({ body, index }) => [body, index]),
          JSON.stringify(items),
        ]
        const told = under.texts.filter((each) => outside.some((text) => text.includes(each)))
        deepEqual(told, [], 'texts outside the vault')
        const kept = new Set(vaults.flatMap(({ rows }) => rows.map(({ value }) => value)))
        deepEqual(
          under.texts.filter((each) => !kept.has(each)),
          [],
          'texts that are not in the vault',
        )
        await city.huiyin.stop()
      },
    ],
  ],
}

/** Whoever the texts belong to can have them erased, and the record still verifies. */
export const erasure: PluginFacet = {
  name: 'erasure',
  tests: [
    [
      'keeps every text with the data of a person, and erases it with them',
      async (under) => {
        const city = await cityWith(under)
        await city.live(under.steps)
        const people = new Set<string>()
        for (const { rows } of await vaultsOf(city, under.steps))
          for (const { subject } of rows) {
            if (subject === '')
              throw new ConformanceError(
                'a text belongs to nobody: `index` must answer whose record it is as `requester`',
              )
            people.add(subject)
          }
        for (const person of people)
          await city.huiyin.requests.eraseTextsOf(person, { basis: 'consentWithdrawn' }, { by: system })
        const left = (await vaultsOf(city, under.steps)).flatMap(({ rows }) =>
          rows.filter(({ value }) => value !== null),
        )
        equal(left.length, 0, 'texts that are left')
        // Whether the events give the facts is asked elsewhere.
        const { faults } = await city.huiyin.audit.verify({ by: system })
        deepEqual(
          faults.filter(({ fault }) => fault !== 'facts' && fault !== 'index'),
          [],
          'faults after the erasure',
        )
        await city.huiyin.stop()
      },
    ],
  ],
}
