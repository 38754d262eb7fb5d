import { z } from 'zod'
import { identifier, identifierForm, maxIdentifierLength } from '../privacy/identifier.js'
import type { SealedOf } from '../privacy/seal.js'
import { freeText, maxTextLength, plainText, textIssue } from '../privacy/text.js'
import type { ClockState } from '../sla/clock.js'
import { clockFamily } from '../sla/clock-family.js'
import type { FieldValue } from './facts.js'
import { appealInputs } from './inputs/appeals.js'
import { assigningInputs } from './inputs/assigning.js'
import { attachmentInputs, filesForm } from './inputs/attachments.js'
import { dispatchingInputs } from './inputs/dispatching.js'
import { erasureInputs } from './inputs/erasure.js'
import { feedbackInputs } from './inputs/feedback.js'
import { reopeningInputs } from './inputs/reopening.js'
import { revealingInputs } from './inputs/revealing.js'
import { submitInput } from './inputs/submit.js'
import { suppliedInputs } from './inputs/supplied.js'
import { timeInputs } from './inputs/time.js'
import type { IssuedOwnCommand } from './own/own-command.js'
import { type Issued, type SystemCommand, systemCommands } from './system-commands.js'

const code = identifier()
const area = identifierForm() // Codes of areas may read like numbers of people.
const reason = freeText('reason', 500)
const ownName = /^[a-z][A-Za-z0-9-]{0,39}$/
// A command of core is issued by its own name only, so that no `act` slips past its laws.
const ownCommand = z
  .string()
  .refine(
    (name) => ownName.test(name),
    textIssue('wrong-shape', {
      expected: { zh: '命令名（camelCase 或 kebab-case）', en: 'a name of a command, camelCase or kebab-case' },
    }),
  )
  .refine(
    (name) => !coreCommands().has(name),
    textIssue('unfit', {
      because: { zh: '是系统已有的命令，请直接调用', en: 'is a command of core; issue it by its own name' },
    }),
  )
const part = z.strictObject({
  /** Category code of the catalogue. 责任目录的分类编码。 */
  category: code,
  /** The share of the request that this part handles, at most 8 000 characters. 该部分的内容，至多 8000 字。 */
  description: freeText('description', maxTextLength),
  /** Area code; that of the split request when absent. 区划编码；不填则沿用原诉求的。 */
  area: area.optional(),
})

/**
 * The input of each command of a request, by name, for whoever checks input before it is passed on, such as an HTTP package. The text fields
 * go to the vault; the rest is written into events. What a command does stands with it in `Requests`.
 */
