import type { Decision } from '../../record/record-kind.js'
import type { CommandNamed } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { NewRequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { requestRefusals } from '../refusals.js'
import { present } from './draft.js'

/** Whether somebody still needs the texts: it is open, something is under review, or whoever handles the request it went into reads it there. */
export function areTextsInUse({ open, clocks, mergedInto, leadingEnd }: RequestFacts): boolean {
  const carriedOn = mergedInto !== undefined && leadingEnd === undefined
  return open || carriedOn || Object.values(clocks).some(({ stoppedAt }) => stoppedAt === undefined)
}

/**
 * 删除: personal data and texts of a request that has ended (《个人信息保护法》第四十七条). The events stay, with commitments that tell nothing any more;
 * why it was done is one of them.
 */
export function eraseTexts(
  facts: RequestFacts,
  { input }: CommandNamed<'eraseTexts'>,
  { textRefs = [], lifecycle }: RequestContext,
  rule?: string,
): Decision {
  if (areTextsInUse(facts)) {
    const running = Object.values(facts.clocks).filter(({ stoppedAt }) => stoppedAt === undefined)
    const clocks = running.map(({ clock }) => clock)
    const { status } = facts
    return { refusal: requestRefusals['texts-in-use']({ status, title: lifecycle.titleOf(status), clocks }) }
  }
  const kept = (facts.attachments ?? []).filter(({ erasedAt }) => erasedAt === undefined).length
  if (textRefs.length + kept === 0) return { events: [] }
  const erased: NewRequestEvent = {
    type: 'request.textsErased',
    data: {
      basis: input.basis,
      texts: textRefs.length,
      ...(kept > 0 && { attachments: kept }),
      ...present('rule', rule),
    },
  }
  return { events: [erased], erase: textRefs }
}
