import type { NotificationChannel } from '@huiyin/core'
import type { ChannelHost, NoticeTexts, Reached, Receipt } from '@huiyin/core/contracts'

/** A host that a test commands. */
export interface TestHost extends ChannelHost {
  /** Who is reached from now on, whomever a notice is for; an error is what the directory fails with. */
  reach(people: readonly Reached[] | Error): void
  /** What it was told of messages, oldest first. */
  readonly receipts: readonly (Receipt & {
    /** As it was named: id of the notice, or the provider's reference. */
    readonly of: Parameters<ChannelHost['receipt']>[0]
  })[]
  /** What becomes of receipts from now on; an error is what they cannot be kept for. */
  keep(how: 'recorded' | 'unknown' | Error): void
  /** What was logged, as text. */
  readonly logged: readonly string[]
}

/** What the kit reaches people at, by kind of address; any other kind is reached at `<kind>-of-<person>`. */
const addresses: Readonly<Record<string, readonly [string, string]>> = {
  phone: ['13800000001', '13800000002'],
  email: ['wang.fang@example.org', 'li.lei@example.org'],
  openid: ['o6_bmjrPTlm6_2sgVt7hMZOPfL2M', 'openid-of-li-lei'],
}

/** A person of the kit with an address of the channel's kind: the first or the second. */
export function testPerson({ via = '' }: Pick<NotificationChannel, 'via'>, number: 1 | 2 = 1): Reached {
  const person = `person-${number}`
  return { person, address: addresses[via]?.[number - 1] ?? `${via}-of-${person}` }
}

/**
 * A host for tests: one person is reached, at an address of the channel's kind, and it is ten o'clock on a working day. Until told otherwise.
 *
 * @example
 * ```ts
 * import { channelHost } from '@huiyin/testkit'
 *
 * const host = channelHost({ via: 'phone' })
 * host.reach([{ person: 'res-1', address: '13800000009' }])
 * ```
 */
export function channelHost(
  channel: Pick<NotificationChannel, 'via'>,
  texts: NoticeTexts = { text: '已派人检修，今晚恢复供暖。', description: '家中暖气不热。' },
): TestHost {
  let reached: readonly Reached[] | Error = channel.via === undefined ? [] : [testPerson(channel)]
  const logged: string[] = []
  const receipts: TestHost['receipts'][number][] = []
  let keeping: 'recorded' | 'unknown' | Error = 'recorded'
  const write = (message: string, facts?: object) => void logged.push(`${message} ${JSON.stringify(facts ?? {})}`)
  return {
    reach: (people) => {
      reached = people
    },
    logged,
    receipts,
    keep: (how) => {
      keeping = how
    },
    receipt: async (of, receipt) => {
      if (keeping instanceof Error) throw keeping
      if (keeping === 'recorded') receipts.push({ of, ...receipt })
      return keeping
    },
    addresses: async (_notice, via = channel.via) => {
      if (reached instanceof Error) throw reached
      return via === undefined ? [] : reached.map((each) => ({ ...each }))
    },
    texts: async () => ({ ...texts }),
    log: { info: write, warn: write },
    now: () => Date.parse('2022-01-04T10:00:00+08:00'),
  }
}
