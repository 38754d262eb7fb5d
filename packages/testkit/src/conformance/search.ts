import type { Storage } from '@huiyin/core'
import type { FindQuery, SearchQuery, SearchWrite } from '@huiyin/core/contracts'
import { deepEqual, equal, sameItems } from './assert.js'
import { change, committed, type Facet, type FacetTest, type IndexParts, indexOf, ref, walk } from './kit.js'

const fields = ['description', 'address', 'phone']
const row = (name: string, value: string) => ({ ref: name, subject: 'res-1', field: 'x', value, salt: 'ab' })
const text = (name: string, of: string, field = 'description'): SearchWrite => ({
  ref: name,
  field,
  text: of,
  keys: [],
})

/** A record with these texts, each found. */
const put = (storage: Storage, id: string, rows: readonly SearchWrite[], index: IndexParts = {}, at = 10) =>
  committed(storage, {
    ...change(ref(id), { index, at, vault: rows.map((each) => row(each.ref, each.text)) }),
    search: { put: rows, drop: [] },
  })
const found = (storage: Storage, search: Partial<SearchQuery>, query: Partial<FindQuery> = {}) =>
  walk(storage, { limit: 2, ...query, search: { fields, ...search } })
const foundBy = (storage: Storage, ...words: string[]) => found(storage, { words })

/** A test of storages that have the capability. */
const whereDeclared = (name: string, body: (storage: Storage) => Promise<void>): FacetTest => [
  name,
  async ({ storage }) => (storage.capabilities.search === true ? body(storage) : undefined),
]

/** Six records that differ in what a page asks for; all but the last two have the word. */
async function fill(storage: Storage): Promise<void> {
  await put(storage, 'q-1', [text('t', '小区供暖不热')], { createdAt: 1, dueAt: 400 }, 70)
  await put(storage, 'q-2', [text('t', '供暖')], { createdAt: 2, dueAt: 200, owner: '@dispatcher', flags: [] }, 60)
  await put(
    storage,
    'q-3',
    [text('t', '集中供暖')],
    { createdAt: 3, dueAt: undefined, areaPath: '370281/370281002/' },
    50,
  )
  const ended = { open: false, status: 'closed', owner: '', dueAt: undefined, flags: [] }
  await put(storage, 'q-4', [text('t', '供暖')], { createdAt: 4, unit: 'water', requester: 'res-2', ...ended }, 40)
  await put(storage, 'q-5', [text('t', '暖供')], { createdAt: 5 }, 30)
  await put(storage, 'q-6', [], { createdAt: 6 }, 20)
}

const pages: readonly (readonly [query: Partial<FindQuery>, ids: readonly number[]])[] = [
  [{}, [1, 2, 3, 4]],
  [{ order: 'due', open: true }, [2, 1, 3]],
  [{ order: 'updated', open: true }, [3, 2, 1]],
  [{ within: '370281/370281002/' }, [3]],
  [{ open: false }, [4]],
  [{ owner: '@dispatcher' }, [2]],
  [{ unit: 'housing', status: ['handling'] }, [1, 2, 3]],
  [{ requester: 'res-2' }, [4]],
  [{ from: 2, to: 4, type: 'request' }, [2, 3]],
  [{ flags: ['overdue'], open: true }, [1, 3]],
  [{ dueBefore: 400, open: true }, [2]],
  [{ type: 'team' }, []],
]

