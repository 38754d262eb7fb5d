import type { Digest } from '../../contracts/digest.js'
import type { Logger } from '../../contracts/logger.js'
import type { TakenDelivery, VaultRow } from '../../contracts/rows.js'
import type { Storage } from '../../contracts/storage.js'
import { isHuiyinError } from '../../errors.js'
import { inWords } from '../../import/in-words.js'
import type { PluginRecords } from '../../plugin/host.js'
import type { AnyRecordDefinition } from '../../plugin/record/record-definition.js'
import { refOf } from '../../record/bucket.js'
import { canonical } from '../../record/canonical.js'
import type { Caused, OwedCommand } from '../../record/record-kind.js'
import { type RequestAction, requestInputs } from '../../request/commands.js'
import type { Requests } from '../../request/requests.js'
import { systemActor } from '../system-actor.js'

interface Parts {
  readonly storage: Storage
  readonly digest: Digest
  readonly logger: Logger
  readonly requests: Requests
  readonly requestType: string
  readonly records: PluginRecords
  readonly definitions: readonly AnyRecordDefinition[]
}

/** The payload of what a decision owes other records; `undefined` when it owes nothing. */
export const owedPayload = ({ owes = [] }: Caused = {}): string | undefined =>
  owes.length === 0 ? undefined : JSON.stringify({ owes })

const erased = Symbol('erased')

/** The same with each `Sealed` reference of the record replaced by its text; `erased` when one is not there any more. */
function withTexts(input: unknown, vault: readonly VaultRow[]): unknown {
  if (Array.isArray(input)) {
    const items = input.map((each) => withTexts(each, vault))
    return items.includes(erased) ? erased : items
  }
  if (input === null || typeof input !== 'object') return input
  const { ref, commitment } = input as { readonly ref?: unknown; readonly commitment?: unknown }
  if (typeof ref === 'string' && typeof commitment === 'string')
    return vault.find((row) => row.ref === ref)?.value ?? erased
  const entries = Object.entries(input).map(([key, item]) => [key, withTexts(item, vault)] as const)
  return entries.some(([, item]) => item === erased) ? erased : Object.fromEntries(entries)
}

// Repeated, these would fail in the same way for ever.
const isLasting = (error: unknown) =>
  isHuiyinError(error) && ['invalid-input', 'not-found', 'configuration'].includes(error.code)

/** Carries out what a decision owes other records: each command by the system, with a key of its own, so that a repetition does nothing twice. */
export function createOwedCommands(parts: Parts) {
  const { storage, digest, logger, requests, requestType, records, definitions } = parts

  function issue({ type, id, command: { name } }: OwedCommand, input: unknown, key: string) {
    const options = { by: systemActor, key }
    if (type !== requestType) {
      const definition = definitions.find(({ kind }) => kind.type === type) as AnyRecordDefinition
      return records.run(definition, id, name, input, options)
    }
    if (!Object.hasOwn(requestInputs, name))
      return requests.act(id, { command: name, ...(input as object | undefined) }, options)
    const run = requests[name as RequestAction] as (
      id: string,
      input: unknown,
      by: object,
    ) => ReturnType<Requests['act']>
    return run(id, input, options)
  }

  async function one(taken: TakenDelivery, owed: OwedCommand, position: number, vault: readonly VaultRow[]) {
    const { type, id } = owed
    const said = { record: `${taken.type}/${taken.id}`, to: `${type}/${id}`, command: owed.command.name }
    const input = withTexts(owed.command.input ?? {}, vault)
    if (input === erased) return logger.warn('what a record owed another held a text that was erased', said)
    const key = `t${digest.hex(canonical([taken.type, taken.id, taken.event, position])).slice(0, 31)}`
    try {
      const result = await issue(owed, input, key)
      if (!result.ok) logger.warn('what a record owed another was refused', { ...said, code: result.refusal.code })
    } catch (error) {
      if (!isLasting(error)) throw error
      logger.warn('what a record owed another could not be issued', { ...said, error: inWords(error) })
    }
  }

  /** Whether the delivery holds commands that are owed; then they are carried out. */
  return async function carryOut(taken: TakenDelivery): Promise<boolean> {
    const { owes } = JSON.parse(taken.payload) as Caused
    if (owes === undefined) return false
    const { vault = [] } = await storage.load(refOf(taken.type, taken.id), { vault: true })
    for (const [position, owed] of owes.entries()) await one(taken, owed, position, vault)
    return true
  }
}
