// biome-ignore-all lint/suspicious/noThenProperty: what this makes pretends to be a promise, and misbehaves

import type { SeededRandom } from './seeded-random.js'

const boom = () => {
  throw new Error('a getter that throws')
}
const hostile = new Proxy(
  {},
  { get: boom, has: boom, ownKeys: boom, getPrototypeOf: boom, getOwnPropertyDescriptor: boom },
)
const long = () => '6 MB of 13800138000 '.repeat(300_000)
const values: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Symbol('nonsense'),
  () => Object.create(null),
  () => hostile,
  () => new Proxy(() => {}, { get: boom }),
  () => ({ toString: boom }),
  () => ({ [Symbol.toPrimitive]: boom }),
  () => Object.defineProperty(new Error('hidden'), 'message', { get: boom }),
  () => 12n,
  () => Number.NaN,
  () => '',
  () => 'recipient',
  () => true,
  () => [],
  long,
  () => new Error(long()),
  () => '\ud800\u0000',
]
// None that says of the whole channel what is wrong: it would be believed, and everything would wait.
const causes = ['transient', 'throttled ', 'recipient', 'content', 'unknown', 'moody', '__proto__']

/** What a channel answers that keeps no agreement: a function to be called in place of `send`. */
export interface NonsenseAnswer {
  /** It never settles. */
  readonly hangs: boolean
  /** Called in place of `send`. */
  readonly send: () => unknown
}

/** One nonsense answer; the same seed makes the same ones. Classes that rightly pause a whole channel are left out. */
export function nonsenseAnswer(random: SeededRandom): NonsenseAnswer {
  const any = () => random.pick(values)()
  const member = (target: object, name: string, value: unknown): object =>
    Object.defineProperty(target, name, random.chance(0.25) ? { get: boom } : { value, enumerable: true })
  const answer = () => {
    const ok = random.chance(0.3) ? any() : false
    // Nothing of it says that the message was sent.
    const half = member({}, 'ok', ok === true ? 1 : ok)
    member(half, 'class', random.chance(0.5) ? any() : random.pick(causes))
    return member(member(half, 'reason', any()), 'retryAfter', any())
  }
  const ways: readonly (() => NonsenseAnswer)[] = [
    () => quick(any),
    () => quick(async () => any()),
    () => quick(async () => answer()),
    () => quick(async () => answer()),
    () => quick(() => Promise.reject(any())),
    () =>
      quick(() => {
        throw any()
      }),
    () => quick(() => ({ then: boom })),
    () => quick(() => Object.defineProperty({}, 'then', { get: boom })),
    () =>
      quick(() => ({
        then: (done: (value: unknown) => void) => {
          done(any())
          done(any())
          throw any()
        },
      })),
    () => quick(() => ({ then: (_: unknown, failed: (value: unknown) => void) => failed(any()) })),
    () => ({ hangs: true, send: () => new Promise(() => {}) }),
    () => ({ hangs: true, send: () => ({ then: () => {} }) }),
  ]
  return random.pick(ways)()
}

const quick = (send: () => unknown): NonsenseAnswer => ({ hangs: false, send })
