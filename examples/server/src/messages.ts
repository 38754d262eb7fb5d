import type { NotificationChannel } from '@huiyin/core'
import type { Notice } from '@huiyin/core/contracts'

/** A channel to residents that keeps what it is given, where a real one would call an SMS or WeChat gateway. */
export function createMessages() {
  const byResident = new Map<string, Map<string, Notice>>()
  const channel: NotificationChannel = {
    contract: 'huiyin.channel/2',
    name: 'messages',
    audience: 'resident',
    async send(message) {
      const { to } = message
      if (to.kind !== 'resident') return { ok: true, skipped: 'for residents only' }
      const own = byResident.get(to.id) ?? new Map<string, Notice>()
      byResident.set(to.id, own)
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
