import type { DestinationPause, Settlement } from '@huiyin/core/contracts'
import type { Ledger } from './ledger.js'
import type { World } from './world.js'

type PutOff = Extract<Settlement, { what: 'delivery' }>

/** Pauses of destinations, as every process was told of them: nothing is given to a destination meanwhile, whichever process asks. */
export function createPauseModel({ faults, violate }: World) {
  const pauses = new Map<string, number>()
  // A settlement that failed is tried again row by row, and the row of the pause may then be the one that is lost.
  const isCalm = !(['refusedCalls', 'unknownOutcomes', 'lateEffects'] as const).some((kind) => faults.on(kind))

  function settled(row: Extract<Settlement, { what: 'pause' | 'resume' }>): void {
    if (row.what === 'resume') pauses.delete(row.destination)
    else pauses.set(row.destination, Math.max(row.until, pauses.get(row.destination) ?? 0))
  }

  function given(destination: string, now: number): void {
    const until = pauses.get(destination) ?? 0
    if (until > now) violate('pauses', `${destination} was given something at ${now} and is paused until ${until}`)
  }

  /** Called before the rows are noted elsewhere: a delivery that goes back as it was is due when it was due before. */
  function putOff(rows: readonly Settlement[], key: (row: PutOff) => string, ledger: Ledger): void {
    if (rows.length === 1 && !isCalm) return
    for (const row of rows) {
      if (row.what !== 'delivery' || row.outcome.kind !== 'retry' || row.outcome.counted !== false) continue
      const { at } = row.outcome
      if (ledger.allowed(key(row), at) || (pauses.get(row.destination) ?? 0) >= at) continue
      violate('pauses', `${key(row)} waits until ${at} for a pause of ${row.destination} that nobody else knows of`)
    }
  }

  function listed(found: readonly DestinationPause[]): void {
    const [there, should] = [found.map((each) => [each.destination, each.until] as const), [...pauses]].map((each) =>
      each
        .map(([destination, until]) => `${destination} until ${until}`)
        .sort()
        .join(', '),
    )
    if (there !== should) violate('pauses', `paused are [${there}] and should be [${should}]`)
  }

  return { settled, given, putOff, listed }
}
