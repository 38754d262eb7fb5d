import type { NewAreaEvent, ScheduledAreaChange } from '../area-events.js'
import { type DraftBase, draftOf } from './draft.js'
import { noJudge } from './judge.js'
import { takeSteps } from './step-events.js'

/**
 * What a change decided ahead comes to on the areas as they are when its instant has come. The same in every process, so that each may reckon with it
 * before one of them has written it out. What became impossible is called off.
 */
export function effectOf(change: ScheduledAreaChange, areas: DraftBase): readonly NewAreaEvent[] {
  const { id, effectiveFrom, steps } = change
  const taken = takeSteps(steps, draftOf(areas, effectiveFrom), noJudge)
  if ('refusal' in taken) return [{ type: 'areas.changeCancelled', data: { change: id, because: taken.refusal.code } }]
  const dated = taken.events.map((event) => ({ ...event, data: { ...event.data, effectiveFrom } }) as NewAreaEvent)
  return [{ type: 'areas.changeTookEffect', data: { change: id } }, ...dated]
}
