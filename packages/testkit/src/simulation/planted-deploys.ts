import type { Change, StoredRecord } from '@huiyin/core/contracts'
import { extraState } from './deploys.js'
import { patrolType, type Release } from './patrol-kind.js'
import { inConnection, type PlantedBug } from './planting.js'

const withoutChannels = (change: Change): Change => ({
  ...change,
  deliveries: change.deliveries.filter(({ destination }) => destination !== 'residents' && destination !== 'units'),
})

// As if the mark of its form said what this release writes.
const asOf = (release: Release, record: StoredRecord): StoredRecord =>
  record.type !== patrolType
    ? record
    : {
        ...record,
        body: record.body.replace(/^\{"\$form":\d+,/, '{').replace(/^\{/, release === 1 ? '{' : `{"$form":${release},`),
      }

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
    name: "the facts of a plugin's records gain a member, and their form is not raised",
    invariant: 'forms',
    seams: { form: () => 1 },
  },
  {
    name: 'a record of another form is read as it is stored',
    invariant: 'forms',
    seams: {
      connection: (storage, { release }) => ({
        ...storage,
        load: async (ref, beside) => {
          const { record, ...loaded } = await storage.load(ref, beside)
          return { ...loaded, ...(record !== undefined && { record: asOf(release, record) }) }
        },
      }),
    },
  },
  {
    name: 'the deadlines that a newer form has are taken for written',
    invariant: 'chain',
    seams: inConnection((storage) => ({
      load: async (ref, beside) => {
        const { rows, ...loaded } = await storage.load(ref, beside)
        const isRead = beside?.vault === true || ref.type !== patrolType
        return { ...loaded, ...(rows !== undefined && isRead && { rows }) }
      },
    })),
  },
  {
    name: 'an answer that is none counts as one that says it was sent',
    invariant: 'deliveries',
    seams: {
      channel: (channel) => ({
        ...channel,
        send: async (message, context) => {
          try {
            const { ok, class: cause } = (await channel.send(message, context)) as { ok: unknown; class?: unknown }
            if (ok === false && typeof cause === 'string') return { ok, class: cause as 'transient', reason: '' }
          } catch {}
          return { ok: true }
        },
      }),
    },
  },
]
