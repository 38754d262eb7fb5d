import type { Refusal } from '../../import/refusal.js'
import type { Decision } from '../../record/record-kind.js'
import { defaultAuthoriser } from '../authorise.js'
import { coreCommands, type RequestAction, type RequestCommand, requestInputs } from '../commands.js'
import type { RequestContext } from '../context.js'
import { eraseAttachment } from '../decide/attachments.js'
import { eraseTexts } from '../decide/erasure.js'
import { upToDate } from '../decide/index.js'
import type { RequestFacts } from '../facts.js'
import { isOneOf } from '../permissions/standing.js'

/** What somebody may do with a request now. */
export interface MayDo {
  /** Names of the commands that are permitted and possible, as far as that can be judged without their input. */
  readonly commands: readonly string[]
  /** The other commands, each with the refusal that it would get; absent unless asked for. */
  readonly refused?: readonly {
    /** Name of the command. */
    readonly command: string
    /** Why not now. */
    readonly refusal: Refusal
  }[]
}

const needsInput = Symbol('needs input')

// Whoever looks at the input of a command that was not issued cannot judge it yet.
function unreadInput(known: object): never {
  return new Proxy(known, {
    get: (target, name) => {
      if (Object.hasOwn(target, name) || typeof name === 'symbol') return Reflect.get(target, name)
      throw needsInput
    },
  }) as never
}

const noInput = unreadInput({})

/** What can be judged without input; `otherwise` where it takes the input. */
function judged<Answer>(judge: () => Answer, otherwise: Answer): Answer {
  try {
    return judge()
  } catch (error) {
    if (error === needsInput) return otherwise
    throw error
  }
}

const ofCore = coreCommands()
const alone: ReadonlySet<string> = new Set<RequestAction>(['submit', 'act'])
const actions = Object.keys(requestInputs).filter((action) => !alone.has(action))

/** Every command that somebody may issue on a request: core's, and those that the lifecycle adds. */
function allCommands({ definition }: RequestContext['lifecycle']): readonly string[] {
  const named = [definition.everywhere, ...Object.values(definition.states).map(({ on }) => on)]
  const own = named
    .flatMap((on) => Object.keys(on ?? {}))
    .filter((name) => !ofCore.has(name) && !name.startsWith('expire:'))
  return [...actions, ...new Set(own)]
}

// By the table alone, without the words of a refusal that nobody asked for.
function isSurelyDenied(facts: RequestFacts, action: string, context: RequestContext): boolean {
  const { authorise, authority, by } = context
  if (authorise !== defaultAuthoriser || by.kind === 'system') return false
  return !isOneOf(authority.parties('requests', action), facts, by, context)
}

const refusedBy = (decision: Decision): Refusal | undefined => ('refusal' in decision ? decision.refusal : undefined)

type Erasing = (facts: RequestFacts, command: never, context: RequestContext) => Decision

// No steps of a lifecycle: no state lists them.
const atAnyTime: Readonly<Record<string, Erasing>> = { eraseTexts, eraseAttachment }

function refusalOf(facts: RequestFacts, action: string, context: RequestContext): Refusal | undefined {
  const command = (
    ofCore.has(action) ? { name: action, input: noInput } : { name: 'act', input: unreadInput({ command: action }) }
  ) as RequestCommand
  const denied = judged(() => context.authorise(facts, command, context), undefined)
  if (denied !== undefined) return denied
  const laws = Object.hasOwn(context.extraLaws, action) ? (context.extraLaws[action] ?? []) : []
  const step = Object.hasOwn(atAnyTime, action)
    ? judged(() => refusedBy((atAnyTime[action] as Erasing)(facts, command as never, context)), undefined)
    : context.lifecycle.possible(facts, command, context, judged)
  if (step !== undefined) return step
  for (const law of laws) {
    const refusal = judged(() => law(facts, command, context), undefined)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** What the actor of the context may do with the request now; with `why`, also the refusals of everything else. */
export function mayDo(
  stored: RequestFacts,
  context: RequestContext,
  { why = false }: { readonly why?: boolean } = {},
): MayDo {
  const facts = upToDate(stored, context)
  const commands: string[] = []
  // What the state does not know is refused whoever asks: only for the reasons all of it is judged.
  const possible = [...context.lifecycle.commands(facts.status), ...Object.keys(atAnyTime)]
  const asked = why ? allCommands(context.lifecycle) : possible
  const refused: { command: string; refusal: Refusal }[] = []
  for (const command of asked) {
    if (!why && isSurelyDenied(facts, command, context)) continue
    const refusal = refusalOf(facts, command, context)
    if (refusal === undefined) commands.push(command)
    else if (why) refused.push({ command, refusal })
  }
  return { commands, ...(why && { refused }) }
}
