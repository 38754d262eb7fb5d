import type { Bilingual } from '../../contracts/text.js'
import type { ClockEnvironment } from '../../sla/clock.js'
import { deadlineInWords } from '../../sla/words.js'
import type { RequestFacts } from '../facts.js'
import type { LifecycleTable } from '../lifecycle/table.js'

/** What staff see: all facts, the texts they may read, running deadlines in words, and what the state allows. */
export interface StaffView {
  readonly facts: RequestFacts
  readonly title: Bilingual
  /** Texts from the vault by their reference; personal fields are left out for whom the matter does not concern. */
  readonly texts: Readonly<Record<string, string>>
  readonly deadlines: readonly {
    readonly clock: string
    readonly date: string
    readonly at: number
    readonly overdue: boolean
    readonly provisional: boolean
    readonly words: Bilingual
  }[]
  readonly allowed: readonly string[]
}

/** Builds the staff view. `texts` holds only what this reader may see. */
export function staffView(
  facts: RequestFacts,
  texts: ReadonlyMap<string, string>,
  lifecycle: LifecycleTable,
  sla: ClockEnvironment,
  now: number,
): StaffView {
  const running = Object.values(facts.clocks).filter((each) => each.stoppedAt === undefined)
  return {
    facts,
    title: lifecycle.titleOf(facts.status),
    texts: Object.fromEntries(texts),
    deadlines: running.map((clock) => ({
      clock: clock.clock,
      date: clock.dueDate,
      at: clock.dueAt,
      overdue: clock.breachedAt !== undefined || now >= clock.dueAt,
      provisional: clock.provisional,
      words: deadlineInWords(sla, clock, now),
    })),
    allowed: lifecycle.commands(facts.status),
  }
}