export const requestInputs = {
  // Intake 受理

  submit: submitInput,
  dispatch: dispatchingInputs.dispatch,
  answerOnTheSpot: z.strictObject({
    /** Id of the unit that answers; the catalogue's when absent. 答复单位编号；不填由责任目录确定。 */
    unit: code.optional(),
    /** The answer the resident reads, at most 8 000 characters. 答复内容，诉求人可见，至多 8000 字。 */
    text: freeText('reply', maxTextLength),
    /** What residents of merged requests read, at most 8 000 characters; `text` when absent. 并入诉求的诉求人所见的答复，至多 8000 字；不填则与答复内容相同。 */
    textForMerged: freeText('reply', maxTextLength).optional(),
    /** Proof of handling, 1 to 9 files. 办理佐证，1 至 9 个文件；可不填。 */
    attachments: filesForm.optional(),
  }),
  decline: z.strictObject({
    /** A code, at most 40 characters, for counting; of the catalogue's list where it has one. 不予受理理由编码；责任目录列有理由的，须在其中。 */
    reasonCode: identifier(40),
    /** The reason the resident reads, at most 500 characters. 理由，诉求人可见，至多 500 字。 */
    reason,
  }),
  withdraw: z
    .strictObject({
      /** Why, at most 500 characters; may be left out. 撤单理由，至多 500 字；可不填。 */
      reason: reason.optional(),
    })
    .default({}),
  merge: z.strictObject({
    /** Id of the open request of the same category that goes on. 并入的诉求编号，须未办结且分类相同。 */
    into: plainText(maxIdentifierLength),
  }),
  split: z.strictObject({
    /** 2 to 10 parts; each becomes a request with a new id. 拆成的各件，2 至 10 件。 */
    parts: z.array(part).min(2).max(10),
  }),

  ...suppliedInputs,
  ...revealingInputs,
  ...attachmentInputs,

  // Handling 办理

  claim: dispatchingInputs.claim,
  returnBack: dispatchingInputs.returnBack,
  transfer: z.strictObject({
    /** Id of the unit that takes over. 接收单位编号。 */
    unit: code,
    /** Why, at most 500 characters; may be left out. 转派理由，至多 500 字；可不填。 */
    reason: reason.optional(),
  }),
  ...assigningInputs,
  assignCoHandler: z.strictObject({
    /** Id of the unit that is to help. 协办单位编号。 */
    unit: code,
  }),
  coReply: z.strictObject({
    /** Id of the co-handling unit that answers. 答复的协办单位编号。 */
    unit: code,
    /** What the unit found or did, for staff, at most 8 000 characters. 协办情况，供工作人员查看，至多 8000 字。 */
    text: freeText('reply', maxTextLength),
    /** Proof of handling, 1 to 9 files. 办理佐证，1 至 9 个文件；可不填。 */
    attachments: filesForm.optional(),
  }),
  reply: z.strictObject({
    /** The answer the resident reads, at most 8 000 characters. 答复内容，诉求人可见，至多 8000 字。 */
    text: freeText('reply', maxTextLength),
    /** What residents of merged requests read, at most 8 000 characters; `text` when absent. 并入诉求的诉求人所见的答复，至多 8000 字；不填则与答复内容相同。 */
    textForMerged: freeText('reply', maxTextLength).optional(),
    /** Proof of handling, 1 to 9 files. 办理佐证，1 至 9 个文件；可不填。 */
    attachments: filesForm.optional(),
  }),
  check: z.strictObject({
    /** `true`: the answer holds; `false`: the unit goes on handling. 是否通过；未通过则继续办理。 */
    passed: z.boolean(),
    /** Why, at most 500 characters; may be left out. 核查说明，至多 500 字；可不填。 */
    reason: reason.optional(),
    /** What was found on the spot, 1 to 9 files. 现场核查的文件，1 至 9 个；可不填。 */
    attachments: filesForm.optional(),
  }),
  forceClose: z.strictObject({
    /** The reason the resident reads, at most 500 characters. 理由，诉求人可见，至多 500 字。 */
    reason,
  }),
  act: z.looseObject({
    /** Name of an own command; what its declaration takes stands beside it. 本地命令名；该命令所声明的内容与之并列填写。 */
    command: ownCommand,
  }),

  // Feedback 反馈与评价

  ...feedbackInputs,
  urge: z
    .strictObject({
      /** For staff, at most 500 characters; may be left out. 催办说明，供工作人员查看，至多 500 字；可不填。 */
      note: freeText('note', 500).optional(),
    })
    .default({}),
  supervise: z
    .strictObject({
      /** Why, at most 500 characters; may be left out. 督办理由，至多 500 字；可不填。 */
      reason: reason.optional(),
    })
    .default({}),

  ...reopeningInputs,

  // Time 时限

  ...timeInputs,

  // Correction 更正

  void: z.strictObject({
    /** The reason the resident reads, at most 500 characters. 作废理由，诉求人可见，至多 500 字。 */
    reason,
  }),
  unmerge: z.strictObject({}).default({}),
  reclassify: z
    .strictObject({
      /** Category code of the catalogue; stays as it is when absent. 责任目录的分类编码；不填则不变。 */
      category: code.optional(),
      /** Class of urgency of the deadline policy, `null` for none; stays as it is when absent. 紧急程度编码，`null` 为一般；不填则不变。 */
      urgency: code.nullable().optional(),
      /** Code of the area in force where it belongs; stays where it is when absent. 归属区划代码；不填则不变。 */
      area: area.optional(),
      /** Why, at most 500 characters; may be left out. 变更理由，至多 500 字；可不填。 */
      reason: reason.optional(),
    })
    .refine(
      ({ category, urgency, area }) => category !== undefined || urgency !== undefined || area !== undefined,
      textIssue('unfit', {
        because: { zh: '须填写分类、紧急程度或区划', en: 'names neither category, urgency nor area' },
      }),
    ),
  ...appealInputs,
  ...erasureInputs,
} as const

/** The table of input schemas, as a type. */
export type RequestInputs = typeof requestInputs
/** Names of the commands of a request. */
export type RequestAction = keyof RequestInputs
/** What callers pass. */
export type InputOf<Action extends RequestAction> = z.input<RequestInputs[Action]>
/** What `decide` gets: parsed, texts replaced by references. */
export type SealedInputOf<Action extends RequestAction> = SealedOf<z.output<RequestInputs[Action]>>

/** What core adds to the input of a report: no caller can pass it. */
interface Completed {
  /** The area named, or the one that the place lies in. */
  readonly area: string
  /** What the fields of the category say, texts and personal data as references. */
  readonly fields?: Readonly<Record<string, FieldValue>>
  /** The deadline of the request that it is a part of; absent when none had begun. */
  readonly deadline?: ClockState
}

type UserCommand = {
  readonly [Action in RequestAction]: Issued<
    Action,
    Action extends 'submit'
      ? Omit<SealedInputOf<Action>, keyof Completed> & Completed
      : Action extends 'act'
        ? IssuedOwnCommand
        : SealedInputOf<Action>
  >
}[RequestAction]

/** A command of a request as `decide` gets it: parsed, texts sealed. */
export type RequestCommand = UserCommand | SystemCommand
/** The command of this name. */
export type CommandNamed<Name extends RequestCommand['name']> = Extract<RequestCommand, Issued<Name, unknown>>

/** Names of every command that core itself knows. */
export function coreCommands(): ReadonlySet<string> {
  return new Set([...Object.keys(requestInputs), ...systemCommands])
}

/** Whether a place's own command of this name could be issued by `act`. */
export function isOwnCommand(name: string): boolean {
  return ownName.test(name) && !coreCommands().has(name)
}

/** Under which name the lifecycle knows a command: `expire:claim` for the claim clock, the own name of an act. */
export function lifecycleEvent(command: RequestCommand): string {
  if (command.name === 'expire') return `expire:${clockFamily(command.input.clock)}`
  if (command.name === 'act') return command.input.command
  return command.name
}
