import type { CommandOptions } from '../../contracts/command.js'
import type { Digest } from '../../contracts/digest.js'
import { parseCommandOptions } from '../../import/parse.js'
import type { Refusal } from '../../import/refusal.js'
import { canonical } from '../../record/canonical.js'
import type { RecordRunner } from '../../record/record-kind.js'
import type { Figure } from '../figures/figure.js'
import type { Indicator } from '../indicators/declaration.js'
import type { AreaLookup, MeasureOptions } from '../query.js'
import { type FrozenFacts, type FrozenSnapshot, frozenKind } from './frozen-kind.js'

/** What freezing came to. */
export type FreezeResult =
  | {
      /** The figures are frozen, now or already before. */
      readonly ok: true
      /** Id of the record; the same indicator and query always give the same. */
      readonly id: string
      /** The figures as stored. */
      readonly figures: FrozenFacts
    }
  | {
      /** Nothing was written. */
      readonly ok: false
      /** Why not: a stable code of `docs/errors.md`, its details, and a sentence in two languages. */
      readonly refusal: Refusal
    }

/** A group whose frozen figure differs from today's. */
export interface FigureDifference {
  /** The group, as in {@link Figure.key}. */
  readonly key: string
  /** Absent when the group was not there then. */
  readonly frozen?: Figure
  /** Absent when the group is not there any more. */
  readonly today?: Figure
}

/** Frozen figures read back, and how they compare with today's. */
export interface FrozenFigures extends FrozenFacts {
  /** Id of the record. */
  readonly id: string
  /** Whether the stored figures still have the digest they were frozen with. */
  readonly intact: boolean
  /** Whether measuring by the frozen declaration gives the same figures today. */
  readonly unchanged: boolean
  /** The groups that differ, in the order of their keys; empty when `unchanged`. */
  readonly differences: readonly FigureDifference[]
  /** Whether the indicator of this name is declared differently by now. */
  readonly redeclared: boolean
}

interface FrozenParts {
  readonly runner: RecordRunner
  readonly digest: Digest
  readonly areas: AreaLookup & { roots(): readonly string[] }
  readonly find: (indicator: string | Indicator) => Indicator
  readonly measure: (indicator: Indicator, options: MeasureOptions) => Promise<readonly Figure[]>
}

const same = (a: unknown, b: unknown) => canonical(a) === canonical(b)

function differences(frozen: readonly Figure[], today: readonly Figure[]): FigureDifference[] {
  const then = new Map(frozen.map((each) => [each.key, each]))
  const now = new Map(today.map((each) => [each.key, each]))
  return [...new Set([...then.keys(), ...now.keys()])].sort().flatMap((key) => {
    const [a, b] = [then.get(key), now.get(key)]
    if (a !== undefined && b !== undefined && same(a, b)) return []
    return [{ key, ...(a !== undefined && { frozen: a }), ...(b !== undefined && { today: b }) }]
  })
}

/** Freezes the figures of periods that are over, and reads them back. */
export function createFrozen({ runner, digest, areas, find, measure }: FrozenParts) {
  const idOf = (name: string, options: MeasureOptions) => digest.hex(canonical([name, options])).slice(0, 32)
  const digestOf = ({ indicator, options, figures }: Omit<FrozenSnapshot, 'digest'>) =>
    digest.hex(canonical([indicator, options, figures]))

  /** Stores the figures of a period that is over as a record. Repeating it changes nothing; figures that differ from the frozen ones are refused. */
  async function freeze(
    indicator: string | Indicator,
    options: MeasureOptions,
    commandOptions: CommandOptions,
  ): Promise<FreezeResult> {
    const parsed = parseCommandOptions(commandOptions)
    const definition = find(indicator)
    const figures = await measure(definition, options)
    const id = idOf(definition.name, options)
    const content = { indicator: definition, options, figures }
    const { within } = options
    const result = await runner.run(
      frozenKind,
      id,
      {
        name: 'freeze',
        id,
        areas: within === undefined ? areas.roots() : [within],
        snapshot: { ...content, digest: digestOf(content) },
      },
      { ...parsed, body: [definition.name, options] },
    )
    return result.ok ? { ok: true, id, figures: result.record } : result
  }

  /** The frozen figures of a period, compared with what measuring gives today; `undefined` when they were never frozen. */
  async function frozen(indicator: string | Indicator, options: MeasureOptions): Promise<FrozenFigures | undefined> {
    const now = find(indicator)
    const id = idOf(now.name, options)
    const found = await runner.facts<FrozenFacts>(frozenKind, id)
    if (found === undefined) return undefined
    const { facts } = found
    const changed = differences(facts.figures, await measure(facts.indicator, options))
    return Object.freeze({
      ...facts,
      id,
      intact: digestOf(facts) === facts.digest,
      unchanged: changed.length === 0,
      differences: changed,
      redeclared: !same(facts.indicator, now),
    })
  }

  return { freeze, frozen }
}
