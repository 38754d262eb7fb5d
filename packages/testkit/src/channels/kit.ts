import type { NotificationChannel } from '@huiyin/core'
import type { ChannelMessage } from '@huiyin/core/contracts'
import type { Facet } from '../conformance/kit.js'

/** What a channel may say of a failure: core sends again after the first three, pauses the channel after the next three, and sets the message aside after the last two. */
export type FailureClass =
  | 'transient' | 'throttled' | 'unknown' | 'quota' | 'auth' | 'config' | 'recipient' | 'content' // biome-ignore format: a list

/** A channel under test, over a fake of its provider that the test can command. */
export interface ChannelUnderTest {
  /** Ready to send, with a provider that takes every message. */
  readonly channel: NotificationChannel
  /** The ids that arrived at the provider in messages it took, oldest first; an id that came twice stands there twice. */
  readonly taken: () => readonly string[]
  /** By class: makes the provider refuse the next message, and only that, in the way which the channel must answer with this class. Classes left out are not tested. */
  readonly provoke: { readonly [Class in FailureClass]?: () => void }
  /** Makes the provider break off at the next message, and only there, without taking it: the connection is cut, or the answer is garbage. */
  readonly breakOff: () => void
  /** Texts that the provider repeats when it refuses, such as the address of the receiver or the key of the account. None of them may be in a `reason`. */
  readonly personal?: readonly string[]
  /** Ends the fake and lets go of what it holds. */
  readonly cleanup: () => Promise<void>
}

/** Makes a channel and its provider for one test. */
export type ChannelFactory = () => Promise<ChannelUnderTest>

/** A group of tests of the NotificationChannel contract under one name. */
export type ChannelFacet = Facet<ChannelUnderTest>

/** A message as core makes it. */
export function message(event: number, parts: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    id: `q-1/${event}/sms`,
    request: 'q-1',
    event: 'request.replied',
    at: Date.parse('2022-01-04T10:00:00+08:00'),
    to: 'res-1',
    title: { zh: '单位已答复，请评价', en: 'The unit has replied; please rate it' },
    attempt: 1,
    ...parts,
  }
}
