import type { Bilingual } from '../contracts/text.js'
import { inBoth } from '../errors/faults.js'
import { ConfigurationError } from '../errors.js'
import { deepFreeze, frozenCopy } from '../import/deep-freeze.js'
import { type Refusal, refusalKinds } from '../import/refusal.js'
import type { Authoriser, Law, RequestContext } from '../request/context.js'
import type { RequestFacts } from '../request/facts.js'
import type { Condition } from '../request/lifecycle/machine.js'

// The caller owns the actor, so a copy is frozen. Policy, rating, lifecycle and catalogue were frozen when they were made; what is gathered for one
// decision is frozen here.
const contextFor = (context: RequestContext): RequestContext =>
  Object.freeze({
    ...context,
    by: frozenCopy(context.by),
    partIds: Object.freeze([...context.partIds]),
    ...(context.textRefs !== undefined && { textRefs: Object.freeze([...context.textRefs]) }),
    ...(context.other !== undefined && { other: deepFreeze(context.other) }),
  })

function kindOf(answer: unknown): Bilingual {
  if (answer === null) return inBoth('空值 null', 'null')
  if (answer instanceof Promise) return inBoth('一个 promise', 'a promise')
  return inBoth(`${typeof answer} 类型的值`, `a value of type ${typeof answer}`)
}

function brokenAnswer(what: string, answer: unknown, wanted: Bilingual): ConfigurationError {
  const kind = kindOf(answer)
  const message = inBoth(
    `${what} 返回了${kind.zh}，应返回${wanted.zh}；未写入任何内容。`,
    `${what} answered ${kind.en}; it must answer ${wanted.en}. Nothing was written.`,
  )
  return new ConfigurationError(message, { what })
}

const refusalOrNothing = inBoth(
  '用 defineRefusals 作出的拒绝或 undefined',
  'a refusal made with defineRefusals, or undefined',
)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** A refusal as plain data, each member read once; `undefined` for anything else. */
function plainRefusal(answer: unknown): Refusal | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  const { code, kind, details, message } = answer as Partial<Refusal>
  const { zh, en } = message ?? {}
  if (!isText(code) || !isText(zh) || !isText(en) || typeof details !== 'object' || details === null) return undefined
  // One that was not made with `defineRefusals` need not say it.
  const known = refusalKinds.find((each) => each === kind) ?? 'state'
  return { code, kind: known, details: JSON.parse(JSON.stringify(details)) as object, message: { zh, en } }
}

/** The refusal that something from outside answered. @throws ConfigurationError for anything else: it must not let the command pass either */
export function refusalIn(what: string, answer: unknown): Refusal {
  const refusal = plainRefusal(answer)
  if (refusal === undefined) throw brokenAnswer(what, answer, refusalOrNothing)
  return refusal
}

/**
 * A law or an authoriser from outside, named for errors. It is given frozen facts, and its answer is read once: a string, `true` or a promise is
 * not a refusal, and must not let the command pass either, so the command fails with an error and nothing is written.
 */
export function guardLaw<Guarded extends Law | Authoriser>(what: string, law: Guarded): Guarded {
  const guarded: Authoriser = (facts, command, context) => {
    // A law about `submit` sees no facts yet.
    const answer: unknown = law(deepFreeze(facts) as RequestFacts, deepFreeze(command), contextFor(context))
    if (answer === undefined) return undefined
    return refusalIn(what, answer)
  }
  return guarded as Guarded
}

/** A condition from outside, named for errors. It is given frozen facts; anything but `true` and `false` fails the command. */
export function guardCondition(what: string, condition: Condition): Condition {
  return (facts, command, context) => {
    const answer: unknown = condition(deepFreeze(facts), deepFreeze(command), contextFor(context))
    if (typeof answer !== 'boolean') throw brokenAnswer(what, answer, inBoth(' true 或 false', 'true or false'))
    return answer
  }
}

/** Each function of a table guarded, named by where it stands. */
export function guardEach<Each>(
  guard: (what: string, each: Each) => Each,
  what: string,
  table: Readonly<Record<string, Each>> = {},
): Record<string, Each> {
  return Object.fromEntries(
    Object.entries(table).map(([name, each]) => [
      name,
      // What is not a function is refused by name when Huiyin is created.
      typeof each === 'function' ? guard(`${what}.${name}`, each) : each,
    ]),
  )
}
