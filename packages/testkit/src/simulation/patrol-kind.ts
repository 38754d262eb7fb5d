import type { Actor, Plugin } from '@huiyin/core'
import { type DomainEvent, definePlugin, type RecordKind } from '@huiyin/core/plugin'

/** Releases of a plugin that run side by side while it is upgraded. The second adds up how grave findings are, finds patrols by it, and ends them by a deadline. */
export const releases = [1, 2] as const
/** See `releases`. */
export type Release = (typeof releases)[number]

/** A patrol 巡查: as the first release knows it, and what the second adds. */
export interface PatrolFacts {
  readonly begunAt: number
  readonly findings: number
  readonly ended: boolean
  /** Of the second release only, as is `index.category`. */
  readonly weight?: number
}
type PatrolCommand =
  | { readonly name: 'begin' }
  | { readonly name: 'find'; readonly weight: number }
  | { readonly name: 'end' }

/** Id of the plugin. */
export const patrolsId = 'simulated-patrols'
/** Type of its records. */
export const patrolType = `${patrolsId}.patrol`
const lastsMs = 8 * 3_600_000
const types = { begin: `${patrolsId}.begun`, find: `${patrolsId}.found`, end: `${patrolsId}.ended` }

function evolve(release: Release, facts: PatrolFacts | undefined, { type, at, data }: DomainEvent): PatrolFacts {
  const before = facts ?? { begunAt: at, findings: 0, ended: false, ...(release === 2 && { weight: 0 }) }
  if (type === types.end) return { ...before, ended: true }
  if (type !== types.find) return before
  const { weight } = data as { readonly weight: number }
  const findings = before.findings + 1
  return { ...before, findings, ...(before.weight !== undefined && { weight: before.weight + weight }) }
}

/** The record kind of a release, which says that its records have this form. */
export function patrolKind(release: Release, form: number = release): RecordKind<PatrolFacts, PatrolCommand> {
  const kind: RecordKind<PatrolFacts, PatrolCommand> = {
    type: patrolType,
    form,
    events: Object.values(types),
    decide: (_facts, { name, ...data }) => ({ events: [{ type: types[name], data }] }),
    evolve: (facts, event) => evolve(release, facts, event),
    index: ({ begunAt, ended, weight }) => ({
      status: ended ? 'ended' : 'under-way',
      open: !ended,
      createdAt: begunAt,
      ...(weight !== undefined && { category: weight < 5 ? 'light' : 'grave' }),
    }),
  }
  if (release === 1) return kind
  return {
    ...kind,
    deadlines: ({ begunAt, ended }) => (ended ? [] : [{ name: 'end', at: begunAt + lastsMs }]),
    onDue: () => ({ name: 'end' }),
  }
}

/** A patrol as it was read. */
export interface ReadPatrol {
  readonly id: string
  readonly version: number
  readonly facts: PatrolFacts
}

/** The API of the plugin in a process. */
export interface Patrols {
  readonly release: Release
  /** Answers its id. */
  begin(by: Actor): Promise<string>
  /** Reports what was found; answers the patrol afterwards. */
  find(id: string, weight: number, options: { readonly by: Actor; readonly key?: string }): Promise<ReadPatrol>
  look(id: string): Promise<ReadPatrol | undefined>
  list(): Promise<readonly ReadPatrol[]>
}

/** A release of the plugin, as a process is deployed with it. */
export function patrolPlugin(release: Release, form?: number): Plugin<typeof patrolsId, Patrols> {
  const kind = patrolKind(release, form)
  return definePlugin({
    id: patrolsId,
    records: [{ kind }],
    permissions: { [patrolType]: { begin: ['dispatcher'], find: ['dispatcher'] } },
    setup: ({ records, newId }): Patrols => ({
      release,
      begin: async (by) => {
        const id = newId('patrol')
        await records.run(kind, id, { name: 'begin' }, { by, isNew: true })
        return id
      },
      find: async (id, weight, options) => {
        const result = await records.run(kind, id, { name: 'find', weight }, options)
        if (!result.ok) throw new Error(result.refusal.message.en)
        return { id, version: result.version, facts: result.record }
      },
      look: async (id) => {
        const found = await records.facts<PatrolFacts>(kind, id)
        return found && { id, ...found }
      },
      list: async () => (await records.page<PatrolFacts>(kind, { limit: 10 })).items,
    }),
  })
}
