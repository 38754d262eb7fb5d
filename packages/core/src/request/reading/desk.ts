import type { RequestReading } from '../request-reading.js'
import type { DeskReads } from '../requests/desk.js'
import { createBadges } from './badges.js'
import { createMine } from './mine.js'
import { createQueue } from './queue.js'

/** What desks and residents look at. */
export function createDesk(parts: RequestReading): DeskReads {
  return { queue: createQueue(parts), mine: createMine(parts), badges: createBadges(parts) }
}
