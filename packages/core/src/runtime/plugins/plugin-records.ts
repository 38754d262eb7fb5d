import { z } from 'zod'
import type { Authority } from '../../authority/authority.js'
import type { Actor } from '../../contracts/actor.js'
import type { Digest } from '../../contracts/digest.js'
import type { Ids } from '../../contracts/ids.js'
import type { Storage } from '../../contracts/storage.js'
import { inBoth } from '../../errors/faults.js'
import { inputIssue } from '../../errors/input-issue.js'
import { knownNames } from '../../errors/known-names.js'
import { ConfigurationError, InvalidInputError, NotFoundError } from '../../errors.js'
import { parseCommandOptions, parseId, parseInput, parseNewId, parseReader } from '../../import/parse.js'
import type { PluginRecords } from '../../plugin/host.js'
import { amendedEvent, type RecordAmended } from '../../plugin/record/amended-event.js'
import { eraseCommand } from '../../plugin/record/bound-command.js'
import type { BoundKind, Clocked } from '../../plugin/record/bound-kind.js'
import { mayRecord } from '../../plugin/record/may-issue.js'
import type { RecordAreas } from '../../plugin/record/record-authority.js'
import { environmentOf } from '../../plugin/record/record-clocks.js'
import type { AnyRecordDefinition } from '../../plugin/record/record-definition.js'
import { personalField } from '../../plugin/record/texts.js'
import { identifier } from '../../privacy/identifier.js'
import { outlineOf, sealTexts } from '../../privacy/seal.js'
import { refOf } from '../../record/bucket.js'
import type { Engine } from '../../record/engine.js'
import type { CommandResult, RunOptions } from '../../record/record-kind.js'
import { erasureBases } from '../../request/inputs/erasure.js'
import { type CalendarHistory, countedWith } from '../../sla/calendar-history.js'
import { type ClockAmendment, type ClockExplanation, explainClock } from '../../sla/explain.js'

interface Parts {
  readonly engine: Engine
  readonly storage: Storage
  readonly ids: Ids
  readonly digest: Digest
  readonly now: () => number
  readonly areas: () => RecordAreas
  readonly authority: Authority
  readonly calendars: () => CalendarHistory
  readonly boundOf: (definition: AnyRecordDefinition) => BoundKind | undefined
}

const erasure = z.strictObject({ basis: z.enum(erasureBases) })
const theirs = ['requester'] as const

