import type { NotificationChannel } from '@huiyin/core'

/**
 * A channel to residents that takes everything, and tells the id of each message, in the order in which they come: what {@link Ledger.check} compares with
 * what was owed.
 *
 * @example
 * ```ts
 * import { inbox } from '@huiyin/testkit'
 *
 * const sent: string[] = []
 * const channel = inbox((id) => sent.push(id)) // createHuiyin({ channels: [channel], … })
 * ```
 */
export function inbox(note: (id: string) => void): NotificationChannel {
  return {
    contract: 'huiyin.channel/2',
    name: 'inbox',
    audience: 'resident',
    send: async ({ id }) => {
      note(id)
      return { ok: true }
    },
  }
}
