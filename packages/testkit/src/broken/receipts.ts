import type { Notice } from '@huiyin/core/contracts'
import { type BrokenChannel, channelWith, type Hear, hearing } from './channel-specimen.js'

// Hears of each message once, whatever is said of it later.
function onceEach(): Hear {
  const heard = new Set<string>()
  return async (host, id, receipt) =>
    heard.has(id) || (await hearing(host, id, receipt).then((was) => was && heard.add(id) !== undefined))
}

const naming = (ref: (notice: Notice, address: string) => string) =>
  channelWith((_, keep) => ({
    send: async (notice, context) => {
      const result = await keep(notice, context)
      const [person] = await context.host.addresses(notice)
      return result.ok && result.skipped === undefined ? { ok: true, ref: ref(notice, person?.address ?? '') } : result
    },
  }))

/** Channels that take the references and the receipts of their provider wrongly. */
export const brokenReceipts: readonly BrokenChannel[] = [
  { defect: 'calls every message the same', facet: 'receipts', create: naming(() => 'biz') },
  { defect: 'calls a message by its receiver', facet: 'receipts', create: naming(({ id }, to) => `${to} ${id}`) },
  {
    defect: 'calls a message by all that is in it',
    facet: 'receipts',
    create: naming((notice) => JSON.stringify(notice)),
  },
  ...(
    [
      [
        'takes a receipt for that of another message',
        (host, id, receipt) => hearing(host, id.replace('q-1', 'q-2'), receipt),
      ],
      ['takes a failure for a delivery', (host, id, receipt) => hearing(host, id, { ...receipt, kind: 'delivered' })],
      [
        'says that it has a receipt which could not be kept',
        async (host, id, receipt) => (await hearing(host, id, receipt)) || true,
      ],
      [
        'repeats in a receipt what the provider says',
        (host, id, receipt) => hearing({ ...host, receipt: (of) => host.receipt(of, receipt) }, id, receipt),
      ],
      [
        'falls over a receipt of a message that nobody knows',
        async (host, id, receipt) => {
          let answer: string | undefined
          const was = await hearing(
            {
              ...host,
              receipt: async (...given) => {
                const what = await host.receipt(...given)
                answer = what
                return what
              },
            },
            id,
            receipt,
          )
          if (answer === 'unknown') throw new Error('no such message')
          return was
        },
      ],
      ['tells of the first receipt of a message only', onceEach()],
    ] satisfies readonly (readonly [string, Hear])[]
  ).map(([defect, hear]) => ({ defect, facet: 'receipts' as const, create: channelWith(() => ({}), hear) })),
]
