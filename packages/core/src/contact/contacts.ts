import type { z } from 'zod'
import type { CommandOptions, ReadOptions } from '../contracts/command.js'
import type { ContactPreferences } from '../contracts/directory.js'
import type { Receiver } from '../contracts/receiver.js'
import type { RecordRef } from '../contracts/rows.js'
import type { ConsentEntry, ContactResult, ContactView, Refused, RevealResult, WouldReach } from './contact-results.js'
import type { contactInputs } from './input.js'

type InputOf<Name extends keyof typeof contactInputs> = z.input<(typeof contactInputs)[Name]>

/** The people who receive for a unit, a desk or a supervisor. */
export type RecipientsPlace = InputOf<'place'>

/**
 * 联系方式: how people are reached. One record a person, found by the opaque id that requests and teams have; whoever is both resident and staff has one.
 * Names, addresses, order and quiet hours are in the vault, in no event, index or log. A person changes and reads their own; a security
 * administrator of the whole city may in their stead, and leaves a record of every look at names and addresses. All commands give `contact-not-permitted`, `stale-version` and `key-reused`
 * besides the refusals that each method names.
 */
export interface Contacts {
  /**
   * Sets the address of a kind; one that was there is erased. The same address again changes nothing.
   *
   * 登记一种地址（电话、openid、工号、邮箱等）；原有的同时删除。
   *
   * By: the person, a security administrator. Event: `contact.addressSet`.
   *
   * @throws InvalidInputError, also for an address that is none of its kind
   * @example
   * ```ts
   * await huiyin.contacts.setAddress('res-1', { via: 'phone', address: '13800000000' }, { by: resident })
   * ```
   */
  setAddress(
    person: string,
    input: {
      /** Kind of address: `phone`, `openid`, `workId`, `email`, or one of a place's own. */
      readonly via: string
      /** Goes into the vault; at most 255 characters. */
      readonly address: string
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Removes the address of a kind and erases it.
   *
   * 删除一种地址。
   *
   * By: the person, a security administrator. Event: `contact.addressRemoved`. Refusals: `address-unknown`.
   *
   * @throws InvalidInputError
   */
  removeAddress(
    person: string,
    input: {
      /** Kind of address. */
      readonly via: string
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Sets the name; one that was there is erased.
   *
   * 登记姓名。
   *
   * By: the person, a security administrator. Event: `contact.named`.
   *
   * @throws InvalidInputError
   */
  setName(
    person: string,
    input: {
      /** Goes into the vault; at most 100 characters. */
      readonly name: string
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Sets in which order kinds of addresses are tried, and when the person wants no messages. It replaces what was said before.
   *
   * 设置渠道顺序与免打扰时段（按工作日、休息日）；紧急事项除外。
   *
   * By: the person, a security administrator. Event: `contact.preferred`.
   *
   * @throws InvalidInputError, also for quiet hours that leave no time on any day
   * @example
   * ```ts
   * const quiet = { workingDays: [['22:00', '07:00']], restDays: [['22:00', '10:00']] } as const
   * await huiyin.contacts.prefer('res-1', { order: ['openid', 'phone'], quiet }, { by: resident })
   * ```
   */
  prefer(person: string, preferences: ContactPreferences, options: CommandOptions): Promise<ContactResult>
  /**
   * Records that the person agreed: to which version of the text, and by which way. With `times` it is a one-time grant, as providers give them for
   * subscribed messages: each message uses one.
   *
   * 记录同意：文本版本、时间、途径；`times` 为一次性授权的次数。
   *
   * By: the person, a security administrator. Event: `contact.consentGiven`.
   *
   * @throws InvalidInputError, also for an instant that is still to come
   */
  consent(
    person: string,
    input: {
      /** A kind of address, a template of a provider, or a purpose of the place. */
      readonly to: string
      /** Version of the text that was agreed to. */
      readonly version: string
      /** By which way, such as `miniProgram`, `paper` or `hotline`. */
      readonly way: string
      /** When, in milliseconds since 1970; now when absent. */
      readonly at?: number
      /** For how many messages; until it is withdrawn when absent. */
      readonly times?: number
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Ends every consent to this, one-time grants too. Consent withdrawn from a kind of address means that the person is not reached by it, until they
   * agree again.
   *
   * 撤回同意；对某种地址撤回的，不再以其联系。
   *
   * By: the person, a security administrator. Event: `contact.consentWithdrawn`; none when it is withdrawn already.
   *
   * @throws InvalidInputError
   */
  withdrawConsent(
    person: string,
    input: {
      /** What was agreed to. */
      readonly to: string
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Uses one grant for one message. Pass the id of the message as `key`: however often it is sent, it uses one. A consent that holds until it is withdrawn
   * is not used up.
   *
   * 一条消息使用一次授权；以消息编号为命令键，重复发送只用一次。
   *
   * By: the system. Event: `contact.consentUsed`; none where the consent holds until withdrawn. Refusals: `consent-not-given`.
   *
   * @throws InvalidInputError
   */
  useConsent(
    person: string,
    input: {
      /** What was agreed to. */
      readonly to: string
    },
    options: CommandOptions,
  ): Promise<ContactResult>
  /**
   * Gives name and addresses to somebody who may see them, and leaves a record of the look with its reason. The person themself reads them with `of`.
   *
   * 查看他人的姓名与地址：须说明理由，并留痕。
   *
   * By: a security administrator. Event: `contact.revealed`. Refusals: `contact-unknown`.
   *
   * @throws InvalidInputError
   */
  reveal(
    person: string,
    input: {
      /** Why; goes into the vault, at most 200 characters. */
      readonly reason: string
    },
    options: CommandOptions,
  ): Promise<RevealResult>
  /**
   * Erases everything that is known of how the person is reached, and ends their consents (《个人信息保护法》第四十七条). The events stay, without texts, and
   * verify. Safe to repeat, also for somebody of whom nothing is known.
   *
   * 删除此人的全部联系方式；事件保留，不含个人信息，仍可校验。
   *
   * By: the person, a security administrator. Event: `contact.erased`; none when nothing is left to erase.
   *
   * @throws InvalidInputError
   */
  eraseOf(
    person: string,
    input: {
      /** On which ground of the law. */
      readonly basis: 'purposeAchieved' | 'retentionEnded' | 'consentWithdrawn' | 'unlawful' | 'otherLaw'
    },
    options: CommandOptions,
  ): Promise<
    | {
        /** Nothing is left. */
        readonly ok: true
        /** How many texts this call erased. */
        readonly texts: number
      }
    | Refused
  >
  /**
   * Reads how a person is reached: with name and addresses for the person themself, without for a security administrator. `undefined` when nothing is known, and for anybody
   * who may not know.
   *
   * @throws InvalidInputError
   */
  of(person: string, options: ReadOptions): Promise<ContactView | undefined>
  /**
   * Reads the ledger of consents, oldest first: all that were given, withdrawn and used. Empty when there are none, and for anybody who may not know.
   *
   * @throws InvalidInputError
   */
  ledger(person: string, options: ReadOptions): Promise<readonly ConsentEntry[]>
  /**
   * Names the people who receive the messages to a unit, a desk or a supervisor; it replaces those named before. A unit may have people for an area besides
   * those for all of it.
   *
   * 指定承办单位、派单席或督办人的收件人。
   *
   * By: a system administrator of the area, or of the whole city where none is named. Event: `recipients.named`; none when they are the same.
   *
   * @throws InvalidInputError
   * @example
   * ```ts
   * await huiyin.contacts.setRecipients({ kind: 'unit', unit: 'housing' }, { people: ['staff-7'] }, { by: systemAdmin })
   * ```
   */
  setRecipients(
    place: RecipientsPlace,
    input: {
      /** Opaque ids, at most 200. */
      readonly people: readonly string[]
    },
    options: CommandOptions,
  ): Promise<
    | {
        /** They are in force. */
        readonly ok: true
        /** As they were given. */
        readonly people: readonly string[]
      }
    | Refused
  >
  /**
   * Reads who receives there, as it was set; empty when nobody was named, and for anybody who may not know.
   *
   * @throws InvalidInputError
   */
  recipients(place: RecipientsPlace, options: ReadOptions): Promise<readonly string[]>
  /**
   * Whom a message would reach by this kind of address, and from when on: the answer to "why did they hear nothing". Holds no address. Empty for anybody who
   * may not know.
   *
   * 查询一条消息将送达何人、最早何时。
   *
   * @throws InvalidInputError
   */
  wouldReach(
    query: {
      /** Whom the message is for. */
      readonly to: Receiver
      /** Kind of address. */
      readonly via: string
      /** The record it is about: a request may bring a number of its own. */
      readonly about: Pick<RecordRef, 'type' | 'id'>
    },
    options: ReadOptions,
  ): Promise<readonly WouldReach[]>
}
