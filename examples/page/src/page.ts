// A page of a place's own that shows one request: where it stands, who has to move, what has happened, how much time is left.
// It is all that a browser downloads, and it says the time left anew without asking the server.
import type { RequestEvent, RequestFacts } from '@huiyin/core'
import {
  type Bilingual,
  createBusinessHours,
  createWorkCalendar,
  loopSteps,
  requestInWords,
  type ShownStates,
} from '@huiyin/core/words'

type Names = Readonly<Record<string, Bilingual>>

/** What the server sent about a request, as JSON. */
export interface Sent {
  /** `(await huiyin.requests.forStaff(id, { by })).facts` */
  readonly facts: RequestFacts
  /** `await huiyin.requests.history(id, { by })` */
  readonly events: readonly RequestEvent[]
  /** Names of the units, areas and reasons that occur in it, by code. */
  readonly units: Names
  readonly areas: Names
  readonly reasons: Names
  /** `huiyin.lifecycle.states`, where the place has a lifecycle of its own. */
  readonly states?: ShownStates
}

const calendar = createWorkCalendar({ unpublished: 'provisional' })
const sla = { calendar, hours: createBusinessHours(calendar) }

const nameIn = (names: Names) => (code: string) => names[code] ?? { zh: code, en: code }
const escaped = (text: string) => text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`)
const say = ({ zh, en }: Bilingual) => `${escaped(zh)} <span lang="en">${escaped(en)}</span>`

/** The request as HTML, as it stands at `now`. */
export function pageOf({ units, areas, reasons, ...sent }: Sent, now: number): string {
  const names = { unit: nameIn(units), area: nameIn(areas), pauseReason: nameIn(reasons) }
  const { title, step, owner, progress, deadlines, echo } = requestInWords({ ...sent, names, sla, now })
  const loop = loopSteps.map((each) => `<li${each.step === step ? ' aria-current="step"' : ''}>${say(each.title)}</li>`)
  const due = deadlines.map(
    (each) => `<p${each.overdue ? ' class="late"' : ''}>${say(each.title)}：${say(each.words)}</p>`,
  )
  return [
    `<h1>${say(title)}</h1>`,
    `<ol class="loop">${loop.join('')}</ol>`,
    owner === undefined ? '' : `<p>${say(owner)}</p>`,
    ...due,
    `<ol class="steps">${progress.map((each) => `<li>${say(each.title)}</li>`).join('')}</ol>`,
    echo === undefined ? '' : `<p>${say(echo)}</p>`,
  ].join('\n')
}
