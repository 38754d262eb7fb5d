import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { createHuiyin } from '@huiyin/core'
import type { Storage } from '@huiyin/core/contracts'
import { localFiles } from '@huiyin/files-local'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { loadCity } from './city.ts'
import { createMessages } from './messages.ts'
import { ownCommands } from './own-commands.ts'
import { createApp } from './server.ts'
import { createSessions } from './sessions.ts'

/** Where the record is kept and where the server listens; port 0 takes a free one. */
export interface StartOptions {
  readonly database: string
  readonly host: string
  readonly port: number
  /** What stands between the library and the record, for whoever wants to watch. */
  readonly watch?: Watch | undefined
}

/** The same storage, watched. */
export type Watch = (storage: Storage) => Storage

/** Opens the record, starts the loops and listens. */
export async function start({ database, host, port, watch = (storage) => storage }: StartOptions) {
  mkdirSync(dirname(database), { recursive: true })
  const messages = createMessages()
  const huiyin = createHuiyin({
    storage: watch(sqliteStorage({ path: database })),
    files: localFiles({ folder: join(dirname(database), 'files') }),
    channels: [messages.channel],
    commands: ownCommands,
    numberPrefix: 'JZ',
  })
  await huiyin.start()
  await loadCity(huiyin)
  // Deadlines that pass and messages that are owed are seen to from here on, whether or not anybody visits.
  huiyin.run()

  const app = createApp({ huiyin, sessions: createSessions(), messages })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(port, host)
  await once(server, 'listening')

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    /** Lets requests under way end, five seconds at the most, then the loops, then closes the record. */
    async stop(): Promise<void> {
      const closed = once(server, 'close')
      server.close()
      setTimeout(() => server.closeAllConnections(), 5000).unref()
      await closed
      await huiyin.stop()
    },
  }
}
