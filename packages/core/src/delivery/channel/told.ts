import type { Notice } from '../../contracts/notice.js'
import type { TakenDelivery } from '../../contracts/rows.js'
import type { Caused, DomainEvent, Told } from '../../record/record-kind.js'
import { noticeHead } from './notice-head.js'
import type { Audience } from './queues.js'

/** The payload of what a decision tells a receiver of this kind; `undefined` when it tells none. */
export function toldPayload(audience: Audience, { tell = [] }: Caused = {}): string | undefined {
  const told = tell.find(({ to }) => to.kind === audience)
  return told === undefined ? undefined : JSON.stringify({ told })
}

/** The message of a decision that tells in its own words; `undefined` where core words it. */
export function toldNotice(taken: TakenDelivery, event: DomainEvent): Notice | undefined {
  const { told } = JSON.parse(taken.payload) as { readonly told?: Told }
  if (told === undefined) return undefined
  return {
    ...noticeHead(taken, event),
    to: told.to,
    urgent: false,
    title: told.title,
    params: { number: taken.id, ...told.params },
  }
}
