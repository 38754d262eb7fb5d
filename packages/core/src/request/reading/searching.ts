import type { Authority } from '../../authority/authority.js'
import { authorityRefusals } from '../../authority/authority-refusals.js'
import type { Actor } from '../../contracts/actor.js'
import type { Digest } from '../../contracts/digest.js'
import type { SearchQuery } from '../../contracts/searching/search-query.js'
import type { Storage } from '../../contracts/storage.js'
import { inBoth } from '../../errors/faults.js'
import { type InputIssue, inputIssue, unfit } from '../../errors/input-issue.js'
import { ConfigurationError, InvalidInputError, NotPermittedError } from '../../errors.js'
import { keysOf, lengthOf, numbersIn, wordsIn } from '../../privacy/searchable.js'
import { searchableIn } from '../permissions/hidden-fields.js'
import type { Scope } from '../permissions/scopes.js'
import type { Where } from '../permissions/standing.js'

/** What requests are searched for; both must hold. */
export interface Sought {
  readonly text?: string | undefined
  readonly phone?: string | undefined
}

const fewestCharacters = 2
const mostWords = 10

const refused = (issue: InputIssue) => new InvalidInputError([issue], 'query')

function wordsOf(text: string): readonly string[] {
  const words = wordsIn(text)
  const path = ['query', 'text']
  if (words.length > mostWords) throw refused(inputIssue('too-many', path, { max: mostWords }))
  // Of one character there are too many: it narrows what two others find, and finds nothing by itself.
  if (!words.some((word) => lengthOf(word) >= fewestCharacters))
    throw refused(inputIssue('too-short', path, { min: fewestCharacters }))
  return words
}

function numberOf(phone: string): readonly string[] {
  const numbers = numbersIn(phone)
  if (numbers.length === 1) return numbers
  throw refused(unfit(['query', 'phone'], '应为一个完整的电话号码', 'expected one whole telephone number'))
}

function withoutSearch(storage: Storage, filter: string): ConfigurationError {
  const why = inBoth(
    `存储 ${storage.name} 不支持检索（能力 search），不能按 ${filter} 查找。`,
    `The storage ${storage.name} cannot search (capability search): nothing is found by ${filter}.`,
  )
  return new ConfigurationError(why, { path: ['query', filter] })
}

function withoutKey(): ConfigurationError {
  const why = inBoth(
    '未配置电话检索密钥，不能按电话查找：不带密钥的电话摘要几分钟即可还原。请传入 `search: { phone: [keyedDigest({ … })] }`。',
    'Nothing is found by telephone without a key: a bare hash of a number is reversed in minutes. Pass `search: { phone: [keyedDigest({ … })] }`.',
  )
  return new ConfigurationError(why, { path: ['search', 'phone'] })
}

/** What a reader searches for, in each part of the requests that they may read. `digests`: those that phones are or were written under. */
export function createSearching(storage: Storage, digests: readonly Digest[], authority: Authority) {
  /** What is searched for; `undefined` when nothing is. @throws ConfigurationError, InvalidInputError */
  function sought({ text, phone }: Sought): Omit<SearchQuery, 'fields'> | undefined {
    if (text === undefined && phone === undefined) return undefined
    if (storage.capabilities.search !== true) throw withoutSearch(storage, text === undefined ? 'phone' : 'text')
    if (phone !== undefined && digests.length === 0) throw withoutKey()
    return {
      ...(text !== undefined && { words: wordsOf(text) }),
      ...(phone !== undefined && { keys: keysOf(numberOf(phone), digests) }),
    }
  }

  /** Whether the actor may search one part no less closely than another. */
  const noLess = (by: Actor, where: Where) => (one: Scope, other: Scope) => {
    const fields = searchableIn(one, by, where)
    return searchableIn(other, by, where).every((field) => fields.includes(field))
  }

  /**
   * The parts in which something is searched for, each with the fields in which the actor may. By phone only those find who may read phones.
   *
   * @throws NotPermittedError where that is nowhere
   */
  function within<Part extends { readonly scope: Scope }>(
    given: readonly Part[],
    what: Omit<SearchQuery, 'fields'>,
    by: Actor,
    where: Where,
  ): readonly (Part & { readonly search: SearchQuery })[] {
    const parts = given.map((part) => ({
      ...part,
      search: { ...what, fields: searchableIn(part.scope, by, where) },
    }))
    // Of a telephone no word is kept.
    if (what.keys === undefined)
      return parts.map((part) => ({
        ...part,
        search: { ...part.search, fields: part.search.fields.filter((field) => field !== 'phone') },
      }))
    const readable = parts.filter(({ search }) => search.fields.includes('phone'))
    if (readable.length > 0) return readable
    const { needs, who } = authority.needed('requests', 'read.personal')
    throw new NotPermittedError(
      authorityRefusals['reading-not-permitted']({ actor: by.id, what: 'requests.phone', needs, who }),
    )
  }

  return { sought, noLess, within }
}