/** Records are found by words of their texts and by digests, where the storage says that it can. */
export const search: Facet = {
  name: 'search',
  tests: [
    whereDeclared('finds every text that has the word as a whole, and no other', async (storage) => {
      const texts = ['家中供暖不热', 'ab供热c', '暖不供', 'aa', 'aba', '𠮷野家1楼', '100%_"\'()*', '井 盖']
      for (const [n, each] of texts.entries()) await put(storage, `q-${n}`, [text('t', each)], { createdAt: n })
      const words = [
        '供暖',
        '中供暖',
        '供暖不热',
        '不供',
        '供热',
        'aa',
        'ab',
        'ba',
        'aab',
        '𠮷野',
        '家1',
        '00%',
        '_"',
        "'(",
        ')*',
        '井盖',
        '暖不供暖',
      ]
      for (const word of words) {
        const expected = texts.flatMap((each, n) => (each.includes(word) ? [`q-${n}`] : []))
        deepEqual(await foundBy(storage, word), expected, `by ${word}`)
      }
    }),
    whereDeclared('does not take grams of a word for the word, nor those of two texts for one', async (storage) => {
      await put(storage, 'q-1', [text('t', '甲乙丙乙丁')])
      await put(storage, 'q-2', [text('t.1', '甲乙'), text('t.2', '乙丁')])
      deepEqual(await foundBy(storage, '甲乙丁'), [], 'a word whose grams are there')
    }),
    whereDeclared(
      'finds what has each word, wherever it stands, and one of a single character with another',
      async (storage) => {
        await put(storage, 'q-1', [text('t.1', '供暖不热'), text('t.2', '王家庄12号', 'address')], { createdAt: 1 })
        await put(storage, 'q-2', [text('t.1', '供暖')], { createdAt: 2 })
        deepEqual(await foundBy(storage, '供暖', '王家庄'), ['q-1'], 'words of two texts')
        deepEqual(await foundBy(storage, '热', '供暖'), ['q-1'], 'a word of one character')
        deepEqual(await foundBy(storage, '供暖', '李家庄'), [], 'a word that is nowhere')
      },
    ),
    whereDeclared('looks into the fields it is told alone', async (storage) => {
      await put(storage, 'q-1', [text('t.1', '供暖'), text('t.2', '王家庄', 'address')])
      deepEqual(await found(storage, { words: ['王家'], fields: ['description'] }), [], 'another field')
      deepEqual(await found(storage, { words: ['王家'], fields: ['description', 'address'] }), ['q-1'], 'its own')
      deepEqual(await found(storage, { words: ['王家'], fields: [] }), [], 'no field')
      deepEqual(await found(storage, { words: ['供暖', '王家'], fields: ['address'] }), [], 'one word of two')
    }),
    ...pages.map(([query, ids]) =>
      whereDeclared(`pages as it does without a word, both ways: ${JSON.stringify(query)}`, async (storage) => {
        await fill(storage)
        const expected = ids.map((n) => `q-${n}`)
        for (const limit of [1, 2, 9]) {
          deepEqual(await found(storage, { words: ['供暖'] }, { ...query, limit }), expected, `in pages of ${limit}`)
          const backwards = await found(storage, { words: ['供暖'] }, { ...query, limit, descending: true })
          deepEqual(backwards, expected.toReversed(), `backwards, in pages of ${limit}`)
        }
      }),
    ),
    whereDeclared(
      'follows a text that is replaced, dropped, put again or erased, in the change that does it',
      async (storage) => {
        await put(storage, 'q-1', [text('t', '旧文'), text('u', '他文')])
        const changed = (version: number, parts: object) =>
          committed(storage, { ...change(ref('q-1'), { expectedVersion: version }), ...parts })
        await changed(1, {
          vault: { put: [row('t', '新文')], erase: [] },
          search: { put: [text('t', '新文')], drop: [] },
        })
        deepEqual([await foundBy(storage, '旧文'), await foundBy(storage, '新文')], [[], ['q-1']], 'replaced')
        await changed(2, { search: { put: [], drop: ['u', 'v'] } })
        deepEqual(await foundBy(storage, '他文'), [], 'dropped')
        await changed(3, {
          vault: { put: [row('u', '又文')], erase: ['t'] },
          search: { put: [text('u', '又文')], drop: [] },
        })
        deepEqual([await foundBy(storage, '新文'), await foundBy(storage, '又文')], [[], ['q-1']], 'erased')
        await changed(4, { vault: { put: [row('u', '又文')], erase: [] } })
        deepEqual(await foundBy(storage, '又文'), [], 'put again and not to be found')
        await changed(5, {
          vault: { put: [row('w', '瞬文')], erase: ['w'] },
          search: { put: [text('w', '瞬文')], drop: [] },
        })
        deepEqual(await foundBy(storage, '瞬文'), [], 'put and erased in one change')
        equal((await storage.load(ref('q-1'), { rows: true })).rows?.search?.length, 0, 'what is kept of it')
      },
    ),
    whereDeclared('writes what is found with the change, or not at all', async (storage) => {
      await put(storage, 'q-1', [text('t', '旧文')])
      const outcomes = await storage.commit([
        { ...change(ref('q-1'), { vault: [row('u', '新文')] }), search: { put: [text('u', '新文')], drop: ['t'] } },
      ])
      deepEqual(outcomes, [{ kind: 'conflict', version: 1 }], 'the outcome')
      deepEqual([await foundBy(storage, '旧文'), await foundBy(storage, '新文')], [['q-1'], []], 'what is found')
    }),
    whereDeclared('finds by a digest as a whole, and no more once its row is erased', async (storage) => {
      const phone = (keys: string[]): SearchWrite => ({ ref: 'p', field: 'phone', text: '', keys })
      await put(storage, 'q-1', [phone(['k1', 'k2'])], { createdAt: 1 })
      await put(storage, 'q-2', [phone(['k2']), text('t', '供暖')], { createdAt: 2 })
      deepEqual(await found(storage, { keys: ['k2'] }), ['q-1', 'q-2'], 'one of two')
      deepEqual(await found(storage, { keys: ['k1', 'k3'] }), ['q-1'], 'any of several')
      deepEqual(await found(storage, { keys: ['k'] }), [], 'the beginning of one')
      deepEqual(await found(storage, { keys: [] }), [], 'none')
      deepEqual(await found(storage, { keys: ['k2'], words: ['供暖'] }), ['q-2'], 'with a word')
      deepEqual(await found(storage, { keys: ['k2'], fields: ['description'] }), [], 'in another field')
      await committed(storage, change(ref('q-2'), { expectedVersion: 1, erase: ['p'], index: { createdAt: 2 } }))
      deepEqual(await found(storage, { keys: ['k2'] }), ['q-1'], 'after it was erased')
    }),
    whereDeclared('gives back what is found by, and replaces it for a record of that version', async (storage) => {
      const rows = [text('t', '旧文'), { ref: 'p', field: 'phone', text: '', keys: ['k1'] }]
      await put(storage, 'q-1', rows)
      const kept = async () => (await storage.load(ref('q-1'), { rows: true })).rows?.search ?? []
      sameItems(
        (await kept()).map((each) => JSON.stringify(each)),
        rows.map((each) => JSON.stringify(each)),
        'the rows',
      )
      const settled = (version: number) =>
        storage.settle([{ what: 'search', ref: ref('q-1'), version, rows: [text('t', '新文'), text('x', '无文')] }])
      await settled(2)
      deepEqual(await foundBy(storage, '旧文'), ['q-1'], 'for another version')
      await settled(1)
      deepEqual([await foundBy(storage, '旧文'), await foundBy(storage, '新文')], [[], ['q-1']], 'for its own')
      deepEqual(await foundBy(storage, '无文'), [], 'of a row that is not there')
      await storage.settle([{ what: 'index', ref: ref('q-1'), version: 1, index: indexOf({ owner: 'water' }) }])
      deepEqual(await found(storage, { words: ['新文'] }, { owner: 'water' }), ['q-1'], 'after the index was replaced')
      if (storage.unsearched !== undefined) deepEqual(await storage.unsearched(9), [], 'none waits for it')
    }),
  ],
}
