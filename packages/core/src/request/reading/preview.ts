import type { Actor } from '../../contracts/actor.js'
import type { Receiver } from '../../contracts/receiver.js'
import type { Bilingual } from '../../contracts/text.js'
import type { Decision, DomainEvent, Moment, RecordKind } from '../../record/record-kind.js'
import { type CalendarHistory, countedWith } from '../../sla/calendar-history.js'
import { type ClockExplanation, explainClock } from '../../sla/explain.js'
import type { RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import type { RequestEvent } from '../events.js'
import type { RequestFacts } from '../facts.js'
import { ownClock } from '../questions.js'
import type { RequestRefusal } from '../refusals.js'
import { type StepNames, toldToResident } from '../views/steps.js'
import { type TimelineStep, timelineOf } from './timeline.js'

/** A message that a command would cause, where there is a channel for it. */
export interface WouldHear {
  /** Whom. */
  readonly to: Receiver
  /** In which words. */
  readonly title: Bilingual
  /** The last word of a request that would end; absent otherwise. */
  readonly echo?: Bilingual
}

/** What a command would come to now. Nothing was written. */
export type CommandPreview =
  | {
      /** It would be refused. */
      readonly ok: false
      /** Why. */
      readonly refusal: RequestRefusal
    }
  | ({
      /** It would be done. */
      readonly ok: true
    } & Outlook)

/** What would follow from a command. */
export interface Outlook {
  /** What would happen, in words for staff and in order, with the states it would lead through; without texts. Empty for a resident. */
  readonly steps: readonly TimelineStep[]
  /** What the state would be called. */
  readonly status: Bilingual
  /** `false`: the request would have ended. */
  readonly open: boolean
  /** The deadline that would run for whoever has to move, day by day; absent where none would. */
  readonly deadline?: ClockExplanation
  /** What the resident would read as new, oldest first. */
  readonly resident: readonly Bilingual[]
  /** Who would hear what of this request; a resident learns what they would hear themself. */
  readonly messages: readonly WouldHear[]
}

/** What a report would come to now. Nothing was written, and no number was given out. */
export type SubmitPreview =
  | {
      /** It would be refused. */
      readonly ok: false
      /** Why. */
      readonly refusal: RequestRefusal
    }
  | ({
      /** It would be taken. */
      readonly ok: true
      /** The area that was named, or that the place lies in. */
      readonly area: {
        /** Its code in the tree. */
        readonly code: string
        /** What it is called. */
        readonly name: Bilingual
      }
      /** Who would handle it, by the catalogue. */
      readonly responsible: {
        /** Id of the unit. */
        readonly unit: string
        /** What it is called. */
        readonly name: Bilingual
        /** The rule of the catalogue that says so, in words. */
        readonly why: Bilingual
      }
      /** The deadline to handle it if it were dispatched at once, day by day; absent where it could not be. */
      readonly completion?: ClockExplanation
    } & Outlook)

/** What an outlook is made with. */
export interface PreviewParts {
  readonly kind: Pick<RecordKind<RequestFacts, RequestCommand, RequestContext>, 'decide' | 'evolve'>
  readonly names: StepNames
  readonly calendars: () => CalendarHistory
  /** The messages that an event would cause; `facts` as they would be after it. */
  readonly heard: (event: RequestEvent, facts: RequestFacts) => readonly WouldHear[]
}

interface Asked {
  readonly facts: RequestFacts | undefined
  readonly command: RequestCommand
  readonly context: RequestContext
}

/** Decides without committing, and says what would follow. */
export function createOutlook({ kind, names, calendars, heard }: PreviewParts) {
  const explained = (facts: RequestFacts, name: string | undefined, { now }: Moment): ClockExplanation | undefined => {
    const clock = name === undefined ? ownClock(facts) : facts.clocks[name]
    return clock === undefined || clock.stoppedAt !== undefined
      ? undefined
      : explainClock(countedWith(calendars(), clock), clock, now)
  }

  function outlookOn({ facts, command, context }: Asked) {
    const decision: Decision = kind.decide(facts, command, context)
    if ('refusal' in decision) return { refusal: decision.refusal as RequestRefusal }
    const { now, by, lifecycle } = context
    let after = facts
    const messages: WouldHear[] = []
    const events = decision.events.map(({ type, data }, position): RequestEvent => {
      const seq = (facts?.version ?? 0) + position + 1
      const event = { seq, type, at: now, by: { id: by.id, kind: by.kind }, data } as DomainEvent as RequestEvent
      after = kind.evolve(after, event)
      messages.push(...heard(event, after))
      return event
    })
    const end = after as RequestFacts
    const deadline = explained(end, undefined, context)
    // What goes on between offices is not told to residents, before it happens as little as after.
    const isResident = by.kind === 'resident'
    const outlook: Outlook = {
      steps: isResident ? [] : timelineOf({ events, texts: new Map(), names, lifecycle, status: facts?.status }),
      status: lifecycle.standing(end).title,
      open: end.open,
      ...(deadline !== undefined && { deadline }),
      resident: events.flatMap((event) => toldToResident(event, names) ?? []),
      messages: messages.filter(({ to }) => !isResident || (to.kind === 'resident' && to.id === by.id)),
    }
    return { facts: end, outlook }
  }

  return { outlookOn, explained }
}

/** Who dispatches in a preview. */
export const previewing: Actor = { id: 'system', kind: 'system', grants: [] }
