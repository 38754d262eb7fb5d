import type { Actor, Plugin } from '@huiyin/core'
import { type CommandOf, type DomainEvent, definePlugin, defineRecord, type RecordKind, z } from '@huiyin/core/plugin'

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
const nothing = z.strictObject({})
const inputs = { begin: nothing, find: z.strictObject({ weight: z.number() }), end: nothing }
type PatrolCommand = CommandOf<typeof inputs>

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
    decide: (_facts, { name, input }) => ({ events: [{ type: types[name], data: input }] }),
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
    onDue: () => ({ name: 'end', input: {} }),
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
  const patrol = defineRecord({ kind, inputs, may: { begin: ['anyone'], find: ['anyone'], end: ['anyone'] } })
  return definePlugin({
    id: patrolsId,
    records: [patrol],
    setup: ({ records, newId }): Patrols => ({
      release,
      begin: async (by) => {
        const id = newId('patrol')
        await records.run(patrol, id, 'begin', {}, { by })
        return id
      },
      find: async (id, weight, options) => {
        const result = await records.run(patrol, id, 'find', { weight }, options)
        if (!result.ok) throw new Error(result.refusal.message.en)
        return { id, version: result.version, facts: result.record }
      },
      look: async (id) => {
        const found = await records.facts(patrol, id)
        return found && { id, ...found }
      },
      list: async () => (await records.find(patrol, { limit: 10 })).items,
    }),
  })
}
