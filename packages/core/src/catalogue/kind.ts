import type { CatalogueAreas } from '../area/directory.js'
import type { Refusal } from '../import/refusal.js'
import { canonical } from '../record/canonical.js'
import type { Moment, RecordKind } from '../record/record-kind.js'
import type { CatalogueData } from './data.js'
import { catalogueRefusals } from './refusals.js'

/** Id of the one record that holds the catalogue. */
export const catalogueId = 'main'

/** The catalogue as stored. */
export interface CatalogueFacts {
  readonly data: CatalogueData
  /** How many editions there have been: 1, 2, 3 … */
  readonly revision: number
  /** Instant of the first import. */
  readonly createdAt: number
}

/** Replaces the whole catalogue. The data is checked before, by `checkCatalogue`. */
export interface ImportCatalogue {
  readonly name: 'import'
  readonly data: CatalogueData
}

/** What the catalogue is judged with. */
export interface CatalogueContext extends Moment {
  readonly areas: Pick<CatalogueAreas, 'roots' | 'isWithin'>
}

/** Why this actor may not import, or `undefined`. */
export function refusalOfImport({
  by,
  areas,
  authority,
}: Pick<CatalogueContext, 'by' | 'areas' | 'authority'>): Refusal | undefined {
  // The catalogue holds for the whole city, so whoever is in charge of one street, or of one county of several, may not replace it.
  if (authority.mayInAll(by, 'catalogue', 'import', areas.roots(), areas)) return undefined
  const { needs, who } = authority.needed('catalogue', 'import')
  return (
    authority.exclusion(by, needs) ?? catalogueRefusals['catalogue-import-not-permitted']({ actor: by.id, needs, who })
  )
}

/** The responsibility catalogue (责任目录) as a record: each edition is one event. */
export const catalogueKind: RecordKind<CatalogueFacts, ImportCatalogue, CatalogueContext> = {
  type: 'catalogue',
  events: ['catalogue.imported'],
  authorise: (_facts, _command, context) => refusalOfImport(context),
  decide: (facts, { data }, context) => {
    const refusal = refusalOfImport(context)
    if (refusal !== undefined) return { refusal }
    if (facts !== undefined && canonical(facts.data) === canonical(data)) return { events: [] }
    return { events: [{ type: 'catalogue.imported', data: { data } }] }
  },
  evolve: (facts, event) => {
    if (event.type !== 'catalogue.imported' && facts !== undefined) return facts
    const { data } = event.data as { data: CatalogueData }
    return { data, revision: (facts?.revision ?? 0) + 1, createdAt: facts?.createdAt ?? event.at }
  },
  index: ({ createdAt }) => ({
    status: 'catalogue',
    open: false,
    createdAt,
  }),
}
