import type { scenario } from '@huiyin/testkit/scenario'

type Walk = ReturnType<typeof scenario>

/** The events that a command brings about where a walk stands. @throws Error with the code, where it is refused */
export function eventsOf(walk: Walk, ...asked: Parameters<Walk['decide']>) {
  const decision = walk.decide(...asked)
  if ('refusal' in decision) throw new Error(decision.refusal.code)
  return decision.events
}
