import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { ConfigurationError } from '../../errors.js'
import { personalDataIn } from '../../privacy/personal-data.js'
import type { Caused, OwedCommand, Told } from '../../record/record-kind.js'

const receivers: readonly string[] = ['resident', 'unit', 'dispatcher', 'supervisor', 'member', 'person']
const longestTitle = 200
const longestParams = 4000

function broken(type: string, fault: Bilingual): ConfigurationError {
  return new ConfigurationError(
    inBoth(
      `档案类型 ${type} 的决定${fault.zh}；未写入任何内容。`,
      `A decision of the record type ${type} ${fault.en}. Nothing was written.`,
    ),
    { type },
  )
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

function owedFault(owed: OwedCommand, types: ReadonlySet<string>): Bilingual | undefined {
  const { type, id, command } = owed ?? {}
  if (!isText(type) || !types.has(type))
    return inBoth(
      `把命令交给未知的档案类型 ${String(type)}`,
      `owes a command to ${String(type)}, which is no type of records`,
    )
  if (!isText(id) || !isText(command?.name))
    return inBoth(`交给 ${type} 的命令没有编号或名称`, `owes ${type} a command without an id or a name`)
  return undefined
}

const saysPerson = (text: string) => personalDataIn(text) !== undefined

function toldFault({ to, title, params = {} }: Told): Bilingual | undefined {
  if (!receivers.includes(to?.kind)) return inBoth('告知的对象不明', 'tells nobody there is')
  for (const line of [title?.zh, title?.en]) {
    if (!isText(line) || line.length > longestTitle)
      return inBoth(
        `告知的标题应为一至 ${longestTitle} 字`,
        `tells with a title that is not 1 to ${longestTitle} characters`,
      )
    if (saysPerson(line)) return inBoth('告知的标题含有个人号码', "tells with somebody's number in the title")
  }
  const text = JSON.stringify(params)
  if (text.length > longestParams || saysPerson(text))
    return inBoth('告知的参数过长或含有个人号码', "tells with params that are too long, or hold somebody's number")
  return undefined
}

/** What a decision of a plugin causes elsewhere, as plain data. @throws ConfigurationError for what could never be carried out, or must not be written */
export function checkedCaused(type: string, { owes = [], tell = [] }: Caused, types: ReadonlySet<string>): Caused {
  const fault = owes.map((each) => owedFault(each, types)).find(Boolean) ?? tell.map(toldFault).find(Boolean)
  if (fault !== undefined) throw broken(type, fault)
  const kinds = tell.map(({ to }) => to.kind)
  const twice = kinds.find((kind, position) => kinds.indexOf(kind) !== position)
  if (twice !== undefined)
    throw broken(
      type,
      inBoth(
        `向两个 ${twice} 告知；每类对象至多一个，其余请经 owes 由各自的档案告知`,
        `tells two receivers of the kind ${twice}; tell one, and owe the others a command on records of their own`,
      ),
    )
  return { ...(owes.length > 0 && { owes }), ...(tell.length > 0 && { tell }) }
}
