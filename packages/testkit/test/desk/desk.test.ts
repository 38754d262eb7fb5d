import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@huiyin/core'
import { postgresStorage } from '@huiyin/storage-postgres'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe } from 'vitest'
import { deskStory } from './story.js'

describe('what a desk looks at, in memory', () => {
  deskStory(() => ({ storage: memoryStorage() }))
})

describe('what a desk looks at, in a file', () => {
  deskStory(() => {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-desk-'))
    return {
      storage: sqliteStorage({ path: join(folder, 'city.db') }),
      after: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    }
  })
})

describe('what a desk looks at, on PostgreSQL', () => {
  let server: PostgresServer | undefined
  let stories = 0
  beforeAll(async () => {
    server = await postgresServer()
  })
  afterAll(() => server?.stop())
  deskStory(() => {
    const schema = `desk_${process.pid}_${++stories}`
    return { storage: postgresStorage({ connection: server?.connection ?? '', schema, ...spread }) }
  })
})
