// Processor time of PostgreSQL servers on this machine, all their sessions together: those that ended, too.
import { readdirSync, readFileSync } from 'node:fs'
import { postgresDriver } from '../../scripts/lib/postgres-driver.mjs'

// What `/proc` counts in, on every Linux that Node runs on.
const millisecondsPerTick = 10

function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [own, ofEnded] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])]
    return { name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')), parent: Number(fields[1]), own, ofEnded }
  } catch {
    return undefined
  }
}

/** The process of a server that all its sessions come from; `undefined` where the server is on another machine. */
async function processOf(pg, connection) {
  const client = new pg.Client({ connectionString: connection })
  await client.connect()
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
  const session = statOf(rows[0].pid)
  await client.end()
  return session?.name.startsWith('postgres') ? session.parent : undefined
}

async function nodesOf(pg, connection) {
  const client = new pg.Client({ connectionString: connection })
  await client.connect()
  const { rows } = await client.query(
    `SELECT nodename AS host, nodeport AS port FROM pg_dist_node WHERE isactive AND noderole = 'primary' AND groupid <> 0`,
  )
  await client.end()
  return rows.map(({ host, port }) => Object.assign(new URL(connection), { hostname: host, port }).href)
}

/** Measures the processor time of a server in milliseconds, or of a cluster's nodes together; `undefined` where it cannot be seen from here. */
export async function serverTime(connection, { cluster = false } = {}) {
  const pg = await postgresDriver()
  const addresses = [connection, ...(cluster ? await nodesOf(pg, connection) : [])]
  const servers = await Promise.all(addresses.map((each) => processOf(pg, each)))
  if (servers.includes(undefined)) return () => undefined
  return () => {
    const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    let ticks = 0
    for (const pid of all) {
      const stat = statOf(pid)
      if (servers.includes(Number(pid))) ticks += stat.own + stat.ofEnded
      else if (servers.includes(stat?.parent)) ticks += stat.own
    }
    return ticks * millisecondsPerTick
  }
}
