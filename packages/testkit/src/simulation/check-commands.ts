import type { RequestFacts, Storage } from '@huiyin/core'
import type { Change } from '@huiyin/core/contracts'
import { canonical, storedRequests } from '@huiyin/core/contracts'
import type { DomainEvent } from '@huiyin/core/plugin'
import { type Asked, type Client, nameOf } from './client.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

/** Acknowledged commands are in the record once; refused ones are not. */
export async function checkCommands(
  read: readonly ReadRecord[],
  { asked }: Client,
  storage: Storage,
  { violate }: World,
): Promise<void> {
  const stored = storedRequests(read.find(({ record }) => record.type === 'editions')?.record.body)
  const requests = new Map(read.filter(({ record }) => record.type === 'request').map((each) => [each.record.id, each]))

  function checkAcknowledged(one: Asked): void {
    if (one.answer === undefined) return
    const { request, events } = one.answer
    const rows = requests.get(request.id)?.rows
    // A stored event says what was written with it besides; its answer does not.
    const lost = events.find((event) => {
      const row = rows?.[event.seq - 1]
      return row === undefined || canonical(stored.event(row.bytes)) !== canonical(event)
    })
    if (lost !== undefined)
      violate(
        'acknowledged',
        `${nameOf(one)} was answered ${lost.type} as event ${lost.seq}, which is not in the record`,
      )
  }

  // A refusal must not rest on a state that was already known to be left.
  function checkRefused(one: Asked): void {
    const changes = requests.get(one.id ?? '')?.changes
    if (one.refusedIn === undefined || changes === undefined) return
    const wasIn = changes.some(
      ({ version, body }) => version >= one.floor && (JSON.parse(body) as RequestFacts).status === one.refusedIn,
    )
    if (!wasIn) violate('fresh', `${nameOf(one)} was refused in ${one.refusedIn}, others had version ${one.floor}`)
  }

  // Each member of staff issues one command and a resident rarely more, so events show who caused them.
  const byActor = new Map<string, Change[]>()
  for (const { changes } of requests.values()) {
    for (const each of changes) {
      const actor = (JSON.parse(each.events[0]?.bytes ?? '{"by":{}}') as DomainEvent).by.id
      byActor.set(actor, [...(byActor.get(actor) ?? []), each])
    }
  }
  function checkEffects(actor: string, all: readonly Asked[]): void {
    const changes = byActor.get(actor) ?? []
    const answered = all.filter((one) => (one.answer?.events.length ?? 0) > 0)
    const unsure = all.filter((one) => one.answer === undefined && one.unknown + one.running > 0)
    if (changes.length <= answered.length + unsure.length) return
    const what = changes.map(({ id, version }) => `${id}@${version}`).join(', ')
    const refused = answered.length + unsure.length === 0
    violate(refused ? 'refused' : 'once', `${all.map(nameOf).join(' and ')} left ${what}`)
  }

  for (const one of asked) {
    checkAcknowledged(one)
    checkRefused(one)
  }
  for (const [actor, all] of Map.groupBy(asked, ({ by }) => by.id)) checkEffects(actor, all)
  for (const { changes, record } of read) {
    for (const change of changes) {
      if (change.command === undefined) continue
      const { answer } = await storage.load(record, { key: change.command.key })
      if (canonical(answer ?? {}) !== canonical(change.command))
        violate('answers', `the answer to ${change.command.key} of ${record.id} is not kept`)
    }
  }
}
