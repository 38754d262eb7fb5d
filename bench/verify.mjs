// What a verification costs: CPU time an event, on one SQLite file of more than 20 000 events. With HUIYIN_BEFORE=FOLDER, a built checkout of another commit,
// that version verifies the same file in turns: then FOLDER writes it, since an older version cannot read what a newer one wrote.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { median } from './lib.mjs'

export const name = 'a verification 核验'

const requests = Number(process.env.VERIFY_REQUESTS ?? '3300')
const rounds = 5
const before = process.env.HUIYIN_BEFORE
const ten = Date.parse('2022-01-04T10:00:00+08:00')

const from = async (root) => {
  const built = (name) =>
    import(
      root === undefined
        ? `@huiyin/${name}`
        : pathToFileURL(join(resolve(root), 'packages', name, 'dist/index.js')).href
    )
  return { ...(await built('core')), ...(await built('storage-sqlite')), ...(await built('testkit')) }
}

/** A city in which most requests are answered and rated. */
async function write(parts, path) {
  const { createHuiyin, sqliteStorage, seedCity, cityActors: actors, cityGrid, simulatedClock, simulatedIds } = parts
  const clock = simulatedClock(ten)
  const huiyin = createHuiyin({ storage: sqliteStorage({ path }), platform: { clock, ids: simulatedIds(1) } })
  await huiyin.start()
  await seedCity(huiyin)
  const one = async (n) => {
    const input = {
      category: 'heating',
      area: cityGrid,
      description: `家中不热，第 ${n} 件。`,
      person: { name: '王某', phone: '13900001111' },
    }
    const { request } = await huiyin.requests.submit(input, { by: actors.resident, key: `s-${n}` })
    await huiyin.requests.dispatch(request.id, {}, { by: actors.desk, key: 'd' })
    await huiyin.requests.claim(request.id, {}, { by: actors.housing })
    if (n % 5 === 0) return
    await huiyin.requests.reply(request.id, { text: '已处理，请您查看。' }, { by: actors.housing, key: 'r' })
    await huiyin.requests.rate(request.id, { grade: 5 }, { by: actors.resident })
  }
  for (let n = 0; n < requests; n += 100) await Promise.all(Array.from({ length: 100 }, (_, k) => one(n + k)))
  await huiyin.stop()
}

async function verifier({ createHuiyin, sqliteStorage, simulatedClock }, path) {
  const storage = sqliteStorage({ path })
  const huiyin = createHuiyin({ storage, platform: { clock: simulatedClock(ten + 3_600_000) } })
  await huiyin.start({ readOnly: true })
  const verify = async () => {
    const cpu = process.cpuUsage()
    const { ok, events } = await huiyin.audit.verify()
    const { user, system } = process.cpuUsage(cpu)
    if (!ok) throw new Error('the file does not verify')
    return { events, us: (user + system) / events }
  }
  return { verify, stop: () => huiyin.stop() }
}

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-verify-'))
  const [ours, peer] = [await from(undefined), before === undefined ? undefined : await from(before)]
  const path = join(folder, 'city.db')
  await write(peer ?? ours, path)
  const sides = { ours: [], peer: [] }
  const old = peer === undefined ? undefined : await verifier(peer, path)
  const copy = join(folder, 'copy.db')
  copyFileSync(path, copy)
  const now = await verifier(ours, copy)
  let events = 0
  for (let round = 0; round <= rounds; round++)
    for (const [side, each] of [
      ['ours', now],
      ['peer', old],
    ]) {
      if (each === undefined) continue
      const found = await each.verify()
      events = found.events
      if (round > 0) sides[side].push(found.us)
    }
  await now.stop()
  await old?.stop()
  rmSync(folder, { recursive: true, force: true })
  const mine = median(sides.ours)
  const row = { what: `verify, ${events} events`, ours: mine, unit: 'µs CPU an event' }
  if (old === undefined) return [row]
  const theirs = median(sides.peer)
  return [{ ...row, peer: theirs, peerName: 'before', ratio: mine / theirs, met: mine <= 2 * theirs }]
}
