// A city of many open requests that a holiday notice moves. Run as a program: `amended-city.mjs fill PATH COUNT` fills a file, `amended-city.mjs measure PATH
// COUNT` claims half of the requests, applies the notice, claims the other half, and prints the CPU of each as JSON; `amended-city.mjs memory PATH` only
// applies it, `amended-city.mjs claim PATH COUNT` only claims. Each in a process of its own, so that none counts what another takes.
import { createHuiyin } from '@huiyin/core'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityActors as actors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'

const accepted = Date.parse('2026-12-30T10:00:00+08:00')
const callers = 256

const notice = `关于2027年部分节假日安排的通知 国办发明电〔2026〕9号
一、元旦：1月1日至4日放假调休，共4天。1月9日上班。
二、春节：2月5日至11日放假调休，共7天。2月20日上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。5月8日上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。`

const idOf = (n) => `open-${String(n).padStart(9, '0')}`

/** Issues a command for each number, so many at a time, as callers of a server do. */
async function inGroups(from, to, command) {
  let next = from
  const caller = async () => {
    while (next < to) {
      const result = await command(idOf(next++))
      if (!result.ok) throw new Error(result.refusal.code)
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

const open = async (path) => {
  const huiyin = createHuiyin({ storage: sqliteStorage({ path }), platform: { clock: simulatedClock(accepted) } })
  await huiyin.start()
  return huiyin
}

async function fill(path, count) {
  const huiyin = await open(path)
  await seedCity(huiyin)
  const input = { category: 'heating', area: cityGrid, description: '家中不热，只有 14 度。' }
  await inGroups(0, count, (id) => huiyin.requests.submit(id, input, { by: actors.resident }))
  await inGroups(0, count, (id) => huiyin.requests.dispatch(id, {}, { by: actors.desk }))
  await huiyin.stop()
}

async function cpuOf(work) {
  globalThis.gc?.()
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { cpu: (user + system) / 1e6, result }
}

async function measure(path, count) {
  const huiyin = await open(path)
  const half = count >> 1
  const claims = (from, to) =>
    cpuOf(() => inGroups(from, to, (id) => huiyin.requests.claim(id, { by: actors.housing })))
  const first = await claims(0, half)
  const preview = await cpuOf(() => huiyin.calendar.amend(notice, { by: actors.systemAdmin, preview: true }))
  const amend = await cpuOf(async () => {
    await huiyin.calendar.amend(notice, { by: actors.systemAdmin })
    return huiyin.calendar.reconcile()
  })
  const second = await claims(half, count)
  if (amend.result !== count || preview.result.summary.moved !== count)
    throw new Error(`${amend.result} of ${count} requests were moved, ${preview.result.summary.moved} previewed`)
  await huiyin.stop()
  console.log(JSON.stringify({ amend: amend.cpu, preview: preview.cpu, commands: first.cpu + second.cpu }))
}

const printPeak = () => console.log(process.resourceUsage().maxRSS / 1024)

/** Only claims every request, and prints the peak memory of the process in MB. */
async function claim(path, count) {
  const huiyin = await open(path)
  await inGroups(0, count, (id) => huiyin.requests.claim(id, { by: actors.housing }))
  await huiyin.stop()
  printPeak()
}

/** Only previews and applies the notice, and prints the peak memory of the process in MB. */
async function memory(path) {
  const huiyin = await open(path)
  await huiyin.calendar.amend(notice, { by: actors.systemAdmin, preview: true })
  await huiyin.calendar.amend(notice, { by: actors.systemAdmin })
  await huiyin.calendar.reconcile()
  await huiyin.stop()
  printPeak()
}

if (process.argv[1] === import.meta.filename) {
  const [, , what, path, count] = process.argv
  await { fill, measure, memory, claim }[what](path, Number(count))
}
