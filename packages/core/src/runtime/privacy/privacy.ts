import type { ConsentEntry, ContactView } from '../../contact/contact-results.js'
import type { CommandOptions, ReadOptions } from '../../contracts/command.js'
import type { Refusal } from '../../import/refusal.js'
import type { erasureBases } from '../../request/inputs/erasure.js'
import type { AttachmentView } from '../../request/reading/attachments.js'
import type { RequestNotice } from '../../request/reading/request-notice.js'
import type { ResidentView } from '../../request/views/resident.js'
import type { Membership } from '../../team/team.js'

/** One request on one page of the retention rules. */
export interface RetentionEntry {
  /** Id of the request. */
  readonly id: string
  /** Name of the rule. */
  readonly rule: string
  /** The first instant at which it is not kept any more, in milliseconds since 1970. */
  readonly until: number
}

/** What the retention rules come to on one page of the requests that have ended. */
export interface RetentionPage {
  /** Those whose texts were erased, or would be in a dry run. */
  readonly erased: readonly RetentionEntry[]
  /** Those whose time is over and whose texts are still needed, or may not be erased by a law of a plugin. */
  readonly waiting: readonly RetentionEntry[]
  /** For how many the rules say another instant than before, which was written down, or would be in a dry run. */
  readonly counted: number
  /** Where the next page begins; absent on the last one. */
  readonly next?: string
}

/** A text of a person, with the field that it was given for. */
export interface ExportedText {
  /** Which field of the vault it stands in, such as `name`, `phone`, `description`. */
  readonly field: string
  /** As it was given. */
  readonly text: string
}

/** Everything that is kept about a person, over every kind of record. Plain JSON. */
export interface SubjectExport {
  /** Opaque id of the person. */
  readonly subject: string
  /** When it was read, in milliseconds since 1970. */
  readonly at: number
  /** Their requests, in the order of submission. */
  readonly requests: readonly {
    /** What the person is shown: progress, answers, reveals, in words. */
    readonly view: ResidentView
    /** What they gave themself, as it was given. */
    readonly given: readonly ExportedText[]
    /** Files that they may see, without their bytes: those are read with `requests.openAttachment`. */
    readonly attachments: readonly AttachmentView[]
    /** How many texts of staff about the request are kept besides, which are no data of the person. */
    readonly ofStaff: number
    /** Which messages about it were sent to the person. */
    readonly notices: readonly RequestNotice[]
  }[]
  /** How they are reached, with names and addresses; absent where nothing is known. */
  readonly contact?: ContactView
  /** All consents that were given, withdrawn and used, oldest first. */
  readonly consents: readonly ConsentEntry[]
  /** Who looked up their name and addresses in the contacts (`contacts.reveal`), oldest first. */
  readonly looks: readonly {
    /** When, in milliseconds since 1970. */
    readonly at: number
    /** Opaque id of who looked. */
    readonly by: string
    /** What for; absent once erased. */
    readonly reason?: string
  }[]
  /** The teams in which they serve or served. */
  readonly teams: readonly {
    /** Code of the grid. */
    readonly grid: string
    /** What they are or were there, and when. */
    readonly memberships: readonly Omit<Membership, 'name' | 'phone'>[]
    /** Name and phone, as they were given. */
    readonly texts: readonly ExportedText[]
  }[]
  /** Records of plugins about them. */
  readonly records: readonly {
    /** Type of the record. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
    /** What it says besides texts. */
    readonly facts: object
    /** What the person said in it, and what is kept of them there. */
    readonly texts: readonly ExportedText[]
  }[]
}

/** What was erased of a person, and what stays. */
export interface SubjectErasure {
  /** Ids of the requests that hold no text any more. */
  readonly requests: readonly string[]
  /** Records of plugins whose texts were erased. */
  readonly records: readonly {
    /** Type of the record. */
    readonly type: string
    /** Id of the record. */
    readonly id: string
  }[]
  /** How many names, addresses and preferences were erased from the contacts. */
  readonly contactTexts: number
  /** Codes of the grids in whose teams name and phone were erased. */
  readonly teams: readonly string[]
  /** What stays, each with the reason: a request that is open, a team in which they still serve. */
  readonly kept: readonly {
    /** `request`, `contact`, `team`, or the type of a plugin's record. */
    readonly type: string
    /** Id of the record; of a team the code of its grid. */
    readonly id: string
    /** Why it stays. */
    readonly refusal: Refusal
  }[]
}

/** 个人信息: what is kept about people, for how long, what of it they may have, and how it is erased. */
export interface Privacy {
  /**
   * Applies the retention rules (`privacy.retention`) to one page of the requests that have ended, in the order of submission: erases what is over, and writes down for the others until
   * when they are kept. `tick` does so by itself for each request when its time is over; after a change of the rules this makes it count for those that had ended before. Safe to repeat.
   *
   * 按保存期限规则处理一页已终结的诉求：到期的删除文本，其余的确定保存期限；可先试算（`dryRun`）。
   *
   * @throws InvalidInputError, and NotPermittedError for who is no security administrator of the whole city
   * @example
   * ```ts
   * const { erased } = await huiyin.privacy.retention({ by: securityAdmin, dryRun: true })
   * ```
   */
  retention(
    options: ReadOptions & {
      /** Changes nothing, and says what would be. Default false. */
      readonly dryRun?: boolean
      /** How many requests are looked at, 1 to 500. Default 200. */
      readonly limit?: number
      /** `next` of the page before. */
      readonly after?: string
    },
  ): Promise<RetentionPage>
  /**
   * Reads everything that is kept about a person (个人信息保护法 article 45): requests, contact, consents, reveals, messages, records of plugins. It is for the person themself, and for
   * a security administrator of the whole city. What staff said among themselves is counted, and not in it.
   *
   * 导出某人的全部个人信息（个人信息保护法第四十五条）：诉求、联系方式、同意、查看记录、通知和插件的档案。
   *
   * @throws InvalidInputError, and NotPermittedError for anybody else
   */
  export(subject: string, options: ReadOptions): Promise<SubjectExport>
  /**
   * Erases a person over every kind of record (个人信息保护法 article 47): texts of their requests, contact, name and phone in teams, records of plugins, and with each what it is found by.
   * What is still needed stays, and is named with the reason. Each part asks the actor's own permission for it. Safe to repeat.
   *
   * 删除某人的个人信息（个人信息保护法第四十七条）：诉求文本、联系方式、工作队中的姓名电话、插件的档案，连同检索所用的内容；仍须保留的逐项说明理由。
   *
   * @throws InvalidInputError, and NotPermittedError for who is no security administrator of the whole city
   */
  erase(
    subject: string,
    options: Pick<CommandOptions, 'by'> & {
      /** The ground of the law. */
      readonly basis: (typeof erasureBases)[number]
    },
  ): Promise<SubjectErasure>
}
