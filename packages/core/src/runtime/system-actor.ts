import type { Actor } from '../contracts/actor.js'

/** The actor of commands that no person issues: due deadlines, and effects of one record on another. */
export const systemActor: Actor = Object.freeze({ id: 'system', kind: 'system', grants: [] })
