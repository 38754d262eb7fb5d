import type { NotificationChannel } from '@huiyin/core'
import type { ChannelMessage } from '@huiyin/core/contracts'

/** A channel to residents that keeps what it is given, where a real one would call an SMS or WeChat gateway. */
export function createMessages() {
  const byResident = new Map<string, Map<string, ChannelMessage>>()
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/1',
    name: 'messages',
    audience: 'resident',
    async send(message) {
      const own = byResident.get(message.to) ?? new Map<string, ChannelMessage>()
      byResident.set(message.to, own)
      // Delivery is at least once: the stable id makes a repetition harmless.
      own.set(message.id, message)
      return { ok: true }
    },
  }
  /** What a resident was told, newest first. */
  const of = (resident: string) => [...(byResident.get(resident)?.values() ?? [])].reverse()
  return { channel, of }
}

/** The channel, and what it kept. */
export type Messages = ReturnType<typeof createMessages>
