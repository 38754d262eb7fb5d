import type { NotificationChannel } from '../../contracts/channel.js'
import { deepFreeze } from '../../import/deep-freeze.js'

/**
 * Whether a channel wants to carry a message about an event. Asked inside commits, so nothing that a stranger does may fail them: what throws or answers
 * anything but `false` wants it.
 */
export function isWantedBy(
  channel: Pick<NotificationChannel, 'wants'>,
  { type, data }: { readonly type: string; readonly data: object },
): boolean {
  try {
    return channel.wants?.({ type, data: deepFreeze(data) }) !== false
  } catch {
    return true
  }
}
