// `npm run test:cluster -- --cluster URL --worker URL --worker URL`: on a cluster of yours, moves parts of a schema and takes a worker away under load, and
// checks that nothing acknowledged is lost or done twice, that the other workers' requests go on, and that all is back afterwards.
//   --cluster URL   the coordinator, with the rights to make a schema and to move parts
//   --worker URL    a worker, by the host and port under which the coordinator knows it; at least two
//   --kill CMD      ends the worker that is named first, at once; without it you are asked to
//   --revive CMD    starts it again
//   --moves N       parts that are moved (default 2)
//   --work N        commands acknowledged in each stretch (default 200)
//   --callers N     callers on each of the two instances (default 8)
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from './lib/build.mjs'
import { install } from './lib/install.mjs'
import { postgresDriver } from './lib/postgres-driver.mjs'
import { main, run, StepFailed } from './lib/run.mjs'

const wholeOf = (name, text) => {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new StepFailed(`--${name} takes a whole number from 1 on, not ${JSON.stringify(text)}.`)
}

function readOptions() {
  const text = { type: 'string' }
  const { values } = parseArgs({
    options: {
      ...{ cluster: text, kill: text, revive: text, moves: text, work: text, callers: text },
      worker: { type: 'string', multiple: true },
    },
  })
  const { cluster, worker: workers = [], kill, revive, moves = '2', work = '200', callers = '8' } = values
  if (cluster === undefined || workers.length < 2)
    throw new StepFailed(
      'No cluster is named, and nothing was checked. 未指定集群，未作任何检查。\n' +
        "npm run test:cluster -- --cluster postgres://coordinator:5432/db --worker postgres://w1:5432/db --worker postgres://w2:5432/db [--kill 'CMD' --revive 'CMD']",
    )
  if ((kill === undefined) !== (revive === undefined)) throw new StepFailed('--kill and --revive belong together.')
  const numbers = { moves: wholeOf('moves', moves), work: wholeOf('work', work), callers: wholeOf('callers', callers) }
  return { cluster, workers, kill, revive, ...numbers }
}

const addressOf = (url) => `${new URL(url).hostname}:${new URL(url).port || 5432}`

async function command(text) {
  const { code, output } = await run(['sh', '-c', text])
  if (code !== 0) throw new StepFailed(`\`${text}\` ended with ${code}: ${output}`)
}

/** The nodes of a cluster, moved and ended by statements and commands. */
function clusterOf({ pg, schema, cluster, workers, kill, revive }) {
  async function ask(url, text, values = []) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(text, values)).rows
    } finally {
      await client.end().catch(() => {})
    }
  }
  const answers = (url) =>
    ask(url, 'SELECT 1').then(
      () => true,
      () => false,
    )
  async function until(url, wanted) {
    while ((await answers(url)) !== wanted) await pause(200)
  }
  async function placement() {
    const rows = await ask(
      cluster,
      `SELECT b AS bucket, n.nodename || ':' || n.nodeport AS node FROM generate_series(0, 63) b
         JOIN pg_dist_placement p ON p.shardid = get_shard_id_for_distribution_column('"${schema}".records', b::smallint)
         JOIN pg_dist_node n ON n.groupid = p.groupid AND n.noderole = 'primary'`,
    )
    return new Map(rows.map(({ bucket, node }) => [bucket, node]))
  }
  async function bucketsOf() {
    const rows = await ask(cluster, `SELECT id, bucket FROM "${schema}".records WHERE type = 'request'`)
    return new Map(rows.map(({ id, bucket }) => [id, bucket]))
  }
  let turn = 0
  async function move() {
    const [from, to] = turn++ % 2 === 0 ? [workers[0], workers[1]] : [workers[1], workers[0]]
    const [fromNode, toNode] = [addressOf(from), addressOf(to)]
    const lying = [...(await placement())].filter(([, node]) => node === fromNode)
    if (lying.length === 0) throw new StepFailed(`Nothing lies on ${fromNode}; has the cluster two workers?`)
    const [bucket] = lying[Math.floor(Math.random() * lying.length)]
    const began = performance.now()
    await ask(
      cluster,
      `SELECT citus_move_shard_placement(get_shard_id_for_distribution_column('"${schema}".records', ${bucket}::smallint), $1, $2, $3, $4, 'force_logical')`,
      [...fromNode.split(':'), ...toNode.split(':')],
    )
    return `the part of bucket ${bucket} went from ${fromNode} to ${toNode} in ${((performance.now() - began) / 1000).toFixed(1)} s`
  }
  const victim = () => workers[0]
  async function killOne() {
    if (kill !== undefined) {
      await command(kill)
      await until(victim(), false)
      return addressOf(victim())
    }
    console.log('  Now end one of the workers, at once. 请立即终止其中一个工作节点。')
    for (;;) {
      for (const url of workers)
        if (!(await answers(url))) {
          workers.unshift(...workers.splice(workers.indexOf(url), 1))
          return addressOf(url)
        }
      await pause(200)
    }
  }
  async function reviveIt() {
    if (revive === undefined) console.log(`  Now start ${addressOf(victim())} again. 请重新启动该节点。`)
    else await command(revive)
    await until(victim(), true)
  }
  return { placement, bucketsOf, move, kill: killOne, revive: reviveIt, ask: (text) => ask(cluster, text) }
}

const side = ({ ack, fail }) => `${ack} acknowledged, ${fail} answered by an error`

await main(async () => {
  const options = readOptions()
  await install()
  await build()
  const [{ postgresStorage }, { playClusterFaults }, pg] = await Promise.all([
    import('@huiyin/storage-postgres'),
    import('./lib/cluster-faults.mjs'),
    postgresDriver(),
  ])
  const schema = `faults_${process.pid}`
  const nodes = clusterOf({ pg, schema, ...options })
  const storageOf = () => postgresStorage({ connection: options.cluster, schema, distribute: 'citus' })
  console.log(`▸ 集群故障 faults of a cluster: schema ${schema}`)
  const began = performance.now()
  const { moves, work, callers } = options
  const told = await playClusterFaults({
    storageOf,
    nodes,
    say: (line) => console.log(`  ${line}`),
    moves,
    work,
    callers,
  })
  for (const { what, there, away } of told.phases)
    console.log(`  ${what}: on the node that went away ${side(away)}; elsewhere ${side(there)}`)
  const minutes = ((performance.now() - began) / 60_000).toFixed(1)
  console.log(
    `  ${told.acknowledged} commands acknowledged, ${told.failed} answers were an error, ${told.sentTwice} messages sent twice, ${minutes} min`,
  )
  if (told.complaints.length > 0)
    throw new StepFailed(`The schema ${schema} is kept.\n${told.complaints.map((each) => `  ✗ ${each}`).join('\n')}`)
  await nodes.ask(`DROP SCHEMA "${schema}" CASCADE`)
  console.log('  ✓ nothing lost, nothing doubled, everything sent in order, the record verifies')
})
