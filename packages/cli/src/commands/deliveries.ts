import type { Huiyin } from '@huiyin/core'
import { minuteOf } from '@huiyin/core/calendar'
import type { OwedDelivery } from '@huiyin/core/contracts'
import { wrongUse } from '../command-failure.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { table } from '../output/columns.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'

/** Options of `huiyin deliveries dead`. */
export interface DeadOptions extends RecordOptions {
  readonly destination?: string
  readonly limit: number
}
/** Options of `huiyin deliveries replay`. */
export interface ReplayOptions extends RecordOptions {
  readonly destination?: string
  readonly all?: boolean
}

/** How a delivery is named on the command line: `request/q-1/3/sms`. Types and ids contain no slash; a destination may. */
function nameOf({ type, id, event, destination }: OwedDelivery): string {
  return `${type}/${id}/${event}/${destination}`
}

/** Dead letters, page by page. */
async function* deadOnes(huiyin: Huiyin, destination: string | undefined): AsyncGenerator<OwedDelivery> {
  let after: string | undefined
  do {
    const page = await huiyin.deliveries.deadLetters(
      {
        limit: 500,
        ...(destination !== undefined && { destination }),
        ...(after !== undefined && { after }),
      },
      { by: system },
    )
    yield* page.items
    after = page.next
  } while (after !== undefined)
}

/** `huiyin deliveries dead`: lists the dead letters with their reasons. */
export async function dead(options: DeadOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const found: OwedDelivery[] = []
    let more = false
    for await (const each of deadOnes(huiyin, options.destination)) {
      more = found.length >= options.limit
      if (more) break
      found.push(each)
    }
    const deliveries = found.map((each) => {
      const { type, id, event, destination, at, attempts, dead: reason, blocks } = each
      return { delivery: nameOf(each), type, id, event, destination, at, attempts, reason, blocks: blocks === true }
    })
    const lines = table(
      found.map((each) => [
        `  ${nameOf(each)}`,
        `${each.attempts} 次 attempts`,
        minuteOf(each.at),
        each.blocks === true ? '后续等待 blocks' : '后续放行 skipped',
        each.dead ?? '',
      ]),
    )
    const head =
      found.length === 0
        ? '✓ 没有搁置的投递 there are no dead letters'
        : `✗ 搁置的投递 dead letters: ${found.length}${more ? `+ (--limit ${options.limit})` : ''}`
    const result = { deliveries, more }
    return found.length === 0 ? done(result, [head]) : withFindings(result, [head, ...lines])
  })
}

/** `huiyin deliveries replay`: requeues dead letters. */
export async function replay(
  names: readonly string[],
  options: ReplayOptions,
  context: CommandContext,
): Promise<Outcome> {
  const all = options.all === true
  if (all === names.length > 0)
    throw wrongUse(
      '请列出要重投的投递（形如 request/q-1/3/sms），或用 --all 重投全部。',
      'Name the deliveries to replay (such as request/q-1/3/sms), or replay all with --all.',
    )
  const wanted = new Set(names)
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const progress = context.progress('重投 replaying')
    // Reads to the end first, because replaying changes the pages it walks over.
    const chosen: OwedDelivery[] = []
    for await (const each of deadOnes(huiyin, options.destination))
      if (all || wanted.has(nameOf(each))) chosen.push(each)
    const replayed: string[] = []
    for (const each of chosen) {
      await huiyin.deliveries.replay(each, { by: system })
      replayed.push(nameOf(each))
      progress.at(replayed.length, chosen.length)
    }
    progress.end()
    const notFound = names.filter((name) => !replayed.includes(name))
    const lines = [
      `${notFound.length === 0 ? '✓' : '✗'} 已重新列入投递 requeued: ${replayed.length}`,
      ...replayed.map((name) => `  ${name}`),
      ...notFound.map((name) => `  ✗ ${name} 不在搁置之列 is not a dead letter`),
    ]
    const result = { replayed, notFound }
    return notFound.length === 0 ? done(result, lines) : withFindings(result, lines)
  })
}

/** `huiyin deliveries pauses`: lists the destinations to which nothing is sent for a while. */
export async function pauses(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const found = await huiyin.deliveries.pauses({ by: system })
    const lines = table(
      found.map(({ destination, until, since, reason }) => [
        `  ${destination}`,
        `${minuteOf(since)} – ${minuteOf(until)}`,
        until > context.now() ? '暂停中 paused' : '到时，先试一条 over, one message will try it',
        reason,
      ]),
    )
    const head =
      found.length === 0
        ? '✓ 没有暂停的目的地 no destination is paused'
        : `✗ 暂停的目的地 paused destinations: ${found.length}`
    return found.length === 0 ? done({ pauses: found }, [head]) : withFindings({ pauses: found }, [head, ...lines])
  })
}

/** `huiyin deliveries resume`: ends the pause of a destination. */
export async function resume(destination: string, options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, { to: 'write' }, async ({ huiyin }) => {
    const wasPaused = (await huiyin.deliveries.pauses({ by: system })).some((each) => each.destination === destination)
    await huiyin.deliveries.resume(destination, { by: system })
    const result = { destination, wasPaused }
    return wasPaused
      ? done(result, [`✓ ${destination} 已恢复发送 resumed`])
      : withFindings(result, [`✗ ${destination} 未暂停 is not paused`])
  })
}

/** `huiyin deliveries retire` and `reinstate`: whether a destination that nobody serves any more is still owed what happens. */
export async function retireDestination(
  destination: string,
  isRetired: boolean,
  options: RecordOptions,
  context: CommandContext,
): Promise<Outcome> {
  return withRecord(options, context, { to: 'write' }, async ({ huiyin }) => {
    const { deliveries } = huiyin
    await (isRetired
      ? deliveries.retire(destination, { by: system })
      : deliveries.reinstate(destination, { by: system }))
    const what = isRetired ? '已停用，不再产生投递 retired, nothing more is owed to it' : '已恢复 reinstated'
    return done({ destination, retired: isRetired }, [`✓ ${destination} ${what}`])
  })
}
