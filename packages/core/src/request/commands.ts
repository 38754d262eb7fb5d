import { z } from 'zod'
import type { SealedOf } from '../privacy/seal.js'
import { freeText, opaqueId, plainText } from '../privacy/text.js'

/**
 * Why personal data must be erased, as 《个人信息保护法》第四十七条 lists it: the purpose is achieved or it is no longer needed; the time it is to be
 * kept has passed; consent was withdrawn; it was processed unlawfully; another law demands it.
 */
export const erasureBases = ['purposeAchieved', 'retentionEnded', 'consentWithdrawn', 'unlawful', 'otherLaw'] as const

const code = plainText(64)
const reason = freeText('reason', 500)
const limit = z.union([
  z.strictObject({ workingDays: z.number().int().min(1).max(250) }),
  z.strictObject({ workingHours: z.number().positive().max(2000) }),
  z.strictObject({ urgentHours: z.number().positive().max(720) }),
  z.strictObject({ naturalDays: z.number().int().min(1).max(366) }),
])
// A command of core is issued by its own name only, so that no `act` slips past its laws.
const ownCommand = z
  .string()
  .regex(/^[a-z][A-Za-z0-9-]{0,39}$/, 'is no name of a command')
  .refine((name) => !coreCommands().has(name), 'is a command of core; issue it by its own name')
const part = z.strictObject({ category: code, description: freeText('description', 2000), area: code.optional() })

/** The input of each command of a request, by name. The text fields go to the vault; the rest is written into events. */
export const requestInputs = {
  /** 上报 */
  submit: z.strictObject({
    channel: plainText(32).default('miniProgram'),
    category: code,
    area: code,
    /** Opaque id of the resident; the actor's own when absent. */
    requester: opaqueId().optional(),
    description: freeText('description', 2000),
    person: z
      .strictObject({
        name: freeText('name', 60).optional(),
        phone: freeText('phone', 30).optional(),
        address: freeText('address', 200).optional(),
      })
      .default({}),
    splitFrom: opaqueId().optional(),
  }),
  /** 当场答复 */
  answerOnTheSpot: z.strictObject({ unit: code.optional(), text: freeText('reply', 2000) }),
  /** 不予受理 */
  decline: z.strictObject({ reasonCode: plainText(40), reason }),
  /** 作废 */
  void: z.strictObject({ reason }),
  /** 撤单 */
  withdraw: z.strictObject({ reason: reason.optional() }).default({}),
  /** 派单; without a unit the responsibility catalogue decides. */
  dispatch: z.strictObject({ unit: code.optional(), coHandlers: z.array(code).max(10).optional() }).default({}),
  /** 认领 */
  claim: z.strictObject({}).default({}),
  /** 退单 */
  returnBack: z.strictObject({ reason }),
  /** 转派 */
  transfer: z.strictObject({ unit: code, reason: reason.optional() }),
  /** 协办 */
  assignCoHandler: z.strictObject({ unit: code }),
  coReply: z.strictObject({ unit: code, text: freeText('reply', 2000) }),
  /** 挂账 */
  suspend: z.strictObject({ reasonCode: plainText(40), reason: reason.optional() }),
  resume: z.strictObject({}).default({}),
  /** 延期 */
  requestExtension: z.strictObject({ by: limit, reason }),
  decideExtension: z.strictObject({ granted: z.boolean(), reason: reason.optional() }),
  /** 答复 */
  reply: z.strictObject({ text: freeText('reply', 2000) }),
  /** 核查 (before closing) */
  check: z.strictObject({ passed: z.boolean(), reason: reason.optional() }),
  /** 评价 */
  rate: z.strictObject({ grade: z.number().int(), comment: freeText('comment', 500).optional() }),
  /** 回访：是否接通；接通的，承办单位是否联系过诉求人、是否解决、是否满意 */
  followUp: z.strictObject({
    reached: z.boolean(),
    contacted: z.boolean().optional(),
    solved: z.enum(['solved', 'partlySolved', 'unsolved']).optional(),
    satisfied: z.enum(['satisfied', 'basicallySatisfied', 'dissatisfied']).optional(),
    note: freeText('note', 500).optional(),
  }),
  /** 催办 */
  urge: z.strictObject({ note: freeText('note', 500).optional() }).default({}),
  /** 督办 */
  supervise: z.strictObject({ reason: reason.optional() }).default({}),
  /** 并案 */
  merge: z.strictObject({ into: opaqueId() }),
  unmerge: z.strictObject({}).default({}),
  /** 拆分 */
  split: z.strictObject({ parts: z.array(part).min(2).max(10) }),
  /** 强制结案 */
  forceClose: z.strictObject({ reason }),
  /** Another category: recomputes the limit from the start and says why. */
  reclassify: z.strictObject({ category: code, reason: reason.optional() }),
  /** 申诉; `clock` names the deadline when several passed, such as `claim`. */
  appeal: z.strictObject({ about: z.enum(['overdue', 'rating', 'return']), clock: code.optional(), reason }),
  reviewAppeal: z.strictObject({ appeal: plainText(16), approve: z.boolean(), reason: reason.optional() }),
  /** 删除个人信息与文本, once the matter has ended. */
  eraseTexts: z.strictObject({ basis: z.enum(erasureBases) }),
  /** A command that a place's own lifecycle names and core knows nothing of. */
  act: z.strictObject({ command: ownCommand, note: freeText('note', 2000).optional() }),
} as const

