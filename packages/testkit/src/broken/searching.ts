import type { Storage } from '@huiyin/core'
import type { Change, FindQuery, SearchQuery, Settlement } from '@huiyin/core/contracts'
import { altered, type BrokenStorage, writing } from './altered.js'

/** Memory storage that is asked something else when it is searched. */
const asking = (other: (search: SearchQuery) => SearchQuery) =>
  altered((storage) => ({
    find: (query) => storage.find(query.search === undefined ? query : { ...query, search: other(query.search) }),
  }))

/** Memory storage that finds something else when it is searched. */
const searching = (find: (storage: Storage, query: FindQuery) => ReturnType<Storage['find']>) =>
  altered((storage) => ({
    find: (query) => (query.search === undefined ? storage.find(query) : find(storage, query)),
  }))

const grams = (word: string): string[] => {
  const letters = [...word]
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)
}

/** Memory storage that writes something else of what is found. */
const indexing = (put: (change: Change, search: NonNullable<Change['search']>) => Change['search']) =>
  writing((one) => {
    const search = put(one, one.search ?? { put: [], drop: [] })
    return { ...one, ...(search !== undefined && { search }) }
  })

/** Storages that find by words and digests wrongly. */
export const brokenSearches: readonly BrokenStorage[] = [
  {
    defect: 'takes a text with the grams of a word for one with the word',
    facet: 'search',
    create: asking(({ words, ...others }) => ({
      ...others,
      ...(words !== undefined && { words: words.flatMap((word) => ([...word].length < 2 ? [word] : grams(word))) }),
    })),
  },
  {
    defect: 'finds what has one of several words',
    facet: 'search',
    create: asking(({ words, ...others }) => ({ ...others, ...(words !== undefined && { words: words.slice(0, 1) }) })),
  },
  {
    defect: 'looks into every field',
    facet: 'search',
    create: asking((search) => ({ ...search, fields: ['description', 'address', 'phone'] })),
  },
  {
    defect: 'still finds a text that was erased',
    facet: 'search',
    create: altered((storage) => {
      const erased = new Map<string, string>()
      return {
        commit: async (changes) => {
          for (const { search, vault, id } of changes)
            for (const { ref, text } of search?.put ?? []) if (!vault.erase.includes(ref)) erased.set(text, id)
          return storage.commit(changes)
        },
        find: async (query) => {
          const page = await storage.find(query)
          const [word = '', ...others] = query.search?.words ?? []
          const id = erased.get(word)
          if (others.length > 0 || word !== '新文' || id === undefined || page.items.length > 0) return page
          const { search: _, ...all } = query
          return { items: (await storage.find(all)).items.filter((each) => each.id === id) }
        },
      }
    }),
  },
  {
    defect: 'does not find a text that was replaced by its new words',
    facet: 'search',
    create: indexing((change, search) => (change.expectedVersion === 0 ? search : { ...search, put: [] })),
  },
  {
    defect: 'finds a text that was put again and is not to be found',
    facet: 'search',
    create: writing((one) => {
      const [again] = one.expectedVersion === 0 || one.search !== undefined ? [] : one.vault.put
      if (again === undefined) return one
      return {
        ...one,
        search: { put: [{ ref: again.ref, field: 'description', text: again.value ?? '', keys: [] }], drop: [] },
      }
    }),
  },
  {
    defect: 'gives what is searched for in the order of submission',
    facet: 'search',
    create: searching((storage, { order: _, ...query }) => storage.find(query)),
  },
  {
    defect: 'does not ask within which area it searches',
    facet: 'search',
    create: searching((storage, { within: _, ...query }) => storage.find(query)),
  },
  {
    defect: 'searches what has ended too when it is asked for what is open',
    facet: 'search',
    create: searching((storage, { open: _, ...query }) => storage.find(query)),
  },
  {
    defect: 'has only one page of what is searched for',
    facet: 'search',
    create: searching(async (storage, query) => ({ items: (await storage.find(query)).items })),
  },
  {
    defect: 'finds by the beginning of a digest',
    facet: 'search',
    create: asking(({ keys, ...others }) => ({
      ...others,
      ...(keys !== undefined && { keys: keys.flatMap((key) => (key === 'k' ? ['k1', 'k2'] : [key])) }),
    })),
  },
  {
    defect: 'replaces what a record is found by that has changed since',
    facet: 'search',
    create: altered((storage) => ({
      settle: async (rows) => {
        const late: Settlement[] = []
        for (const row of rows) {
          const record = row.what === 'search' ? (await storage.load(row.ref)).record : undefined
          late.push(record === undefined || row.what !== 'search' ? row : { ...row, version: record.version })
        }
        await storage.settle(late)
      },
    })),
  },
]
