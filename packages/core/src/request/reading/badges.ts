import { z } from 'zod'
import type { CountsQuery, RecordCount } from '../../contracts/queries.js'
import { NotPermittedError } from '../../errors.js'
import { parseInput, readerAnd } from '../../import/parse.js'
import { compact } from '../decide/draft.js'
import { commonOf, type Scope } from '../permissions/scopes.js'
import type { RequestReading } from '../request-reading.js'
import type { Badge, DeskReads } from '../requests/desk.js'
import { cardOf } from '../views/queue-row.js'
import { type DeskView, deskViews, deskViewTitles, viewStatesOf } from './desk-views.js'
import { code } from './query-forms.js'
import { staffOf } from './queue.js'
import { viewParts } from './view-parts.js'
import { createWalking, type Part } from './walking.js'

const query = z.strictObject({ within: code.optional(), unit: code.optional() })

/** How many requests a group holds, with the marks that they have. */
type Group = Pick<RecordCount, 'flags' | 'count'>

/** What a part holds, for a storage that counts it. */
const scopeOf = ({ scope, only = {} }: Part): Scope =>
  compact({ ...scope, ...('unit' in only && { unit: only.unit }) }) as Scope
const deskOf = ({ only }: Part) => only?.desk

function isIn({ owner, status, flags }: RecordCount, { only = {} }: Part): boolean {
  return (
    (only.owner === undefined || only.owner === owner) &&
    (only.status === undefined || only.status.includes(status)) &&
    (only.flags ?? []).every((flag) => flags.includes(flag))
  )
}

/** Whether a storage can count the parts: it counts what is open, and of several desks each by itself. */
function isCounted(parts: readonly Part[]): boolean {
  const desks = new Set(parts.flatMap((part) => deskOf(part) ?? []))
  return desks.size < 2 && !parts.some(({ only = {} }) => 'open' in only)
}

/** How much is in each view of a desk. */
export function createBadges(parts: RequestReading): DeskReads['badges'] {
  const { kind, storage, authority, areas, contextOf, now } = parts
  const { walk, conditionsOf } = createWalking(parts)

  // Views share what they are counted from: a storage is asked once for each part of the city that a reader may read, and once for each desk.
  function createCounting() {
    const asked = new Map<string, Promise<readonly RecordCount[]>>()
    return function countsOf(part: Part): Promise<readonly RecordCount[]> {
      const counted = compact({ ...conditionsOf(scopeOf(part)), desk: deskOf(part), type: kind.type }) as CountsQuery
      const name = JSON.stringify(counted)
      const found = asked.get(name) ?? storage.counts(counted)
      asked.set(name, found)
      return found
    }
  }

  // What lies in two parts is counted in both, and therefore taken off once.
  function inTwo(all: readonly Part[]): readonly Part[] {
    return all.flatMap((one, place) =>
      all.slice(place + 1).flatMap((other) => {
        const scope = commonOf(scopeOf(one), scopeOf(other), areas.directory())
        return scope === undefined ? [] : [{ scope, only: { ...one.only, ...other.only, unit: scope.unit } }]
      }),
    )
  }

  async function counted(all: readonly Part[], countsOf: (part: Part) => Promise<readonly RecordCount[]>) {
    const signed = [...all.map((part) => ({ part, sign: 1 })), ...inTwo(all).map((part) => ({ part, sign: -1 }))]
    const groups = signed.map(async ({ part, sign }) =>
      (await countsOf(part))
        .filter((group) => isIn(group, part))
        .map(({ flags, count }): Group => ({ flags, count: sign * count })),
    )
    return (await Promise.all(groups)).flat()
  }

  async function walked(all: readonly Part[]): Promise<readonly Group[]> {
    const groups: Group[] = []
    let after: string | undefined
    do {
      const page = await walk(all, { open: true }, { after, limit: 500 })
      groups.push(...page.items.map(({ record }) => ({ flags: record.index.flags, count: 1 })))
      after = page.next
    } while (after !== undefined)
    return groups
  }

  return async (raw): Promise<readonly Badge[]> => {
    const [given, rest] = readerAnd(raw)
    const asked = parseInput(query, rest, ['query'], 'query')
    const by = staffOf(given, authority, 'requests.badges')
    const { lifecycle } = await contextOf({ now: now(), by, authority }, undefined, undefined, '')
    const viewed = { by, authority, areas: areas.directory(), states: viewStatesOf(lifecycle) }
    const countsOf = createCounting()

    async function badgeOf(view: DeskView): Promise<readonly Badge[]> {
      let all: readonly Part[]
      try {
        all = viewParts(view, asked, viewed)
      } catch (error) {
        // What the reader may not read at all is refused; a view that is not theirs has no badge.
        if (view === 'all' || !(error instanceof NotPermittedError)) throw error
        return []
      }
      const groups = isCounted(all) ? await counted(all, countsOf) : await walked(all)
      const sum = (fits: (group: Group) => boolean) =>
        groups.filter(fits).reduce((total, { count }) => total + count, 0)
      const marked = (card: string) => sum(({ flags }) => cardOf(flags) === card)
      const count = sum(() => true)
      return [{ view, title: deskViewTitles[view], count, yellow: marked('yellow'), red: marked('red') }]
    }
    return (await Promise.all(deskViews.map(badgeOf))).flat()
  }
}
