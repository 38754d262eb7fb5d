import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStorage } from '@huiyin/core'
import { postgresStorage } from '@huiyin/storage-postgres'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { type PostgresServer, postgresServer, spread } from '@huiyin/testkit/postgres'
import { afterAll, beforeAll, describe } from 'vitest'
import { mergedResidents } from './story.js'

describe('residents of merged requests, with two processes on one memory', () => {
  mergedResidents(() => {
    const shared = memoryStorage()
    return { storage: () => shared }
  })
})

describe('residents of merged requests, with two processes on one file', () => {
  mergedResidents(() => {
    const folder = mkdtempSync(join(tmpdir(), 'huiyin-merged-'))
    return {
      storage: () => sqliteStorage({ path: join(folder, 'city.db') }),
      after: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
    }
  })
})

describe('residents of merged requests, with two processes on PostgreSQL', () => {
  let server: PostgresServer | undefined
  let stories = 0
  beforeAll(async () => {
    server = await postgresServer()
  })
  afterAll(() => server?.stop())
  mergedResidents(() => {
    const schema = `merged_${process.pid}_${++stories}`
    return { storage: () => postgresStorage({ connection: server?.connection ?? '', schema, ...spread }) }
  })
})
