import type { RequestEvent } from '../request/events.js'
import type { RequestFacts } from '../request/facts.js'
import type { WouldHear } from '../request/reading/preview.js'
import { type NoticeNames, noticeOf, noticePayload, type Sending } from './channel/notices.js'
import type { SupervisorOf } from './who-hears.js'

interface Parts extends Pick<Sending, 'standing' | 'pressesAtOnce'> {
  readonly names: NoticeNames
  readonly supervisorOf: SupervisorOf
}

const audiences = ['resident', 'unit', 'dispatcher', 'supervisor', 'person'] as const

/** The messages that an event of a request causes, made as channels get them: one for each audience that hears of it, whether there is a channel or not. */
export function wouldHear({ names, supervisorOf, ...parts }: Parts) {
  return (event: RequestEvent, facts: RequestFacts): readonly WouldHear[] =>
    audiences.flatMap((audience) => {
      const payload = noticePayload({ audience, event, facts, names, supervisorOf })
      if (payload === undefined) return []
      const taken = { type: 'request', id: facts.id, event: event.seq, destination: audience, payload, attempts: 0 }
      const { to, title, echo } = noticeOf({ ...parts, audience, taken, event, facts, names })
      return [{ to, title, ...(echo !== undefined && { echo }) }]
    })
}
