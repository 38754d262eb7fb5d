import type { Actor } from '../../contracts/actor.js'
import type { Bilingual } from '../../contracts/text.js'
import { parseReader } from '../../import/parse.js'
import type { Moment } from '../../record/record-kind.js'
import type { RequestAction, RequestCommand } from '../commands.js'
import type { RequestRefusal } from '../refusals.js'
import type { RequestReading } from '../request-reading.js'
import type { Requests } from '../requests.js'
import type { StepNames } from '../views/steps.js'
import { createOutlook, type PreviewParts, previewing } from './preview.js'

/** What previews are made with. */
export interface PreviewsParts extends PreviewParts, Pick<RequestReading, 'now' | 'authority' | 'contextOf'> {
  readonly get: Requests['get']
  readonly names: StepNames & { unit(id: string): Bilingual }
  /** The input of a command, parsed. */
  readonly parsed: (action: RequestAction, raw: unknown) => object
  /** The input of a report, with requester and area. */
  readonly completed: (
    input: object,
    by: Actor,
  ) => Promise<{ readonly input: object } | { readonly refusal: RequestRefusal }>
  /** The same input with references in place of texts, which are kept nowhere. */
  readonly seal: (input: object) => unknown
}

// Stands in messages where the number will.
const id = '…'

/** What commands would come to: decided as they would be, and nothing written. */
export function createPreviews(parts: PreviewsParts): Pick<Requests, 'preview' | 'previewSubmit'> {
  const { get, now, authority, contextOf, names, parsed, completed, seal } = parts
  const { outlookOn, explained } = createOutlook(parts)
  const momentOf = (by: Actor): Moment => ({ now: now(), by, authority })

  const preview: Requests['preview'] = async (request, action, input, options) => {
    const by = parseReader(options)
    const command = { name: action, input: seal(parsed(action, input)) } as RequestCommand
    const facts = await get(request, { by })
    const found = outlookOn({ facts, command, context: await contextOf(momentOf(by), command, facts, request) })
    return 'refusal' in found ? { ok: false, refusal: found.refusal } : { ok: true, ...found.outlook }
  }

  const previewSubmit: Requests['previewSubmit'] = async (raw, options) => {
    const by = parseReader(options)
    const whole = await completed(parsed('submit', raw), by)
    if ('refusal' in whole) return { ok: false, refusal: whole.refusal }
    const command = { name: 'submit', input: seal(whole.input) } as RequestCommand
    // Without the command the context holds no number, so that none is used up.
    const context = await contextOf(momentOf(by), undefined, undefined, id)
    const found = outlookOn({ facts: undefined, command, context })
    if ('refusal' in found) return { ok: false, refusal: found.refusal }
    const { facts, outlook } = found
    const { lead: unit, why } = context.responsibilities.resolve(facts.category, facts.area)
    const dispatch: RequestCommand = { name: 'dispatch', input: {} }
    const desk = await contextOf(momentOf(previewing), dispatch, facts, id)
    const dispatched = outlookOn({ facts, command: dispatch, context: desk })
    const completion = 'refusal' in dispatched ? undefined : explained(dispatched.facts, 'resolve', desk)
    return {
      ok: true,
      ...outlook,
      area: { code: facts.area, name: names.area(facts.area) },
      responsible: { unit, name: names.unit(unit), why },
      ...(completion !== undefined && { completion }),
    }
  }

  return { preview, previewSubmit }
}
