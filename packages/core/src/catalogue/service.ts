import type { CatalogueAreas } from '../area/directory.js'
import type { Authority } from '../authority/authority.js'
import type { CommandOptions } from '../contracts/command.js'
import type { Bilingual } from '../contracts/text.js'
import { inBoth } from '../errors/faults.js'
import { knownNames } from '../errors/known-names.js'
import { ConfigurationError, NotFoundError } from '../errors.js'
import { parseCommandOptions } from '../import/parse.js'
import { canonical } from '../record/canonical.js'
import type { RecordRunner } from '../record/record-kind.js'
import { following } from '../record/record-reader.js'
import type { Catalogue, CatalogueImportResult, CataloguePreview } from './catalogue.js'
import { checkCatalogue } from './check.js'
import type { CatalogueData, Category } from './data.js'
import { droppedBy, type OpenRequest } from './dropped.js'
import { type CatalogueFacts, catalogueId, catalogueKind, refusalOfImport } from './kind.js'
import type { Responsibilities } from './responsibilities.js'
import {
  type CompiledCatalogue,
  compileCatalogue,
  type Responsibility,
  resolveResponsibility,
} from './responsibility.js'

/** The catalogue as core itself uses it. */
export interface CatalogueService extends Catalogue {
  /** Reads the catalogue from the storage. */
  load(): Promise<void>
  /** What requests ask of the catalogue, as of now. Before the first import it knows no unit and no category. */
  responsibilities(): Responsibilities
}

/** What the catalogue is built from. */
export interface CatalogueParts {
  readonly runner: RecordRunner
  readonly areas: () => CatalogueAreas
  readonly authority: Authority
  /** Every open request, oldest first; none when absent. */
  readonly openRequests?: (() => AsyncIterable<OpenRequest>) | undefined
}

async function* noRequests(): AsyncIterable<OpenRequest> {}

const noCatalogue: Responsibilities = Object.freeze({
  hasUnit: () => false,
  category: () => undefined,
  resolve: missing,
})

function missing(): never {
  throw new ConfigurationError(
    inBoth(
      '尚未导入责任清单，请用 huiyin.catalogue.import 导入。',
      'No responsibility catalogue has been imported yet. Import one with huiyin.catalogue.import.',
    ),
  )
}

function responsibilitiesOf(compiled: CompiledCatalogue, areas: () => CatalogueAreas): Responsibilities {
  return Object.freeze({
    lists: compiled.data.lists,
    hasUnit: (id: string) => compiled.units.has(id),
    category: (code: string) => {
      const category = compiled.categories.get(code)
      return category === undefined
        ? undefined
        : {
            preClosingCheck: category.preClosingCheck ?? false,
            proofRequired: category.proofRequired ?? false,
            fields: category.fields ?? {},
          }
    },
    resolve: (category: string, area: string) => resolveResponsibility(compiled, category, area, areas()),
  })
}

/** The catalogue on a record runner. */
export function createCatalogue({
  runner,
  areas,
  authority,
  openRequests = noRequests,
}: CatalogueParts): CatalogueService {
  let revision = 0
  let compiled: CompiledCatalogue | undefined
  let answers = noCatalogue
  let namesUpTo = 0
  const unitNames = new Map<string, Bilingual>()
  const categoryNames = new Map<string, Bilingual>()
  const categoryFields = new Map<string, Category['fields']>()

  // Never go back to an older edition: a repeated import gets its first answer, which another import may have replaced since.
  function adopt(facts: CatalogueFacts | undefined): void {
    if (facts === undefined || facts.revision <= revision) return
    revision = facts.revision
    compiled = compileCatalogue(facts.data)
    answers = responsibilitiesOf(compiled, areas)
  }

  async function importCatalogue(data: CatalogueData, rawOptions: CommandOptions): Promise<CatalogueImportResult> {
    const options = parseCommandOptions(rawOptions)
    const refusal = refusalOfImport({ by: options.by, areas: areas(), authority })
    if (refusal !== undefined) return { ok: false, refusal, errors: [] }
    const checked = checkCatalogue(data, areas())
    if ('errors' in checked) return { ok: false, errors: checked.errors }
    await load()
    const before = compiled?.data
    const result = await runner.run(catalogueKind, catalogueId, { name: 'import', data: checked.data }, options)
    if (!result.ok) return { ok: false, refusal: result.refusal, errors: [] }
    // What a transaction of the host may still take back is not in force yet.
    if (options.tx === undefined) await load()
    const changed = result.events.length > 0
    const dropped = changed ? await droppedBy(before, checked.data, openRequests) : []
    return { ok: true, revision: result.record.revision, changed, ...(dropped.length > 0 && { dropped }) }
  }

  async function preview(
    data: CatalogueData,
    rawOptions: Parameters<Catalogue['preview']>[1],
  ): Promise<CataloguePreview> {
    const { by } = parseCommandOptions(rawOptions)
    const refusal = refusalOfImport({ by, areas: areas(), authority })
    if (refusal !== undefined) return { ok: false, refusal, errors: [] }
    const checked = checkCatalogue(data, areas())
    if ('errors' in checked) return { ok: false, errors: checked.errors }
    await load()
    const before = compiled?.data
    const changed = before === undefined || canonical(before) !== canonical(checked.data)
    return { ok: true, changed, dropped: changed ? await droppedBy(before, checked.data, openRequests) : [] }
  }

  // Names outlast the edition that gave them: a request of old is shown by the name that its unit or category had last.
  async function learnNames(): Promise<void> {
    for await (const event of runner.events(catalogueKind.type, catalogueId, namesUpTo)) {
      if (event.seq <= namesUpTo || event.type !== 'catalogue.imported') continue
      namesUpTo = event.seq
      const { data } = event.data as { readonly data: CatalogueData }
      for (const { id, name } of data.units) unitNames.set(id, name)
      for (const { code, name, fields } of data.categories) {
        categoryNames.set(code, name)
        categoryFields.set(code, { ...categoryFields.get(code), ...fields })
      }
    }
  }

  const load = following<CatalogueFacts>(runner, catalogueKind, catalogueId, async (facts) => {
    if (facts !== undefined && facts.revision > revision) await learnNames()
    adopt(facts)
  })

  function resolve(category: string, area: string): Responsibility {
    const catalogue = compiled ?? missing()
    const { categories } = catalogue
    if (!categories.has(category))
      throw new NotFoundError('category', category, ['category'], knownNames(category, categories.keys()))
    if (areas().successorOf(area) === undefined) throw new NotFoundError('area', area, ['area'])
    return resolveResponsibility(catalogue, category, area, areas())
  }

  return Object.freeze({
    import: importCatalogue,
    load,
    refresh: load,
    check: (data: CatalogueData) => {
      const checked = checkCatalogue(data, areas())
      return 'errors' in checked ? checked.errors : []
    },
    get: () => compiled?.data,
    resolve,
    preview,
    unitName: (id: string) => unitNames.get(id) ?? { zh: id, en: id },
    fieldsOf: (code: string) => categoryFields.get(code) ?? {},
    categoryName: (code: string) => categoryNames.get(code) ?? { zh: code, en: code },
    responsibilities: () => answers,
  })
}
