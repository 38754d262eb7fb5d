import type { NotificationChannel } from '../../contracts/channel.js'
import type { Receiver } from '../../contracts/receiver.js'

/** Whose messages a channel carries. */
export type Audience = Receiver['kind']

/** A queue of a channel: each of its audiences has one, so that nobody waits for the messages of others. */
export interface ChannelQueue {
  /** Name of the destination. */
  readonly name: string
  readonly audience: Audience
}

/** The queues of a channel: one of its own name, or one for each of its audiences. */
export function queuesOf({ name, audience }: Pick<NotificationChannel, 'name' | 'audience'>): readonly ChannelQueue[] {
  if (typeof audience === 'string') return [{ name, audience }]
  return [...new Set(audience)].map((each) => ({ name: `${name}/${each}`, audience: each }))
}
