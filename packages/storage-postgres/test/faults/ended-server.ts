import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PostgresServer } from '@huiyin/testkit/postgres'

/** Ends a server at once, as a lost machine does. */
export function crash(server: PostgresServer | undefined): void {
  const lock = join(server?.folder ?? '', 'postmaster.pid')
  process.kill(Number(readFileSync(lock, 'utf8').split('\n')[0]), 'SIGKILL')
}

/** Has it running again. Those it left behind must be gone before another may begin. */
export async function startAgain(server: PostgresServer | undefined): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await server?.start()
    } catch (error) {
      if (attempt === 1000) throw error
      await pause(50)
    }
}
