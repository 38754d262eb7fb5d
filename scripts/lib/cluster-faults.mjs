// Commands through two instances on a distributed schema, while a part of it is moved and a node is away: who is told what, and whether the record is whole.
import { setTimeout as pause } from 'node:timers/promises'
import { createHuiyin } from '@huiyin/core'
import { createLedger, inbox, playLifecycles, seedCity } from '@huiyin/testkit'

const now = Date.parse('2022-01-04T10:00:00+08:00')
// The lifecycles live in a time of their own, years away from that of a server.
const limits = { clockDriftDays: Number.POSITIVE_INFINITY }
const hour = 3_600_000

/** What the load met, from one moment to another, by where each request lies. */
function createTold() {
  const counts = new Map()
  let what = 'before anything happens'
  return {
    begin: (next) => {
      what = next
    },
    read(line) {
      const [word, id] = line.split(' ')
      if (word !== 'ack' && word !== 'fail') return
      const phase = counts.get(what) ?? new Map()
      counts.set(what, phase)
      const told = phase.get(id) ?? { ack: 0, fail: 0 }
      told[word]++
      phase.set(id, told)
    },
    /** Sums over the requests of each side: `isAway` says of a request whether its node was the one that went away. */
    sums(isAway) {
      return [...counts].map(([phase, requests]) => {
        const row = { what: phase, there: { ack: 0, fail: 0 }, away: { ack: 0, fail: 0 } }
        for (const [id, { ack, fail }] of requests) {
          const side = isAway(id) ? row.away : row.there
          side.ack += ack
          side.fail += fail
        }
        return row
      })
    },
  }
}

/**
 * Plays lifecycles on two instances, lets `nodes` move parts, take a node away and bring it back, and compares the record with what was acknowledged.
 *
 * - `storageOf()` makes a storage on the schema, not yet open
 * - `nodes.move()` moves a part of the schema to another node; `nodes.kill()` takes a node away, `nodes.revive()` brings it back; each waits until that is so
 * - `nodes.placement()` says on which node each bucket lies, by bucket; `nodes.bucketsOf()` in which bucket each request lies, by id
 * - `work` is how many commands are acknowledged in each stretch, however long that takes
 */
export async function playClusterFaults({ storageOf, nodes, say, callers = 8, work = 200, moves = 2 }) {
  const sent = []
  const channel = inbox((id) => sent.push(id))
  const instance = () =>
    createHuiyin({ storage: storageOf(), platform: { clock: { now: () => now } }, limits, channels: [channel] })
  const instances = [instance(), instance()]
  const [one] = instances
  await one.start()
  await seedCity(one)
  await instances[1].start()
  for (const each of instances) each.run({ every: 500 })

  const ledger = createLedger()
  const told = createTold()
  let running = true
  const heard = { ack: 0, fail: 0 }
  const tell = (line) => {
    ledger.read(line)
    told.read(line)
    const word = line.slice(0, line.indexOf(' '))
    if (word in heard) heard[word]++
  }
  async function afterWork(commands, word = 'ack') {
    for (const enough = heard[word] + commands; heard[word] < enough; ) await pause(20)
  }
  /** One after the other; a request that meets an error is left until the end, so that those of other nodes go on. */
  async function caller(huiyin, prefix) {
    for (let turn = 1; running; turn++) {
      let failed = false
      await playLifecycles({
        ...{ huiyin, callers: 1, prefix: `${prefix}-${turn}`, pause: async () => {} },
        running: () => running && !failed,
        tell: (line) => {
          tell(line)
          failed ||= line.startsWith('fail ')
        },
      })
    }
  }
  const playing = instances.flatMap((huiyin, number) =>
    Array.from({ length: callers }, (_, n) => caller(huiyin, `p${number}-${n}`)),
  )
  async function playFaults() {
    await afterWork(work)
    for (let move = 1; move <= moves; move++) {
      told.begin(`while part ${move} is moved`)
      say(await nodes.move())
      await afterWork(work / 4)
    }
    told.begin('with the parts where they are now')
    await afterWork(work / 4)
    const placement = await nodes.placement()
    told.begin('while a node is away')
    const killed = await nodes.kill()
    say(`${killed} is away`)
    await afterWork(work)
    // Whoever asks for its requests is told so.
    await afterWork(1, 'fail')
    told.begin('while it comes back')
    await nodes.revive()
    say(`${killed} is back`)
    told.begin('after it is back')
    await afterWork(work)
    return { placement, killed }
  }
  async function compare({ placement, killed }) {
    told.begin('asked again at the end')
    const again = { huiyin: one, callers: 0, prefix: '', tell, running: () => true, pause: () => pause(100) }
    await playLifecycles({ ...again, unknown: ledger.unknown() })
    // What could not be sent waits for its next attempt, and is given it; what is due already goes first, or an hour later it looks as if nobody were sending it.
    await one.tick(now)
    for (let hours = 1; hours <= 12; hours++) await one.tick(now + hours * hour)
    const { acknowledged, unknown: _, ...found } = await ledger.check(one, sent)
    const buckets = await nodes.bucketsOf()
    const phases = told.sums((id) => placement.get(buckets.get(id)) === killed)
    const sentTwice = sent.length - new Set(sent).size
    return { acknowledged, failed: heard.fail, phases, sentTwice, complaints: complaintsOf(found, phases) }
  }
  try {
    const what = await playFaults().finally(() => {
      running = false
      return Promise.all(playing)
    })
    return await compare(what)
  } finally {
    for (const each of instances) await each.stop()
  }
}

/** What is wrong with what was found; nothing when all is as promised. */
function complaintsOf(found, phases) {
  const complaints = Object.entries(found).flatMap(([what, names]) =>
    names.length === 0 ? [] : [`${what}: ${names.length} (${names.slice(0, 3).join('; ')})`],
  )
  const during = phases.find(({ what }) => what === 'while a node is away')
  if (during.there.ack === 0) complaints.push('no command on the other nodes was acknowledged while one was away')
  if (during.there.fail > 0) complaints.push(`${during.there.fail} commands on other nodes failed while one was away`)
  const after = phases.find(({ what }) => what === 'after it is back')
  if ((after?.away.ack ?? 0) === 0)
    complaints.push('no command on the node that was away was acknowledged once it was back')
  return complaints
}