export type RequestInputs = typeof requestInputs
/** Names of the commands of a request. */
export type RequestAction = keyof RequestInputs
/** What callers pass. */
export type InputOf<Action extends RequestAction> = z.input<RequestInputs[Action]>
/** What `decide` gets: parsed, texts replaced by references. */
export type SealedInputOf<Action extends RequestAction> = SealedOf<z.output<RequestInputs[Action]>>

type UserCommand = {
  [Action in RequestAction]: { readonly name: Action; readonly input: SealedInputOf<Action> }
}[RequestAction]

/** Commands only the system issues: what time asks for, and what another request's change asks for. */
export type SystemCommand =
  | { readonly name: 'warn'; readonly input: { readonly clock: string } }
  | { readonly name: 'expire'; readonly input: { readonly clock: string } }
  | { readonly name: 'escalate'; readonly input: { readonly clock: string } }
  | { readonly name: 'absorb'; readonly input: { readonly from: string } }
  | { readonly name: 'release'; readonly input: { readonly from: string } }
  | { readonly name: 'relocate'; readonly input: { readonly area: string } }
  /** The request this one went into has ended, in the state named. */
  | { readonly name: 'echo'; readonly input: { readonly from: string; readonly end: string; readonly at: number } }

/** A command of a request as `decide` gets it: parsed, texts sealed. */
export type RequestCommand = UserCommand | SystemCommand
export type CommandNamed<Name extends RequestCommand['name']> = Extract<RequestCommand, { name: Name }>

/** Names of the commands only the system issues. */
export const systemCommands = ['warn', 'expire', 'escalate', 'absorb', 'release', 'relocate', 'echo'] as const

/** Names of every command that core itself knows. */
export function coreCommands(): ReadonlySet<string> {
  return new Set([...Object.keys(requestInputs), ...systemCommands])
}

/** Under which name the lifecycle knows a command: `expire:claim` for the claim clock, the own name of an act. */
export function lifecycleEvent(command: RequestCommand): string {
  if (command.name === 'expire') return `expire:${clockFamily(command.input.clock)}`
  if (command.name === 'act') return command.input.command
  return command.name
}

/** `coHandle/unit-7` belongs to the family `coHandle`. */
export function clockFamily(clock: string): string {
  const slash = clock.indexOf('/')
  return slash < 0 ? clock : clock.slice(0, slash)
}
