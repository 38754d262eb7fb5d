// Libraries that keep work in PostgreSQL, each doing its own smallest honest unit of it. A peer is `{ name, unit, per, work(number), stop() }`: `work` is
// one round, `per` says how many units that is.
import { importPeer, peerName } from './peers.mjs'

const connections = 10 // what pg's own pool has by default
let streams = 0

/** Appends one event to a stream, five times, each with the version expected. */
export async function emmett(server) {
  const { default: pg } = await importPeer('pg')
  const { getPostgreSQLEventStore } = await importPeer('@event-driven-io/emmett-postgresql')
  const pool = new pg.Pool({ connectionString: server.connection, max: connections })
  const store = getPostgreSQLEventStore(server.connection, { connectionOptions: { pool } })
  await store.schema.migrate()
  const data = { text: '家中不热，只有 14 度。'.repeat(20) }
  return {
    name: `${peerName('@event-driven-io/emmett-postgresql')}, one event appended`,
    unit: 'events/s',
    per: 5,
    work: async () => {
      const stream = `request-${++streams}`
      for (let version = 0; version < 5; version++)
        await store.appendToStream(stream, [{ type: 'request.changed', data }], {
          expectedStreamVersion: version === 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version),
        })
    },
    stop: async () => {
      await store.close()
      await pool.end()
    },
  }
}

/** Sends a job, fetches one and completes it. */
export async function pgBoss(server) {
  const { PgBoss } = await importPeer('pg-boss')
  const boss = new PgBoss({ connectionString: server.connection, max: connections, supervise: false, schedule: false })
  const problems = []
  boss.on('error', (error) => problems.push(error))
  await boss.start()
  await boss.createQueue('request')
  const data = { text: '家中不热，只有 14 度。'.repeat(20) }
  return {
    name: `${peerName('pg-boss')}, one job sent and completed`,
    unit: 'jobs/s',
    per: 1,
    work: async () => {
      await boss.send('request', data)
      const [job] = await boss.fetch('request')
      if (job !== undefined) await boss.complete('request', job.id)
      if (problems.length > 0) throw problems[0]
    },
    stop: () => boss.stop({ graceful: false }),
  }
}

/** Runs a workflow of five steps that do nothing except that they are recorded. */
export async function dbos(server) {
  const { DBOS } = await importPeer('@dbos-inc/dbos-sdk')
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: server.connection,
    systemDatabasePoolSize: connections,
    logLevel: 'error',
    runAdminServer: false,
  })
  const step = async (number) => number
  const workflow = DBOS.registerWorkflow(
    async () => {
      for (let number = 0; number < 5; number++) await DBOS.runStep(() => step(number), { name: `step-${number}` })
    },
    { name: 'request' },
  )
  await DBOS.launch()
  return {
    name: `${peerName('@dbos-inc/dbos-sdk')}, workflow of 5 steps`,
    unit: 'steps/s',
    per: 5,
    work: () => workflow(),
    stop: () => DBOS.shutdown(),
  }
}
