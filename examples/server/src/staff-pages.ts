import type {
  AttachmentView,
  Badge,
  ClockExplanation,
  Huiyin,
  QueuePage,
  QueueRow,
  StaffView,
  TimelineStep,
} from '@huiyin/core'
import { html } from 'hono/html'
import { gridName, type Person } from './city.ts'
import {
  both,
  choice,
  dayStrip,
  due,
  filesOf,
  form,
  further,
  type Html,
  page,
  primary,
  say,
  textField,
  time,
} from './layout.ts'

/** A queue, and how much is in the others. */
export interface Desk {
  readonly view: string
  readonly queue: QueuePage
  readonly views: readonly Badge[]
}

/** A request, why it is due when it is, and what was done. */
export interface StaffRequest {
  readonly view: StaffView
  readonly deadline: ClockExplanation
  readonly timeline: readonly TimelineStep[]
  readonly files: readonly AttachmentView[]
}

const cards = { yellow: '黄牌', red: '红牌' } as const

/** What a desk, a unit or the whole city looks at, what is due first on top. */
export function staffHome(person: Person, { view, queue, views }: Desk): Html {
  const row = ({ id, number, title, status, category, area, place, deadline, card, notes }: QueueRow) =>
    html`<li><a href="/requests/${id}"><b>${status.name.zh}</b>
<span class="meta">${number} · ${category.name.zh} · ${area.name.zh}${place && ` · ${place}`}</span>
<span class="english text">${title}</span>
${deadline && html`<span class="english meta ${card === 'red' && 'late'}">${card && `${cards[card]} `}${deadline.words.zh}</span>`}
${notes > 0 && html`<span class="meta">${notes} 条备注</span>`}</a></li>`
  const tab = (badge: Badge) =>
    html`<a href="/requests?view=${badge.view}" ${badge.view === view && html`aria-current="page"`}>${badge.title.zh} ${badge.count}</a> `
  return page(
    '待办',
    html`<section><nav class="meta">${views.filter(({ view: name, count }) => count > 0 || name === view).map(tab)}</nav>
<h1>${both(views.find((badge) => badge.view === view)?.title ?? { zh: view, en: view })}</h1>
${queue.items.length === 0 && html`<p class="lead">${say('没有待办的件。', 'Nothing to do.')}</p>`}
<ul class="rows lead">${queue.items.map(row)}</ul>${further(`/requests?view=${view}&`, queue.next)}</section>`,
    person,
  )
}

/** One request as staff see it, with what they may do next. */
export function staffRequest(
  person: Person,
  { view, deadline, timeline, files }: StaffRequest,
  { catalogue, commands }: Pick<Huiyin, 'catalogue' | 'commands'>,
): Html {
  const { facts, title, texts, deadlines, allowed } = view
  const may = (action: string) => allowed.includes(action)
  const to = (action: string) => `/requests/${facts.id}/${action}`
  const units = catalogue.get()?.units ?? []
  const actions = [
    may('dispatch') &&
      form(to('dispatch'), [
        choice(
          'unit',
          say('派给（已按责任目录选好）', 'To (as the catalogue says)'),
          units.map(({ id, name }) => ({ value: id, words: name.zh })),
          catalogue.resolve(facts.category, facts.area).lead,
        ),
        primary('派单', 'Dispatch'),
      ]),
    may('claim') && form(to('claim'), primary('认领', 'Claim')),
    may('reply') &&
      form(to('reply'), [textField('text', '答复居民', 'Answer to the resident', 2000), primary('答复', 'Send')]),
    // Commands of the city itself, by their titles.
    ...Object.entries(commands).map(
      ([name, { title: called }]) =>
        may(name) &&
        form(to('act'), html`<button name="command" value="${name}">${say(called.zh, called.en)}</button>`),
    ),
    may('note') &&
      form(to('note'), [
        textField('text', '内部备注，居民看不到', 'A note for staff', 500),
        html`<button>${say('记下', 'Note')}</button>`,
      ]),
    may('decideReopen') &&
      form(to('decideReopen'), [
        textField('reason', '给居民的理由', 'Why, for the resident', 500),
        html`<button class="primary" name="granted" value="true">${say('同意重办', 'Have it handled again')}</button>
<button name="granted" value="false">${say('不予重办', 'Leave it closed')}</button>`,
      ]),
  ].filter((each) => each !== false)
  const rating = facts.ratings.at(-1)
  const step = ({ at, title, to: state, by, texts: said }: TimelineStep) =>
    html`<li>${time(at)}<b>${title.zh}${state && ` → ${state.zh}`}</b> <span class="meta">${by.id}</span>${said.map(({ text }) => html`<p class="answer">${text}</p>`)}</li>`
  return page(
    title.zh,
    html`<section><p class="meta">${catalogue.categoryName(facts.category).zh} · ${gridName(facts.area)}</p><h1>${both(title)}</h1>
${deadlines.map(due)}${deadlines.length > 0 && dayStrip(deadline)}</section>
<section><h2>${say('居民的话', "The resident's words")}</h2><p class="said">${texts[facts.description.ref] ?? '（已删除）'}</p>
${rating?.comment && html`<p class="said">${texts[rating.comment.ref]}</p>`}</section>
${actions.length > 0 && html`<section>${actions}</section>`}
${filesOf(facts.id, files, may('attach'))}
<section><h2>${say('办理过程', 'History')}</h2><ol class="timeline">${timeline.toReversed().map(step)}</ol></section>
<section><dl class="summary"><dt>承办单位</dt><dd>${facts.unit ? both(catalogue.unitName(facts.unit)) : say('待派单', 'not dispatched yet')}</dd>
<dt>答复</dt><dd>${facts.replies.length === 0 ? '—' : facts.replies.map(({ text }) => html`<p class="answer">${texts[text.ref]}</p>`)}</dd>
<dt>上报</dt><dd>${time(facts.submittedAt)}</dd><dt>工单号</dt><dd>${facts.number}</dd></dl></section>`,
    person,
  )
}
