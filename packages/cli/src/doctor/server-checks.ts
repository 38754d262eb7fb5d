import { askServer, loadPostgres } from '../storage/postgres.js'
import type { StorageTarget } from '../storage/target.js'
import { bytesInWords, type Finding, spanInWords } from './finding.js'
import { integrityFinding } from './integrity-check.js'

type Server = Extract<StorageTarget, { readonly kind: 'postgres' }>
type Query = Parameters<Parameters<typeof askServer>[1]>[0]

const second = 1000
const hour = 3_600_000

/** Whether the schema matches this version; `undefined` while there is none. */
async function schemaSteps(query: Query, schema: string): Promise<number | undefined> {
  const there = await query('SELECT to_regclass($1) AS found', [`"${schema}".migrations`])
  if (there.rows[0]?.found === null) return undefined
  const { rows } = await query(`SELECT count(*)::int AS steps FROM "${schema}".migrations`)
  return Number(rows[0]?.steps)
}

async function checkSchema(query: Query, schema: string): Promise<Finding> {
  const { schemaStatements } = await loadPostgres()
  const statements = schemaStatements({ schema: `"${schema}"`, durable: true, distribute: undefined })
  const current = statements.filter((text) => !/^\s*CREATE (OR REPLACE )?FUNCTION/i.test(text)).length
  const steps = await schemaSteps(query, schema)
  const base = { check: 'schema', details: { schema, steps: steps ?? null, current } }
  if (steps === current) return { ...base, level: 'ok', means: { zh: '结构为最新。', en: 'The schema is up to date.' } }
  if (steps !== undefined && steps > current)
    return {
      ...base,
      level: 'fail',
      means: { zh: '数据库由更新的版本建立。', en: 'The database was made by a newer version.' },
      todo: { zh: '请升级 @huiyin/storage-postgres。', en: 'Upgrade @huiyin/storage-postgres.' },
    }
  return {
    ...base,
    level: 'fail',
    means:
      steps === undefined
        ? { zh: `结构 ${schema} 尚未建立。`, en: `There is no schema ${schema} yet.` }
        : { zh: `结构落后 ${current - steps} 步。`, en: `The schema is ${current - steps} steps behind.` },
    todo: { zh: '先备份，再执行 huiyin migrate。', en: 'Back up, then run huiyin migrate.' },
  }
}

async function checkDurability(query: Query): Promise<Finding> {
  const { rows } = await query(
    `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
       current_setting('synchronous_commit') AS synchronous_commit, current_setting('server_version') AS version`,
  )
  const { fsync, full_page_writes: pages, synchronous_commit: commit, version } = rows[0] ?? {}
  const weak = fsync !== 'on' || pages !== 'on' || commit === 'off' || commit === 'local'
  const settings = `fsync=${fsync}, full_page_writes=${pages}, synchronous_commit=${commit}`
  return {
    check: 'durability',
    level: weak ? 'fail' : 'ok',
    details: { fsync, fullPageWrites: pages, synchronousCommit: commit, version },
    means: weak
      ? { zh: `${settings}：断电可能丢失已确认的命令。`, en: 'A power loss may lose what was acknowledged.' }
      : { zh: `PostgreSQL ${version}，${settings}，已确认的都已落盘。`, en: 'What is acknowledged is on the disk.' },
    todo: { zh: '请将三项都设为 on。', en: 'Set all three on.' },
  }
}

// PostgreSQL has no check of everything at once: checksums that failed, indexes that are not valid, and with the extension amcheck every B-tree.
async function checkIntegrity(query: Query, schema: string): Promise<Finding> {
  const ours = `SELECT c.oid, c.relname, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1`
  const invalid = await query(`SELECT relname FROM (${ours}) x WHERE NOT valid`, [schema])
  const failures = await query(
    'SELECT coalesce(checksum_failures, 0)::int AS failed FROM pg_stat_database WHERE datname = current_database()',
  )
  const failed = Number(failures.rows[0]?.failed ?? 0)
  const broken = invalid.rows.map(({ relname }) => `index ${relname} is not valid`)
  if (failed > 0) broken.push(`${failed} pages failed their checksum`)
  const { rows } = await query("SELECT 1 AS there FROM pg_extension WHERE extname = 'amcheck'")
  if (rows.length === 0) return integrityFinding(broken, 'indisvalid, checksum_failures')
  try {
    await query(`SELECT bt_index_check(oid) FROM (${ours}) x WHERE valid`, [schema])
  } catch (error) {
    broken.push(error instanceof Error ? error.message : String(error))
  }
  return integrityFinding(broken, 'indisvalid, checksum_failures, amcheck')
}

async function checkServerClock(query: Query, now: () => number): Promise<Finding> {
  const sent = now()
  const { rows } = await query('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS server')
  const received = now()
  const skew = Math.round(Number(rows[0]?.server) - (sent + received) / 2)
  const apart = Math.max(0, Math.abs(skew) - (received - sent) / 2)
  return {
    check: 'server-clock',
    level: apart > 30 * second ? 'fail' : apart > second ? 'warn' : 'ok',
    details: { skewMs: skew, roundTripMs: received - sent },
    means: {
      zh: `数据库时钟与本机相差 ${skew} 毫秒。`,
      en: `The clock of the server is ${skew} ms ahead of this machine's.`,
    },
    todo: { zh: '请用 NTP 校准各机器的时钟。', en: 'Set the clocks of all machines by NTP.' },
  }
}

async function checkTransactions(query: Query): Promise<Finding> {
  const { rows } = await query(
    `SELECT coalesce(extract(epoch FROM max(clock_timestamp() - xact_start)) * 1000, 0)::float8 AS longest,
       count(*)::int AS connections, current_setting('max_connections')::int AS most, pg_database_size(current_database())::float8 AS bytes
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  const { longest = 0, connections = 0, most = 0, bytes = 0 } = rows[0] as Record<string, number>
  const full = connections >= most * 0.8
  return {
    check: 'sessions',
    level: full || longest > hour ? 'warn' : 'ok',
    details: { longestTransactionMs: Math.round(longest), connections, most, bytes },
    means: {
      zh: `连接 ${connections} / ${most}，最长事务 ${spanInWords(longest)}，数据库 ${bytesInWords(bytes)}。`,
      en: `${connections} of ${most} connections, the longest transaction runs for ${spanInWords(longest)}.`,
    },
    todo: {
      zh: '长事务会阻止清理（vacuum），连接用尽会拒绝服务；请查 pg_stat_activity。',
      en: 'A long transaction keeps vacuum from its work, and without connections nothing is served: see pg_stat_activity.',
    },
  }
}

/** Checks a server without opening the storage, because opening would migrate its schema. */
export async function checkServer({ url, schema = 'huiyin' }: Server, now: () => number): Promise<readonly Finding[]> {
  return askServer(url, async (query) => [
    await checkSchema(query, schema),
    await checkIntegrity(query, schema),
    await checkDurability(query),
    await checkServerClock(query, now),
    await checkTransactions(query),
  ])
}
