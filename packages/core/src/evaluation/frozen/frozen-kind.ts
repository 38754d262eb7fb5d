import type { Lying } from '../../authority/grants.js'
import type { DomainEvent, Moment, RecordKind } from '../../record/record-kind.js'
import type { Figure } from '../figures/figure.js'
import type { Indicator } from '../indicators/declaration.js'
import { periodInstants } from '../period.js'
import type { MeasureOptions } from '../query.js'
import { frozenRefusals } from './frozen-refusals.js'

/** Figures as they were when they were frozen, with the declaration they were computed by. */
export interface FrozenSnapshot {
  /** The declaration, with every weight, exclusion and rule. */
  readonly indicator: Indicator
  /** The query, whose period was over. */
  readonly options: MeasureOptions
  /** In the order of their keys. */
  readonly figures: readonly Figure[]
  /** Hex hash over the canonical form of indicator, options and figures, by the digest of the instance. */
  readonly digest: string
}

/** Frozen figures as stored. */
export interface FrozenFacts extends FrozenSnapshot {
  /** Instant of the freezing. */
  readonly frozenAt: number
  /** Id of the actor who froze them. */
  readonly frozenBy: string
}

/** The one command of the record. */
export interface FreezeFigures {
  readonly name: 'freeze'
  readonly id: string
  /** Code of the area the figures are about; those of all roots when they are about everything. */
  readonly areas: readonly string[]
  readonly snapshot: FrozenSnapshot
}

/** What freezing is judged with: figures of a retired area are for whoever looks after its successor. */
export interface FrozenContext extends Moment {
  readonly areas: Lying
}

/** 固化: frozen figures as a record, with one event. */
export const frozenKind: RecordKind<FrozenFacts, FreezeFigures, FrozenContext> = {
  type: 'figures',
  events: ['figures.frozen'],
  decide: (facts, { id, snapshot, areas: about }, { by, now, areas, authority }) => {
    if (!authority.mayInAll(by, 'evaluation', 'freeze', about, areas)) {
      const { needs, who } = authority.needed('evaluation', 'freeze')
      const refusal =
        authority.exclusion(by, needs) ?? frozenRefusals['freeze-not-permitted']({ actor: by.id, needs, who })
      return { refusal }
    }
    const { period } = snapshot.options
    if (now < periodInstants(period).to)
      return { refusal: frozenRefusals['period-not-over']({ to: period.to, cutoffHour: period.cutoffHour ?? 0 }) }
    if (facts === undefined) return { events: [{ type: 'figures.frozen', data: snapshot }] }
    // The same figures are frozen already: the command changes nothing.
    if (facts.digest === snapshot.digest) return { events: [] }
    const { digest, frozenAt } = facts
    return { refusal: frozenRefusals['figures-already-frozen']({ id, digest, frozenAt }) }
  },
  evolve: (facts, event: DomainEvent) =>
    event.type === 'figures.frozen'
      ? { ...(event.data as FrozenSnapshot), frozenAt: event.at, frozenBy: event.by.id }
      : (facts as FrozenFacts),
  index: ({ frozenAt }) => ({
    status: 'frozen',
    open: false,
    createdAt: frozenAt,
    areaPath: '',
    unit: '',
    category: '',
    channel: '',
    requester: '',
  }),
}
