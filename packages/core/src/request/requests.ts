import type { Actor } from '../contracts/actor.js'
import type { ReadOptions } from '../contracts/command.js'
import type { StoredFile } from '../contracts/files.js'
import type { Page, RecordCount, RecordOrder } from '../contracts/queries.js'
import type { ClockExplanation } from '../sla/explain.js'
import type { InputOf } from './commands.js'
import type { RequestEvent } from './events.js'
import type { RequestFacts } from './facts.js'
import type { ActInput } from './own/own-command.js'
import type { AttachmentView } from './reading/attachments.js'
import type { MayDo } from './reading/may-do.js'
import type { RequestNotice } from './reading/request-notice.js'
import type { TimelineStep } from './reading/timeline.js'
import type { RequestRefusal } from './refusals.js'
import type { AttachmentCommands } from './requests/attachments.js'
import type { FormReads } from './requests/choices.js'
import type { CorrectionCommands } from './requests/correction.js'
import type { DeskReads } from './requests/desk.js'
import type { FeedbackCommands } from './requests/feedback.js'
import type { HandlingCommands } from './requests/handling.js'
import type { IntakeCommands } from './requests/intake.js'
import type { RequestPreviews } from './requests/previews.js'
import type { TimeCommands } from './requests/time.js'
import type { RequestFlag } from './views/desk.js'
import type { ResidentView } from './views/resident.js'
import type { StaffView } from './views/staff.js'

/** What requests are found by. Every member that is given must hold; with none, all that the reader may read are found. */
export interface RequestQuery {
  /** A state of the lifecycle, or any of several; every state when absent. */
  readonly status?: string | readonly string[]
  /** `true`: not ended yet; `false`: ended; both when absent. */
  readonly open?: boolean
  /** Area code; covers the subtree below it. */
  readonly within?: string
  /** Id of the unit in charge. */
  readonly unit?: string
  /** Category code. */
  readonly category?: string
  /** Where requests came in, such as `hotline`. */
  readonly channel?: string
  /** Opaque id of the resident. */
  readonly requester?: string
  /** Submitted at this instant or after, in milliseconds since 1970. */
  readonly from?: number
  /** Submitted before this instant, in milliseconds since 1970. */
  readonly to?: number
  /** Who has to act now: id of a unit, `@dispatcher`, `@supervisor`, `@candidates` or `@requester`; an ended request has none (`''`). */
  readonly owner?: string
  /** A mark of open requests. */
  readonly flag?: RequestFlag
  /** The number people are told, as they read it: `JZ-20220104-0042-5`, also with spaces, small or full-width letters. One whose check digit does not fit is refused. */
  readonly number?: string
  /**
   * Words, at most 100 characters: found is what has each of them, as a whole, in its description, its answers or, for who may read those, its place and address. Full
   * and half width, large and small letters, and any blanks are the same; the longest word has two characters or more. A page may then be shorter than
   * `limit`, even empty, and go on all the same: there is more while `next` is there.
   */
  readonly text?: string
  /** One whole telephone number, however it is written; for who may read phones. Needs the option `search.phone`. */
  readonly phone?: string
  /** Time of whoever has to act is over before this instant, in milliseconds since 1970; `now` finds what is late. */
  readonly dueBefore?: number
  /**
   * `submitted` (default), `due`: whose time is over first, those whose time stands still last; `updated`: changed longest ago. The last two are of open
   * requests: they take no `open: false`.
   */
  readonly order?: RecordOrder
  /** The other way round: newest, latest due, changed last. Default false. */
  readonly descending?: boolean
  /** `next` of the page before; the first page when absent. */
  readonly after?: string
  /** At most so many on a page, 1 to 500; 50 when absent. */
  readonly limit?: number
}

/** Which open requests are counted. */
export interface RequestCountsQuery {
  /** Area code; covers the subtree below it. */
  readonly within?: string
  /** Id of the unit in charge. */
  readonly unit?: string
  /** Who has to act now, as in {@link RequestQuery}. */
  readonly owner?: string
}

/** How many open requests have the same owner, state and marks. Add up what you need: a request with two marks is in one group, and once in it. */
export interface RequestCount extends RecordCount {
  /** Each mark of the group, in alphabetical order. */
  readonly flags: readonly RequestFlag[]
}

