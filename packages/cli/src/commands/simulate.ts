import { createBusinessHours, createWorkCalendar, type Huiyin, type Storage } from '@huiyin/core'
import { addDays, instantOf, parseDate } from '@huiyin/core/calendar'
import { type SimulatedClock, seededRandom, simulatedClock, simulatedIds } from '@huiyin/testkit'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type Opening, type OpenRecord, type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'
import { areas, catalogue, systemAdmin } from '../simulation/city.js'
import { life } from '../simulation/life.js'
import { createPlan } from '../simulation/plan.js'
import { verificationInWords, verifyRecord } from './verify.js'

/** Options of `huiyin simulate`; `from` is a date, `days` its length. */
export interface SimulateOptions extends RecordOptions {
  readonly requests: number
  readonly seed: number
  readonly days: number
  readonly from: string
}

const hour = 3_600_000

async function setUp(huiyin: Huiyin): Promise<void> {
  const imported = await huiyin.areas.import(areas, { by: systemAdmin })
  const described = imported.ok ? await huiyin.catalogue.import(catalogue, { by: systemAdmin }) : imported
  if (described.ok) return
  const why = JSON.stringify(described)
  throw wrongUse(`该配置不接受模拟城市：${why}`, `This configuration refuses the simulated city: ${why}`)
}

async function mustBeEmpty(storage: Storage): Promise<void> {
  const { items } = await storage.find({ limit: 1 })
  if (items.length > 0)
    throw wrongUse(
      '该存储已有记录；模拟只写入空的存储。',
      'The storage holds records already; a simulation only writes to an empty one.',
    )
}

/** Runs the simulated city hour by hour, so that every deadline is handled when it is due. */
async function live(
  { huiyin, config }: OpenRecord,
  clock: SimulatedClock,
  options: SimulateOptions,
  context: CommandContext,
) {
  const { requests: count, seed, days } = options
  const commands: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  const plan = createPlan()
  const random = seededRandom(seed)
  const around = {
    requests: huiyin.requests,
    hours: config.hours ?? createBusinessHours(config.calendar ?? createWorkCalendar({ unpublished: 'provisional' })),
    plan,
    now: () => clock.now(),
    counted: (command: string, refusal?: string) => {
      if (refusal === undefined) commands[command] = (commands[command] ?? 0) + 1
      else refusals[`${command}: ${refusal}`] = (refusals[`${command}: ${refusal}`] ?? 0) + 1
    },
  }
  const start = clock.now()
  for (let place = 0; place < count; place++) {
    const own = random.fork(`life-${place}`)
    plan.begin(start + own.int(0, days - 1) * 24 * hour + own.int(7 * 60, 22 * 60) * 60_000, life(around, place, own))
  }
  const progress = context.progress('模拟 simulating')
  const tick = async (instant: number) => {
    clock.set(instant)
    await huiyin.tick()
  }
  await plan.run(start + days * 24 * hour, async (instant) => {
    for (let next = clock.now() + hour; next < instant; next += hour) await tick(next)
    await tick(Math.max(instant, clock.now()))
    progress.at(commands.submit ?? 0, count, '件诉求 requests')
  })
  progress.end()
  return { commands, refusals }
}

async function statuses(huiyin: Huiyin): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let after: string | undefined; ; ) {
    const page = await huiyin.requests.find({ limit: 500, ...(after !== undefined && { after }) }, { by: system })
    for (const { status } of page.items) counts[status] = (counts[status] ?? 0) + 1
    if (page.next === undefined) return Object.fromEntries(Object.entries(counts).sort())
    after = page.next
  }
}

/** `huiyin simulate`: plays the requests of an invented city on a simulated clock into an empty storage, then verifies the record. */
export async function simulate(options: SimulateOptions, context: CommandContext): Promise<Outcome> {
  const { requests, seed, days } = options
  const from = parseDate(options.from)
  const clock = simulatedClock(instantOf(from))
  const opening: Opening = { to: 'fill', first: mustBeEmpty, also: { platform: { clock, ids: simulatedIds(seed) } } }
  const started = context.now()
  return withRecord(options, context, opening, async (record) => {
    await setUp(record.huiyin)
    const { commands, refusals } = await live(record, clock, options, context)
    const seconds = (context.now() - started) / 1000
    const byStatus = await statuses(record.huiyin)
    const verification = await verifyRecord(record, context, undefined)
    const issued = Object.values(commands).reduce((sum, count) => sum + count, 0)
    const result = {
      seed,
      requests,
      from,
      to: addDays(from, days - 1),
      areas: areas.length,
      commands,
      refusals,
      byStatus,
      seconds,
      verification,
    }
    const title = (status: string) => record.huiyin.lifecycle.states[status]?.title.zh ?? status
    const lines = [
      `✓ ${requests} 件诉求 requests, ${issued} 条命令 commands, ${seconds.toFixed(1)} s, 种子 seed ${seed}`,
      `  ${Object.entries(byStatus)
        .map(([status, count]) => `${title(status)} ${count}`)
        .join('；')}`,
      ...verificationInWords(verification),
    ]
    return verification.ok ? done(result, lines) : withFindings(result, lines)
  })
}
