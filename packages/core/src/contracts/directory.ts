import type { Receiver } from './receiver.js'
import type { RecordRef } from './rows.js'

/**
 * The Directory contract, version 1. Types only.
 *
 * A directory knows who is reached where: it turns the receiver of a message into people and their addresses, at the moment the message is sent. What it
 * answers is personal data: whoever asks keeps none of it.
 */
export interface Directory {
  /** Version of the contract that the directory is written for. `createHuiyin` throws `ConfigurationError` for any other. */
  readonly contract: 'huiyin.directory/1'
  /**
   * The people a receiver stands for, each with the address they have of this kind. People without one, and people who have withdrawn their consent to it,
   * are left out; nobody is there twice. Nobody to be reached is an empty list, not an error. It rejects only when it cannot know now; then the message is
   * tried again.
   */
  addresses(
    to: Receiver,
    /** Kind of address: `phone`, `openid`, `workId`, `email`, or one of a place's own. */
    via: string,
    /** The record that the message is about: a request may bring a number of its own. */
    about: Pick<RecordRef, 'type' | 'id'>,
  ): Promise<readonly Reached[]>
}

/** One person, and where they are reached. */
export interface Reached {
  /** Opaque id of the person. */
  readonly person: string
  /** The address itself: personal data, for the provider and for nobody else. */
  readonly address: string
  /** How the person wants to be reached; absent when they never said. */
  readonly preferences?: ContactPreferences
}

/** How a person wants to be reached. */
export interface ContactPreferences {
  /** Kinds of addresses in the order in which they are to be tried; kinds that are not named come after these. Absent: no order of their own. */
  readonly order?: readonly string[]
  /** When they want no messages. Absent: at any time. */
  readonly quiet?: QuietHours
}

/** A stretch of a day, `HH:MM` in Beijing time, up to `24:00`. One that ends before it begins is the end and the beginning of the day: `['22:00', '07:00']`. */
export type TimeOfDaySpan = readonly [from: string, to: string]

/**
 * 免打扰: times of day without messages, by the work calendar. Each day has those of its own kind, from midnight to midnight: the night before a rest day ends
 * as rest days do. Urgent matters are told all the same.
 */
export interface QuietHours {
  /** On working days, make-up workdays (调休上班) among them. Absent or empty: none. */
  readonly workingDays?: readonly TimeOfDaySpan[]
  /** On rest days: weekends and holidays. Absent or empty: none. */
  readonly restDays?: readonly TimeOfDaySpan[]
}
