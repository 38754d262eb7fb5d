import { Client } from 'pg'
import type { Database } from './database.js'

const coalesce = 25
const comeBack = 1000

/**
 * Notifies other processes of work, outside the commit and at most forty times a second: a NOTIFY inside a commit makes all commits of
 * the server wait for each other. A lost notification only delays work until the next poll.
 */
export function createWakeUp(db: Database, connection: string, channel: string) {
  const listeners = new Set<() => void>()
  let client: Client | undefined
  let closed = false
  let telling: NodeJS.Timeout | undefined
  let coming: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    if (closed) return
    const mine = new Client({ connectionString: connection })
    client = mine
    const lost = () => {
      if (client !== mine || closed) return
      client = undefined
      coming = setTimeout(() => void listen(), comeBack).unref()
    }
    mine.on('error', lost)
    mine.on('end', lost)
    mine.on('notification', () => {
      for (const each of listeners) each()
    })
    try {
      await mine.connect()
      await mine.query(`LISTEN "${channel}"`)
    } catch {
      lost()
    }
  }

  /** Called after every commit that added work. */
  function tell(): void {
    if (telling !== undefined || closed) return
    telling = setTimeout(() => {
      telling = undefined
      db.query('wake up', 'SELECT pg_notify($1, $2)', [channel, '']).catch(() => {
        // The next poll finds the work.
      })
    }, coalesce).unref()
  }

  async function close(): Promise<void> {
    closed = true
    clearTimeout(telling)
    clearTimeout(coming)
    await client?.end().catch(() => {})
  }

  return {
    listen,
    tell,
    close,
    onWork: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
