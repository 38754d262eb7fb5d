import type { SchemaState } from '@huiyin/storage-postgres'
import { askServer, loadPostgres } from '../storage/postgres.js'
import type { ServerTarget } from '../storage/target.js'
import { bytesInWords, type Finding, spanInWords } from './finding.js'
import { integrityFinding } from './integrity-check.js'

type Query = Parameters<Parameters<typeof askServer>[1]>[0]

/** As the storage asks a server. */
const queryable =
  (query: Query) =>
  async <Row>(text: string, values?: readonly unknown[]) => {
    const { rows } = await query(text, values)
    return { rows: rows as Row[], rowCount: rows.length }
  }

const second = 1000
const hour = 3_600_000

async function checkSchema(schema: string, state: SchemaState): Promise<Finding> {
  const { current, distributed, functions, unfit } = state
  const steps = state.steps === 0 ? undefined : state.steps
  const base = { check: 'schema', details: { schema, steps: steps ?? null, current, distributed } }
  if (unfit !== undefined)
    return {
      ...base,
      level: 'fail',
      means: { zh: `本版本不能使用该结构：${unfit}。`, en: `This version cannot use the schema: ${unfit}.` },
      todo: { zh: '见上述原因。', en: 'See the reason above.' },
    }
  if (steps === current && functions)
    return { ...base, level: 'ok', means: { zh: '结构为最新。', en: 'The schema is up to date.' } }
  return {
    ...base,
    level: 'fail',
    means:
      steps === undefined
        ? { zh: `结构 ${schema} 尚未建立。`, en: `There is no schema ${schema} yet.` }
        : steps < current
          ? { zh: `结构落后 ${current - steps} 步。`, en: `The schema is ${current - steps} steps behind.` }
          : { zh: '结构中没有本版本的函数。', en: 'The schema lacks the functions of this version.' },
    todo: { zh: '先备份，再执行 huiyin migrate。', en: 'Back up, then run huiyin migrate.' },
  }
}

async function checkDurability(query: Query, distributed: boolean): Promise<Finding> {
  const { weakNodes } = await loadPostgres()
  const { rows } = await query(
    `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
       current_setting('synchronous_commit') AS synchronous_commit, current_setting('server_version') AS version`,
  )
  const { fsync, full_page_writes: pages, synchronous_commit: commit, version } = rows[0] ?? {}
  // Of a cluster the rows lie on the other nodes.
  const nodes = distributed ? await weakNodes(queryable(query)) : []
  const weak = fsync !== 'on' || pages !== 'on' || commit === 'off' || commit === 'local' || nodes.length > 0
  const settings = [`fsync=${fsync}, full_page_writes=${pages}, synchronous_commit=${commit}`, ...nodes].join('; ')
  return {
    check: 'durability',
    level: weak ? 'fail' : 'ok',
    details: { fsync, fullPageWrites: pages, synchronousCommit: commit, version, ...(distributed && { nodes }) },
    means: weak
      ? {
          zh: `${settings}：断电可能丢失已确认的命令。`,
          en: `A power loss may lose what was acknowledged: ${settings}.`,
        }
      : { zh: `PostgreSQL ${version}，${settings}，已确认的都已落盘。`, en: 'What is acknowledged is on the disk.' },
    todo: { zh: '请将三项都设为 on。', en: 'Set all three on.' },
  }
}

// PostgreSQL has no check of everything at once: checksums that failed, indexes that are not valid, and with the extension amcheck every B-tree.
async function checkIntegrity(query: Query, schema: string): Promise<Finding> {
  const ours = `SELECT c.oid, c.relname, i.indisvalid AS valid, a.amname AS kind FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_am a ON a.oid = c.relam WHERE n.nspname = $1`
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
    await query(`SELECT bt_index_check(oid) FROM (${ours}) x WHERE valid AND kind = 'btree'`, [schema])
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

/** Checks a server without opening the storage. Reads only. */
export async function checkServer(
  { url, schema = 'huiyin' }: ServerTarget,
  now: () => number,
): Promise<readonly Finding[]> {
  const { lookAtSchema } = await loadPostgres()
  return askServer(url, async (query) => {
    const state = await lookAtSchema(queryable(query), `"${schema}"`)
    return [
      await checkSchema(schema, state),
      await checkIntegrity(query, schema),
      await checkDurability(query, state.distributed),
      await checkServerClock(query, now),
      await checkTransactions(query),
    ]
  })
}
