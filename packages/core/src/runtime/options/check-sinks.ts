import type { EventSink } from '../../contracts/streams/sink.js'
import type { EventSource } from '../../contracts/streams/source.js'
import type { Bilingual } from '../../contracts/text.js'
import { faultsAfter, inBoth, refuseFaults } from '../../errors/faults.js'
import { knownNames } from '../../errors/known-names.js'
import { isWanted } from '../../sink/event-pattern.js'
import { queueNameFaults, sendingFaults } from './check-deliveries.js'
import type { HuiyinOptions } from './options.js'

const mostOfABatch = 1000
// RFC 3986: what a URI reference is made of.
const uriReference = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/

const otherContract = (contract: unknown): Bilingual =>
  inBoth(`按另一契约编写（${String(contract)}）`, `is made for another contract (${String(contract)})`)

function sinkFaults({ contract, name, on, batch = 1, publish, ...sending }: EventSink): Bilingual[] {
  const faults = [...queueNameFaults(name), ...sendingFaults(sending)]
  if (contract !== 'huiyin.sink/1') faults.push(otherContract(contract))
  if (!Array.isArray(on) || on.length === 0 || !on.every((each) => typeof each === 'string'))
    faults.push(
      inBoth(
        "没有 `on`：至少一个事件的列表，全部为 ['*']",
        "has no `on`: a list of events, one or more; ['*'] for all",
      ),
    )
  if (!Number.isInteger(batch) || batch < 1 || batch > mostOfABatch)
    faults.push(
      inBoth(
        `的 batch 为 ${String(batch)}，应为 1 至 ${mostOfABatch} 的整数`,
        `has the batch ${String(batch)}; it takes a whole number, 1 to ${mostOfABatch}`,
      ),
    )
  if (typeof publish !== 'function') faults.push(inBoth('没有 publish', 'has no publish'))
  return faults
}

function sourceFaults({ contract, name, start, stop }: EventSource): Bilingual[] {
  const faults = [...queueNameFaults(name)]
  if (contract !== 'huiyin.source/1') faults.push(otherContract(contract))
  if (typeof start !== 'function') faults.push(inBoth('没有 start', 'has no start'))
  if (typeof stop !== 'function') faults.push(inBoth('没有 stop', 'has no stop'))
  return faults
}

function eachOf<One extends { readonly name: string }>(
  option: 'sinks' | 'sources',
  list: readonly One[],
  noun: Bilingual,
  faultsOf: (one: One) => Bilingual[],
): Bilingual[] {
  const seen = new Set<string>()
  return list.flatMap((one, position) => {
    const where = `${option}.${position}`
    if (typeof one !== 'object' || one === null)
      return [inBoth(`${where} 不是${noun.zh}`, `${where} is not ${noun.en}`)]
    const own = faultsOf(one)
    if (seen.has(one.name))
      own.push(inBoth('与另一个重名，名称不得重复', 'has the name of another; names must be unique'))
    seen.add(one.name)
    return faultsAfter(`${noun.zh} ${where}（${String(one.name)}）`, `${where} (${String(one.name)}) `, own)
  })
}

/** What is wrong with sinks, sources and where events come from, before anything is built from them. */
export function streamFaults({ sinks = [], sources = [], eventOrigin = '/' }: HuiyinOptions): Bilingual[] {
  const faults = [
    ...eachOf('sinks', sinks, inBoth('事件出口', 'a sink'), sinkFaults),
    ...eachOf('sources', sources, inBoth('事件来源', 'a source'), sourceFaults),
  ]
  if (!uriReference.test(eventOrigin))
    faults.push(
      inBoth(
        `eventOrigin 为 ${JSON.stringify(eventOrigin)}，应为 URI 引用，例如 /huiyin/370281`,
        `eventOrigin is ${JSON.stringify(eventOrigin)}; it takes a URI reference, for example /huiyin/370281`,
      ),
    )
  return faults
}

/**
 * Refuses sinks that wait for events there are none of, and those with the name of another destination: one of the two would get nothing.
 *
 * @throws ConfigurationError naming each
 */
export function checkSinks(sinks: readonly EventSink[], taken: readonly string[], events: readonly string[]): void {
  const faults = sinks.flatMap(({ name, on }, position) => {
    const own = on
      .filter((pattern) => !events.some((type) => isWanted([pattern], type)))
      .map((pattern) => {
        const known = knownNames(pattern, events)
        return inBoth(
          `等待“${String(pattern)}”，没有这样的事件；${known.zh}`,
          `waits for "${String(pattern)}", and there is no such event; ${known.en}`,
        )
      })
    if (taken.includes(name))
      own.push(
        inBoth('与渠道或插件的投递重名，名称不得重复', 'has the name of a channel or delivery; names must be unique'),
      )
    return faultsAfter(`事件出口 sinks.${position}（${name}）`, `sinks.${position} (${name}) `, own)
  })
  refuseFaults('以下事件出口不能使用', 'These sinks cannot be used', faults)
}
