import type { Destination } from '../record/destinations.js'

/** Whether an event of this type is meant by the list: by its name, by `request.*` for its group, or by `*`. */
export function isWanted(on: readonly string[], type: string): boolean {
  return on.some((each) => each === '*' || each === type || (each.endsWith('.*') && type.startsWith(each.slice(0, -1))))
}

/** What an event owes to whoever waits for these. */
export const eventPayload =
  (on: readonly string[]): Destination['payloadFor'] =>
  (_type, event) =>
    isWanted(on, event.type) ? '{}' : undefined
