import type { Actor } from '../../contracts/actor.js'
import type { Bilingual } from '../../contracts/text.js'
import type { LifecycleTable } from '../context.js'
import type { RequestEvent } from '../events.js'
import { eventTitle } from '../views/event-titles.js'
import type { StepNames } from '../views/steps.js'

/** One step in the history of a request, in words for staff. */
export interface TimelineStep {
  /** 1, 2, 3 … within the request. */
  readonly seq: number
  /** When, in milliseconds since 1970. */
  readonly at: number
  /** Type of the event, such as `request.claimed`. */
  readonly type: string
  /** What the event is called. */
  readonly title: Bilingual
  /** Who issued the command. */
  readonly by: {
    /** Opaque id; `system` for core itself. */
    readonly id: string
    /** Kind of the actor. */
    readonly kind: Actor['kind']
  }
  /** The unit that the step is about; absent for none. */
  readonly unit?: Bilingual
  /** What the state before is called; absent for the first step, and where the state stayed. */
  readonly from?: Bilingual
  /** What the state after is called; absent where the state stayed. */
  readonly to?: Bilingual
  /** The texts that came with it, as far as this reader may read them and they were not erased. */
  readonly texts: readonly {
    /** What it is, as the command names it: `reason`, `text`, `description`, `phone`. */
    readonly name: string
    /** As it was entered. */
    readonly text: string
  }[]
}

interface Parts {
  readonly events: readonly RequestEvent[]
  /** Those that the reader may read, by their references. */
  readonly texts: ReadonlyMap<string, string>
  readonly names: StepNames
  readonly lifecycle: LifecycleTable
  /** Where the request stood before these events; absent: they begin it. */
  readonly status?: string | undefined
}

function textsIn(data: object, texts: Parts['texts']): TimelineStep['texts'] {
  return Object.entries(data).flatMap(([name, value]: readonly [string, unknown]) => {
    if (value === null || typeof value !== 'object') return []
    const { ref, commitment } = value as { readonly ref?: unknown; readonly commitment?: unknown }
    if (typeof ref !== 'string' || typeof commitment !== 'string') return textsIn(value, texts)
    const text = texts.get(ref)
    return text === undefined ? [] : [{ name, text }]
  })
}

/** The history of a request in words, oldest first. */
export function timelineOf({ events, texts, names, lifecycle, status: first }: Parts): readonly TimelineStep[] {
  let status = first
  return events.map((event) => {
    const { seq, at, type, by, data } = event
    const before = status
    status = data.progress?.status ?? status
    const unit = 'unit' in data && typeof data.unit === 'string' ? names.unit(data.unit) : undefined
    return {
      seq,
      at,
      type,
      title: eventTitle(type, names),
      by: { id: by.id, kind: by.kind },
      ...(unit !== undefined && { unit }),
      ...(status !== before && before !== undefined && { from: lifecycle.titleOf(before) }),
      ...(status !== before && status !== undefined && { to: lifecycle.titleOf(status) }),
      texts: textsIn(data, texts),
    }
  })
}
