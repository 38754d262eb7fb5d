import { deepEqual, equal } from './assert.js'
import { change, committed, event, type Facet, indexOf, ref, tallyOf, walk } from './kit.js'

/** Texts that drivers or databases tend to change. Core lets no U+0000 and no lone surrogate in: PostgreSQL has no place for either. */
const difficult: Readonly<Record<string, string>> = {
  'characters outside the basic plane': '𠮷野家 👩‍👩‍👧 𪚥',
  'right to left': 'ئۇيغۇرچە \u202eabc\u202c',
  'composed and decomposed': 'e\u0301 \u00e9 \ufb01 Å Å',
  'quotes and statements': `' " \` '; DROP TABLE records; -- % _ <x>&amp; \${1}`,
  'JSON and its escapes': '{"a":"\\u0041\\n\\"","b": 1.0}',
  'controls and line ends': '\u0001\t\r\n\n\r\u007f\u0085\u2028\u2029',
  'marks and replacements': '\ufeffx\ufffd\uffff\u200b',
  'spaces around': '  x \u3000 ',
  'digits with a beginning': '007',
  nothing: '',
}
// 100 kB and more in UTF-8.
const long = Object.values(difficult).join('|').repeat(600)

/** Stored texts are the texts given, wherever they are kept. */
export const texts: Facet = {
  name: 'texts',
  tests: [
    ...Object.entries({ ...difficult, 'a hundred kilobytes': long }).map(
      ([name, text]) =>
        [
          `keeps it verbatim in facts, events, vault and payload: ${name}`,
          async ({ storage }) => {
            const one = ref('q-1')
            const deliveries = [{ event: 1, destination: 'inbox', payload: text, at: 1 }]
            const vault = [{ ref: 't.1', subject: 's', field: 'f', value: text, salt: text }]
            await committed(storage, change(one, { body: text, events: [event(1, text)], vault, deliveries }))
            const loaded = await storage.load(one, { vault: true })
            equal(loaded.record?.body, text, 'the facts')
            equal(loaded.vault?.[0]?.value, text, 'the text in the vault')
            equal(loaded.vault?.[0]?.salt, text, 'the salt')
            equal((await storage.history(one, { after: 0, limit: 1 }))[0]?.bytes, text, 'the bytes of the event')
            const lease = { owner: 'a', until: 10 }
            const [taken] = await storage.takeDue({ what: 'deliveries', now: 9, limit: 1, lease })
            equal(taken?.payload, text, 'the payload')
          },
        ] as const satisfies Facet['tests'][number],
    ),
    [
      'keeps names verbatim too, and finds by them',
      async ({ storage }) => {
        for (const [name, text] of Object.entries(difficult)) {
          const one = { ...ref(`q-${name}`), type: `t-${text}`, id: `q-${text}` }
          const place = { status: text, areaPath: text, unit: text, category: text, channel: text }
          const index = { ...place, requester: text, owner: text, number: text }
          const command = { key: text, fingerprint: text, version: 1, events: 1, at: 10 }
          await committed(storage, change(one, { index, command, put: [{ name: text, at: 1 }] }))
          const { record, answer } = await storage.load(one, { key: text })
          deepEqual(
            [record?.type, record?.id, answer],
            [one.type, one.id, command],
            `the reference and the key: ${name}`,
          )
          deepEqual(record?.index, indexOf(index), `the index: ${name}`)
          const found = await walk(storage, { type: one.type, ...index, status: [text], within: text, limit: 5 })
          deepEqual(found, [one.id], `found by it: ${name}`)
          const lease = { owner: text, until: 1000 }
          const taken = await storage.takeDue({ what: 'deadlines', now: 1, limit: 9, lease, buckets: [one.bucket] })
          deepEqual(
            taken.filter(({ id }) => id === one.id).map((row) => row.name),
            [text],
            `the deadline: ${name}`,
          )
        }
      },
    ],
    [
      'tells apart what only looks alike: case, composition, width, trailing space',
      async ({ storage }) => {
        const alike = ['q-é', 'q-e\u0301', 'Q-é', 'ｑ-é', 'q-é ']
        for (const id of alike)
          await committed(
            storage,
            change({ ...ref('q'), id }, { index: { category: id }, tallies: [tallyOf({ unit: id })] }),
          )
        for (const id of alike) deepEqual(await walk(storage, { category: id, limit: 9 }), [id], `found by ${id}`)
        const sums = await storage.tally({ measures: ['accepted'], from: '2022-01-01', to: '2023-01-01', by: 'unit' })
        deepEqual(sums.map(({ key, sum }) => `${key}=${sum}`).sort(), alike.map((id) => `${id}=1`).sort(), 'the sums')
      },
    ],
    [
      'takes the beginning of an area path for nothing but text',
      async ({ storage }) => {
        await committed(storage, change(ref('q-1'), { index: { areaPath: '370281/370281001/' } }))
        for (const within of ['37028_/', '%', '370281/%1/', '370281/37028100[0-9]/', '370281/370281001/*'])
          deepEqual(await walk(storage, { within, limit: 9 }), [], `within ${within}`)
      },
    ],
  ],
}