/** The records of plugins on the engine. */
export function pluginRecords({
  engine,
  storage,
  ids,
  digest,
  now,
  areas,
  authority,
  calendars,
  boundOf,
}: Parts): PluginRecords {
  function bound(definition: AnyRecordDefinition): BoundKind {
    const found = boundOf(definition)
    if (found !== undefined) return found
    const type = String(definition?.kind?.type)
    throw new ConfigurationError(
      inBoth(
        `没有插件带来档案类型 ${type} 的这一定义；请把它列入插件的 \`records\`。`,
        `No plugin brought this definition of the record type ${type}; name it in \`records\` of the plugin.`,
      ),
      { type },
    )
  }

  async function runParsed(kind: BoundKind, id: string, name: string, parsed: unknown, options: RunOptions) {
    const isThere = async () => (await engine.facts(kind, parseId(id))) !== undefined
    const checked = identifier().safeParse(id).success || !(await isThere()) ? parseNewId(id) : id
    // For no subject of their own: a text is kept, and can be erased, with the data of whom the record is about.
    const { input, vault } = sealTexts(parsed, () => ids.next('text'), '', ids, digest)
    return engine.run(kind, checked, { name, input }, { ...options, vault, body: outlineOf(parsed) ?? {} })
  }

  async function run(
    definition: AnyRecordDefinition,
    id: string,
    name: string,
    input: unknown,
    options: unknown,
  ): Promise<CommandResult<object>> {
    const kind = bound(definition)
    const { inputs } = definition
    const schema: z.ZodType | undefined = Object.hasOwn(inputs, name) ? inputs[name] : undefined
    if (schema === undefined)
      throw new InvalidInputError(
        [inputIssue('not-one-of', ['command'], { allowed: Object.keys(inputs) })],
        `command on a record of the type ${kind.type}`,
      )
    const parsed = parseInput(schema, input, ['input'], `${name} command`)
    return runParsed(kind, id, name, parsed, parseCommandOptions(options))
  }

  async function erase(definition: AnyRecordDefinition, id: string, input: unknown, options: unknown) {
    const kind = bound(definition)
    const parsed = parseInput(erasure, input, ['input'], 'erase command')
    const asked = parseCommandOptions(options)
    if ((await engine.facts(kind, parseId(id))) === undefined) throw new NotFoundError(kind.type, id)
    return runParsed(kind, id, eraseCommand, parsed, asked)
  }

  /** A record with what somebody may read of it; `undefined` when it is not there. */
  async function readFor(definition: AnyRecordDefinition, id: string, by: Actor) {
    const { record, vault = [] } = await storage.load(refOf(bound(definition).type, parseId(id)), { vault: true })
    if (record === undefined) return undefined
    const { facts } = await engine.factsIn<object>(record)
    const asking = { by, now: now(), authority, areas: areas() }
    const { reads = {} } = definition
    const may = (what: keyof typeof reads) => mayRecord(definition, reads[what] ?? theirs, facts, asking)
    const isReadable = (field: string) => may(field === personalField ? 'personal' : 'text')
    const texts = Object.freeze(
      Object.fromEntries(
        vault.flatMap(({ ref, field, value }) => (value !== null && isReadable(field) ? [[ref, value]] : [])),
      ),
    )
    return { facts, version: record.version, texts, may: may('facts') }
  }

  async function texts(definition: AnyRecordDefinition, id: string, options: { readonly by: Actor }) {
    const found = await readFor(definition, id, parseReader(options))
    if (found === undefined) throw new NotFoundError(definition.kind.type, id)
    return found.texts
  }

  async function read(definition: AnyRecordDefinition, id: string, options: { readonly by: Actor }) {
    const found = await readFor(definition, id, parseReader(options))
    if (found?.may !== true) return undefined
    const { facts, version, texts } = found
    return { facts, version, texts }
  }

  // How often a deadline was moved by a notice since it began.
  async function amendmentsOf(type: string, id: string, name: string, startedAt: number) {
    const amendments: ClockAmendment[] = []
    for await (const { type: event, at, data } of engine.events(type, id)) {
      if (event !== amendedEvent(type) || at < startedAt) continue
      const { notices, days, moved } = data as RecordAmended
      for (const { clock, ...move } of moved) if (clock === name) amendments.push({ at, notices, days, ...move })
    }
    return amendments
  }

  async function explainDeadline(
    definition: AnyRecordDefinition,
    id: string,
    clock: string,
  ): Promise<ClockExplanation> {
    const kind = bound(definition)
    const found = await engine.facts<Clocked>(kind, parseId(id))
    if (found === undefined) throw new NotFoundError(kind.type, id)
    const { clocks = {} } = found.facts
    const state = Object.hasOwn(clocks, clock) ? clocks[clock] : undefined
    const own = definition.clocks?.[clock]
    if (state === undefined || own === undefined)
      throw new NotFoundError('clock', clock, ['clock'], knownNames(clock, Object.keys(clocks)))
    const env = environmentOf(countedWith(calendars(), state), clock, own)
    return explainClock(env, state, now(), await amendmentsOf(kind.type, id, clock, state.startedAt))
  }

  return Object.freeze({
    explainDeadline,
    run,
    erase,
    read,
    texts,
    facts: async (definition, id) => engine.facts(bound(definition), parseId(id)),
    events: (definition, id, after) => engine.events(bound(definition).type, parseId(id), after),
    find: async (definition, { limit = 50, ...query } = {}) => engine.page(bound(definition), { ...query, limit }),
    each: (definition, query) => engine.each(bound(definition), query),
  } as PluginRecords)
}
