import { z } from 'zod'
import { parseInput, readerAnd } from '../../import/parse.js'
import { compact } from '../decide/draft.js'
import { noPageFor, readable } from '../permissions/scopes.js'
import type { RequestReading } from '../request-reading.js'
import type { DeskReads, ResidentPage } from '../requests/desk.js'
import { residentRow } from '../views/resident-head.js'
import { mayDo } from './may-do.js'
import { rowsOfPage } from './page-texts.js'
import { pageForms } from './query-forms.js'
import { type Conditions, createWalking } from './walking.js'

const { after, limit } = pageForms
const query = z.strictObject({ open: z.boolean().optional(), after, limit })

/** A resident's own requests: a page costs one walk of the storage, and one call for its texts. */
export function createMine(parts: RequestReading): DeskReads['mine'] {
  const { authority, areas, contextOf, calendars, names, now } = parts
  const { walk } = createWalking(parts)

  return async (raw): Promise<ResidentPage> => {
    const [by, rest] = readerAnd(raw)
    const { after, limit, open } = parseInput(query, rest, ['query'], 'query')
    if (by.kind !== 'resident') throw noPageFor(by, authority, 'requests.mine', ['requester'])
    const scopes = readable({ requester: by.id }, by, authority, areas.directory())
    const moment = now()
    const context = await contextOf({ now: moment, by, authority }, undefined, undefined, '')
    const page = await walk(
      scopes.map((scope) => ({ scope })),
      compact({ open, descending: true }) as Conditions,
      { after, limit },
    )
    const all = page.items.map(({ facts }) => facts)
    const rowsOf = await rowsOfPage(parts, all, ['description'])
    const row = { names, lifecycle: context.lifecycle, calendars: calendars(), now: moment }
    const items = all.map((facts) => {
      const description = rowsOf(facts.id).find(({ ref }) => ref === facts.description.ref)?.value ?? undefined
      return residentRow(facts, description, { ...row, mayDo: mayDo(facts, context).commands })
    })
    return { ...page, items }
  }
}
