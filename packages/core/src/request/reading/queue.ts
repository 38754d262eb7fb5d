import { z } from 'zod'
import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import { parseInput, readerAnd } from '../../import/parse.js'
import { compact } from '../decide/draft.js'
import { readTexts } from '../permissions/hidden-fields.js'
import { noPageFor } from '../permissions/scopes.js'
import type { RequestReading } from '../request-reading.js'
import type { DeskReads, QueuePage } from '../requests/desk.js'
import { queueRow } from '../views/queue-row.js'
import { deskViews, viewStatesOf } from './desk-views.js'
import { rowsOfPage } from './page-texts.js'
import { code, pageForms, searchForms } from './query-forms.js'
import { createSearching } from './searching.js'
import { viewParts } from './view-parts.js'
import { type Conditions, createWalking } from './walking.js'

const query = z.strictObject({
  view: z.enum(deskViews),
  within: code.optional(),
  unit: code.optional(),
  category: code.optional(),
  card: z.enum(['yellow', 'red']).optional(),
  updatedSince: z.number().int().optional(),
  ...searchForms,
  ...pageForms,
})

const flagOf = { yellow: 'warned', red: 'overdue' } as const

/** The texts of a row. */
const rowFields = ['description', 'place'] as const

/** @throws NotPermittedError for a resident, who has no desk */
export function staffOf(by: Actor, authority: Authority, what: string): Actor {
  if (by.kind !== 'resident') return by
  const staff = authority.parties('requests', 'read').filter((party) => authority.heldAt(party) !== undefined)
  throw noPageFor(by, authority, what, staff)
}

/** The queues of desks: a page costs one walk of a storage for each part that the reader may read, and one call for all of its texts. */
export function createQueue(parts: RequestReading): DeskReads['queue'] {
  const { storage, authority, areas, phoneDigests, contextOf, names, now, choices } = parts
  const searching = createSearching(storage, phoneDigests, authority)
  const { walk } = createWalking(parts)

  return async (raw): Promise<QueuePage> => {
    const [given, rest] = readerAnd(raw)
    const parsed = parseInput(query, rest, ['query'], 'query')
    const { view, within, unit, card, updatedSince, text, phone, after, limit, ...asked } = parsed
    const by = staffOf(given, authority, 'requests.queue')
    const what = searching.sought({ text, phone })
    const moment = now()
    const context = await contextOf({ now: moment, by, authority }, undefined, undefined, '')
    const where = { areas: areas.directory(), authority }
    const found = viewParts(
      view,
      { within, unit },
      {
        by,
        ...where,
        states: viewStatesOf(context.lifecycle),
        ...(what !== undefined && { noLess: searching.noLess(by, where) }),
      },
    )
    const walked = what === undefined ? found : searching.within(found, what, by, where)
    const conditions = compact({
      order: 'due',
      ...asked,
      open: true,
      flags: card === undefined ? undefined : [flagOf[card]],
      updatedFrom: updatedSince,
    }) as Conditions
    const page = await walk(walked, conditions, { after, limit })
    const all = page.items.map(({ facts }) => facts)
    const rowsOf = await rowsOfPage(parts, all, rowFields)
    const { channels } = choices()
    const channel = (code: string) => channels.find((each) => each.code === code)?.name ?? { zh: code, en: code }
    const rowParts = { channel, names, lifecycle: context.lifecycle, sla: context.sla, now: moment }
    const items = all.map((facts) => queueRow(facts, readTexts(rowsOf(facts.id), facts, by, where).texts, rowParts))
    return { ...page, items }
  }
}
