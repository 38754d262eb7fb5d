import { z } from 'zod'
import type { Bilingual } from '../../contracts/text.js'
import { inBoth } from '../../errors/faults.js'
import { inputIssue } from '../../errors/input-issue.js'
import { knownNames } from '../../errors/known-names.js'
import { InvalidInputError } from '../../errors.js'
import { parseInput } from '../../import/parse.js'
import { issuesOf } from '../../import/zod-issues.js'
import { identifier, isIdentifierSchema } from '../../privacy/identifier.js'
import { isFreeTextSchema } from '../../privacy/text.js'
import { requestInputs } from '../commands.js'
import type { IssuedOwnCommand, OwnCommand, OwnCommands } from './own-command.js'

type Path = readonly (string | number)[]

// Of the event's own data, and of the command that carries it.
const reserved: ReadonlySet<string> = new Set(['command', 'progress'])
const plain: ReadonlySet<string> = new Set(['number', 'int', 'boolean', 'enum', 'literal', 'null'])
// What a reference into the vault, and a text on its way there, are known by.
const ofTexts = [
  ['ref', 'commitment'],
  ['free', 'value'],
] as const

interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>
  readonly element?: z.core.$ZodType
  readonly innerType?: z.core.$ZodType
  readonly options?: readonly z.core.$ZodType[]
}

function faultsIn(schema: z.core.$ZodType, path: Path): Bilingual[] {
  const place = path.join('.')
  const { type, shape, element, innerType, options } = schema._zod.def as Definition
  if (shape !== undefined) {
    const mistaken = ofTexts.filter((names) => names.every((name) => Object.hasOwn(shape, name)))
    return [
      ...mistaken.map((names) =>
        inBoth(
          `${place} 的字段不能同时名为 ${names.join('、')}`,
          `${place} cannot have fields named ${names.join(' and ')}`,
        ),
      ),
      ...Object.entries(shape).flatMap(([name, each]) => faultsIn(each, [...path, name])),
    ]
  }
  if (element !== undefined) return faultsIn(element, [...path, 0])
  if (innerType !== undefined) return faultsIn(innerType, path)
  if (options !== undefined) return options.flatMap((each) => faultsIn(each, path))
  if (plain.has(type) || isIdentifierSchema(schema) || isFreeTextSchema(schema)) return []
  const wanted =
    type === 'string' || type === 'pipe'
      ? inBoth(
          '会永久写入事件：请用 identifier()、枚举，或存入保险库的 freeText(长度)',
          'would be written into events for ever: use identifier(), an enum, or freeText(max), which goes to the vault',
        )
      : inBoth(`不能为 ${type} 类型`, `cannot be of the type ${type}`)
  return [inBoth(`${place} ${wanted.zh}`, `${place} ${wanted.en}`)]
}

/** What is wrong with the input that an own command declares. */
export function ownInputFaults(input: unknown): Bilingual[] {
  if (input === undefined) return []
  const { type, shape = {} } = ((input as z.core.$ZodType | null)?._zod?.def ?? {}) as Partial<Definition>
  if (type !== 'object') return [inBoth('input 应为 zod 的对象', 'input must be an object of zod')]
  const taken = Object.keys(shape).filter((name) => reserved.has(name))
  return [
    ...taken.map((name) => inBoth(`input.${name} 为保留名称`, `input.${name} is a reserved name`)),
    ...faultsIn(input as z.core.$ZodType, ['input']),
  ]
}

const named = identifier()

// Whatever the schema says, no other string gets into an event.
function stringIssues(value: unknown, path: Path): ReturnType<typeof issuesOf> {
  if (typeof value === 'string') {
    const parsed = named.safeParse(value)
    return parsed.success ? [] : issuesOf(parsed.error, value, path)
  }
  if (typeof value !== 'object' || value === null) return []
  if ('free' in value && 'value' in value) return []
  return Object.entries(value).flatMap(([name, each]) =>
    stringIssues(each, [...path, Array.isArray(value) ? Number(name) : name]),
  )
}

const strict = ({ input }: OwnCommand): z.ZodType => (input === undefined ? z.strictObject({}) : input.strict())

/** Parses what `act` is given by the declaration of the command that it names. @throws InvalidInputError */
export function ownInputParser(commands: OwnCommands): (raw: unknown) => IssuedOwnCommand {
  const schemas = new Map(Object.entries(commands).map(([name, each]) => [name, strict(each)]))
  return (raw) => {
    const { command, ...rest } = parseInput(requestInputs.act, raw, ['input'], 'act command')
    const schema = schemas.get(command)
    if (schema === undefined) {
      const known = knownNames(command, schemas.keys())
      const because = inBoth(`不是本地命令（${known.zh}）`, `is not a command of the place's own (${known.en})`)
      throw new InvalidInputError([inputIssue('unfit', ['input', 'command'], { because })], 'act command')
    }
    // Facts and events hold no `undefined`.
    const data = JSON.parse(JSON.stringify(parseInput(schema, rest, ['input'], `${command} command`))) as object
    const issues = stringIssues(data, ['input'])
    if (issues.length > 0) throw new InvalidInputError(issues, `${command} command`)
    return { command, event: (commands[command] as OwnCommand).event, data }
  }
}
