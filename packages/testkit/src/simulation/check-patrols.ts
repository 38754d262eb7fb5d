import type { Verification } from '@huiyin/core'
import { canonical } from '@huiyin/core/contracts'
import type { DomainEvent } from '@huiyin/core/plugin'
import { type PatrolFacts, patrolKind, patrolType, type Release, releases } from './patrol-kind.js'
import type { PatrolSteps } from './patrols.js'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

const formIn = (body: string) => (JSON.parse(body) as { readonly $form?: number }).$form ?? 1

/** Whatever form a record was stored in, a process answers and writes its facts as its own release folds them. */
export function checkPatrols(read: readonly ReadRecord[], { seen }: PatrolSteps, { violate }: World): void {
  const patrols = new Map(read.filter(({ record }) => record.type === patrolType).map((each) => [each.record.id, each]))
  const events = new Map(
    [...patrols].map(([id, { rows }]) => [id, rows.map(({ bytes }) => JSON.parse(bytes) as DomainEvent)]),
  )
  function folded(release: Release, id: string, version: number): PatrolFacts | undefined {
    const { evolve } = patrolKind(release)
    return events
      .get(id)
      ?.slice(0, version)
      .reduce<PatrolFacts | undefined>((facts, event) => evolve(facts, event), undefined)
  }
  for (const { process, release, id, version, facts } of seen) {
    if ((events.get(id)?.length ?? 0) < version)
      violate('acknowledged', `${id} was answered in version ${version}, which is not in the record`)
    else if (canonical(facts) !== canonical(folded(release, id, version)))
      violate('forms', `${process} of release ${release} answered ${id}@${version} as ${canonical(facts)}`)
  }
  for (const [id, { changes }] of patrols)
    for (const { version, body, index } of changes) {
      const { $form: form = 1, ...facts } = JSON.parse(body) as PatrolFacts & { readonly $form?: Release }
      const wanted = folded(form, id, version) as PatrolFacts
      const { category = '' } = patrolKind(form).index(wanted)
      if (canonical(facts) !== canonical(wanted) || index.category !== category)
        violate('forms', `${id}@${version} is stored in form ${form} as ${body} in ${index.category}`)
    }
}

/** A record of another form is no fault, and is counted. */
export function checkOutdated(
  read: readonly ReadRecord[],
  verified: ReadonlyMap<Release, Verification | undefined>,
  { violate }: World,
): void {
  for (const release of releases) {
    const outdated = verified.get(release)?.outdated
    const wanted = read.filter(({ record }) => record.type === patrolType && formIn(record.body) !== release).length
    if (outdated !== undefined && outdated !== wanted)
      violate('forms', `to release ${release} ${outdated} records are outdated, and ${wanted} are of another form`)
  }
}