/** A page of requests. */
export interface RequestPage extends Page<RequestFacts> {
  /** Ids of requests of this page whose stored record is damaged: they are left out, so that they hide no other. Absent when there are none. */
  readonly damaged?: readonly string[]
}

/** What became of the texts of a resident's requests. */
export interface ErasureResult {
  /** Ids of the requests that hold no text any more. */
  readonly erased: readonly string[]
  /** Those whose texts stay, each with the reason; empty when there is none. */
  readonly refused: readonly {
    /** Id of the request. */
    readonly id: string
    /** Why its texts stay, such as `texts-in-use`. */
    readonly refusal: RequestRefusal
  }[]
  /** Records of plugins about the person whose texts were erased too; absent when there was none. Those that the actor may not erase stay. */
  readonly records?: readonly {
    /** Type of the record. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
  }[]
}

/**
 * Everything a host can do with requests. Commands come in groups: intake, attachments, handling, feedback, time, correction.
 *
 * A command takes the id of the request, its input, and who issues it: `{ by, key?, expectedVersion? }`. Where a command needs no input the middle
 * argument may be left out. It resolves to a value, `ok` or a refusal; with a `key` (idempotency key) it may be sent again and gets the first answer.
 *
 * The docs of each name who may issue it by default (the system may too, except `rate`, `withdraw`, `correct`, `askReopen` and `appeal`, which take no stand-in), the events it writes and the refusals it
 * gives besides those common to all: `not-permitted`, `wrong-state`, `stale-version`, `key-reused`. Where an input takes `attachments`, those of `attach` about files may be
 * given too.
 */
export interface Requests<Acts = ActInput>
  extends IntakeCommands,
    AttachmentCommands,
    HandlingCommands<Acts>,
    FeedbackCommands,
    TimeCommands,
    CorrectionCommands,
    RequestPreviews,
    DeskReads,
    FormReads {
  /**
   * Reads the facts of a request, which hold no personal data. One that does not concern the reader is not found, as if it were not there.
   *
   * @throws InvalidInputError, NotFoundError
   */
  get(id: string, options: ReadOptions): Promise<RequestFacts>

  /**
   * Reads a page of requests, oldest submission first, or in another order; pass `next` of the page as `after`, with the same query, for the one that follows.
   * A condition that is left out means "of what I may read": their areas, the units they handle for, a resident's own. One that is given must be theirs to
   * read. A page of open requests costs a page, whatever has ended.
   *
   * @throws InvalidInputError, NotFoundError for an area that never was, and NotPermittedError for an area, a unit or a resident that is not the reader's,
   * which says what they may read instead
   * @example
   * ```ts
   * const desk: Actor = { id: 'staff-1', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281001' }] }
   * const mine = await huiyin.requests.find({ by: desk })
   * const open = await huiyin.requests.find({ open: true, within: '370281001001' }, { by: desk })
   * console.log(mine.items.length, open.items.length)
   * ```
   */
  find(options: ReadOptions): Promise<RequestPage>
  find(query: RequestQuery, options: ReadOptions): Promise<RequestPage>

  /**
   * Counts open requests by who has to act, state and marks: the figures on a desk, exact at every moment. Of what the reader may read, as with `find`, each
   * request once.
   *
   * @throws InvalidInputError, NotFoundError for an area that never was, and NotPermittedError as `find`
   */
  counts(options: ReadOptions): Promise<readonly RequestCount[]>
  counts(query: RequestCountsQuery, options: ReadOptions): Promise<readonly RequestCount[]>

  /**
   * Reads what the requester may see: progress, deadline and answer in words. Anybody else's request is not found.
   *
   * @throws InvalidInputError, NotFoundError
   */
  forResident(id: string, options: ReadOptions): Promise<ResidentView>

  /**
   * Reads what staff may see. Who dispatches, supervises, works its grid or its community, and the system, sees the person (`read.personal`); the unit that
   * handles it sees name and phone masked, and the address. A place says otherwise with `privacy.contacts`. A request that does not concern the reader is not found.
   *
   * @throws InvalidInputError, NotFoundError
   */
  forStaff(id: string, options: ReadOptions): Promise<StaffView>

  /**
   * Reads all events of a request, oldest first. Texts are references into the vault.
   *
   * @throws InvalidInputError, NotFoundError
   */
  history(id: string, options: ReadOptions): Promise<readonly RequestEvent[]>

  /**
   * Proof of notice, for staff: every message about the request by a channel, to whom, when, and what became of it, in the order of the events. Residents read what
   * `forResident` shows.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const desk: Actor = { id: 'staff-1', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281001' }] }
   * for (const { words } of await huiyin.requests.notices(id, { by: desk })) console.log(words.zh)
   * ```
   */
  notices(id: string, options: ReadOptions): Promise<readonly RequestNotice[]>

  /**
   * Reads the history of a request in words for staff, oldest first: who did what and when, from which state to which, with the texts that the reader may
   * read. What it hides is what `forStaff` hides.
   *
   * 办理过程：按时间列出每一步由谁、何时、做了什么，状态如何变化，以及阅读者有权看到的文本。
   *
   * @throws InvalidInputError, NotFoundError also for a resident, who reads `forResident`
   * @example
   * ```ts
   * for (const { at, title, to } of await huiyin.requests.timeline(id, { by: desk }))
   *   console.log(new Date(at).toISOString(), title.zh, to?.zh ?? '')
   * ```
   */
  timeline(id: string, options: ReadOptions): Promise<readonly TimelineStep[]>

  /**
   * Lists the files of a request, in the order in which they were attached: for staff all of them, and which this reader may open; for the requester those
   * that they may open.
   *
   * 附件列表：按添加的先后列出；工作人员看到全部及本人可否打开，诉求人只看到可打开的。
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * for (const { ref, title, type, mayOpen } of await huiyin.requests.attachments(id, { by: officer }))
   *   console.log(title.zh, type, mayOpen, ref)
   * ```
   */
  attachments(id: string, options: ReadOptions): Promise<readonly AttachmentView[]>

  /**
   * Opens one file of a request; `undefined` when it was erased. Its stream gives every byte that was attached or fails.
   *
   * 打开附件：返回文件流；已删除的返回 `undefined`。
   *
   * @throws InvalidInputError, NotFoundError, NotPermittedError for a file that is not this reader's to see, and AdapterError when the store fails, or has lost
   * or changed the file
   */
  openAttachment(id: string, ref: string, options: ReadOptions): Promise<StoredFile | undefined>

  /**
   * Says why a deadline is when it is: each day, counted or not, and by which notice. The running deadline of the request itself, unless another
   * clock is named, such as `claim` or `coHandle/water`.
   *
   * @throws InvalidInputError, and NotFoundError also for a clock that never ran
   * @example
   * ```ts
   * const { dueDate, days, text } = await huiyin.requests.explainDeadline(id, { by: resident })
   * console.log(dueDate, text.zh, days.filter((day) => !day.counted).length)
   * ```
   */
  explainDeadline(
    id: string,
    options: ReadOptions & {
      /** Name of the clock; the running deadline of the request itself when absent. */
      readonly clock?: string
    },
  ): Promise<ClockExplanation>

  /**
   * Says what the actor may do with a request now: the commands that are permitted and possible, by authority, by state, and by every law that can be judged
   * without the input. With `why` also all others, each with its refusal.
   *
   * @throws InvalidInputError, NotFoundError
   * @example
   * ```ts
   * const { commands, refused = [] } = await huiyin.requests.mayDo(id, { by: desk, why: true })
   * console.log(commands, refused.map(({ command, refusal }) => `${command}: ${refusal.message.zh}`))
   * ```
   */
  mayDo(
    id: string,
    options: ReadOptions & {
      /** Also the commands that are refused now, each with the reason. Default false. */
      readonly why?: boolean
    },
  ): Promise<MayDo>

  /**
   * Erases the texts of every request of a resident that has ended, as `eraseTexts` does, one by one, and those of records of plugins about them. Safe to repeat. What backups and the storage's
   * own logs still hold is for the operator to remove.
   *
   * @throws InvalidInputError
   */
  eraseTextsOf(
    requester: string,
    input: InputOf<'eraseTexts'>,
    options: {
      /** Who erases: a security administrator of the areas of the requests, or the system. */
      readonly by: Actor
    },
  ): Promise<ErasureResult>
}
