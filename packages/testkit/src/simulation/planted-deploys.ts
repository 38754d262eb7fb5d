import type { Change } from '@huiyin/core/contracts'
import { extraState } from './deploys.js'
import { inConnection, type PlantedBug } from './planting.js'

const withoutChannels = (change: Change): Change => ({
  ...change,
  deliveries: change.deliveries.filter(({ destination }) => destination !== 'residents' && destination !== 'units'),
})

/** Rolling deploys and answers that are none, handled wrongly. */
export const plantedDeploys: readonly PlantedBug[] = [
  {
    name: 'a process without a channel writes nothing for it',
    invariant: 'owed',
    seams: {
      connection: (storage, { channels }) =>
        channels ? storage : { ...storage, commit: (changes) => storage.commit(changes.map(withoutChannels)) },
    },
  },
  {
    name: 'requests in a state that went are not found',
    invariant: 'states',
    seams: inConnection((storage) => ({
      find: (query) =>
        storage.find(query.status?.includes(extraState) === true ? { ...query, status: ['nowhere'] } : query),
    })),
  },
  {
    name: 'an answer that is none counts as one that says it was sent',
    invariant: 'deliveries',
    seams: {
      channel: (channel) => ({
        ...channel,
        send: async (message) => {
          try {
            const { ok, class: cause } = (await channel.send(message)) as { ok: unknown; class?: unknown }
            if (ok === false && typeof cause === 'string') return { ok, class: cause as 'transient', reason: '' }
          } catch {}
          return { ok: true }
        },
      }),
    },
  },
]
