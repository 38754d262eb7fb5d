import type { Change } from '@huiyin/core/contracts'

/** A change of a record by one event. */
export const changeOf = (id: string, expectedVersion: number): Change => ({
  ...{ bucket: 0, type: 'request', id, expectedVersion, version: expectedVersion + 1, head: 'h', body: '{}', at: 1 },
  index: {
    status: 'handling',
    open: true,
    createdAt: 1,
    areaPath: '1/',
    unit: '',
    category: '',
    channel: '',
    requester: '',
    owner: '',
    flags: [],
    number: '',
    desks: [],
  },
  events: [{ seq: expectedVersion + 1, type: 'request.noted', at: 1, bytes: '{}', hash: 'h' }],
  deadlines: { put: [], drop: [] },
  deliveries: [],
  vault: { put: [], erase: [] },
  tallies: [],
})
