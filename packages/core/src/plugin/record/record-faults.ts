import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { isHuiyinError } from '../../errors.js'
import type { Plugin } from '../plugin.js'
import { eraseCommand } from './bound-command.js'
import { policyOfClock } from './record-clocks.js'
import type { AnyRecordDefinition } from './record-definition.js'

const isSchema = (value: unknown): boolean =>
  typeof (value as { readonly safeParse?: unknown } | undefined)?.safeParse === 'function'
const isRule = (value: unknown): boolean =>
  typeof value === 'function' || (Array.isArray(value) && value.every((each) => typeof each === 'string'))
const optional = (value: unknown): boolean => value === undefined || isRule(value)

function clockFaults({ clocks = {} }: AnyRecordDefinition): Bilingual[] {
  return Object.entries(clocks).flatMap(([name, clock]) => {
    const { when, onDue } = clock ?? {}
    if (typeof when !== 'function' || typeof onDue !== 'function')
      return [inBoth(`的时限 ${name} 没有 when 或 onDue`, `has the clock ${name} without when or onDue`)]
    try {
      policyOfClock(name, clock)
      return []
    } catch (error) {
      if (!isHuiyinError(error)) throw error
      return [inBoth(`的时限 ${name}：${error.text.zh}`, `has the clock ${name}: ${error.message}`)]
    }
  })
}

function faultsOf(definition: AnyRecordDefinition): Bilingual[] {
  const { kind, inputs, may, reads, erases, measures = [] } = definition
  const faults: Bilingual[] = clockFaults(definition)
  if (kind.tallies !== undefined)
    faults.push(inBoth('含有 tallies，请改用 `measures`', 'has tallies; declare what is counted in `measures`'))
  for (const { name, at } of measures)
    if (typeof at !== 'function')
      faults.push(
        inBoth(
          `的计数项 ${String(name)} 没有说明在哪些时刻计数（at）`,
          `has the measure ${String(name)}, which does not say at which instants it counts (at)`,
        ),
      )
  const { form } = kind
  if (form !== undefined && !(Number.isSafeInteger(form) && form >= 1))
    faults.push(inBoth('的 form 应为不小于 1 的整数', 'has a form that is no whole number from 1 on'))
  if (kind.authorise !== undefined)
    faults.push(inBoth('含有 authorise，请改用 `may`', 'has authorise; say in `may` who may issue its commands'))
  if (Object.hasOwn(inputs, eraseCommand))
    faults.push(
      inBoth(
        '的命令 erase 由核心提供，请另取名称',
        'has a command erase, which core adds by itself; choose another name',
      ),
    )
  for (const name of new Set([...Object.keys(inputs), ...Object.keys(may)])) {
    if (!isSchema(inputs[name]))
      faults.push(inBoth(`的命令 ${name} 在 inputs 中没有模式`, `has no schema of the command ${name} in inputs`))
    if (!isRule(may[name]))
      faults.push(inBoth(`的 may 没有说明谁可执行 ${name}`, `does not say in may who may issue ${name}`))
  }
  for (const [name, rule] of Object.entries({
    'reads.facts': reads?.facts,
    'reads.text': reads?.text,
    'reads.personal': reads?.personal,
    erases,
  }))
    if (!optional(rule))
      faults.push(inBoth(`的 ${name} 既非列表也非函数`, `has ${name} that is neither a list nor a function`))
  return faults
}

/** What is wrong with the record definitions of a plugin, whatever others there are. */
export function recordFaults({ id, records = [] }: Plugin): Bilingual[] {
  return records.flatMap((definition: Partial<AnyRecordDefinition>, position) => {
    const { kind, inputs, may } = definition ?? {}
    const isObject = (value: unknown) => typeof value === 'object' && value !== null
    if (!isObject(kind) || !isObject(inputs) || !isObject(may))
      return [
        inBoth(
          `${id}：records.${position} 不完整，应有 kind、inputs 与 may；请用 defineRecord`,
          `${id}: records.${position} has no kind, no inputs or no may; use defineRecord`,
        ),
      ]
    return faultsOf(definition as AnyRecordDefinition).map(({ zh, en }) =>
      inBoth(`${id}：${kind?.type} ${zh}`, `${id}: the record type ${kind?.type} ${en}`),
    )
  })
}
