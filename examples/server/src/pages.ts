import {
  type Bilingual,
  type Catalogue,
  type CatalogueData,
  type ClockExplanation,
  fiveGrades,
  type Huiyin,
  type InputIssue,
  type ResidentView,
  type StaffView,
} from '@huiyin/core'
import type { Notice } from '@huiyin/core/contracts'
import { html } from 'hono/html'
import { grids, type Person, people } from './city.ts'
import { both, choice, dayStrip, form, type Html, page, say, textField, time } from './layout.ts'

const gridName = (code: string) => grids.find((grid) => grid.code === code)?.name ?? code
const primary = (zh: string, en: string) => html`<button class="primary">${say(zh, en)}</button>`

/** Whom to be. */
export const signInPage = (): Html =>
  page(
    '登录',
    html`<section><h1>${say('您是谁？', 'Who are you?')}</h1>
<p class="lead">${say('这是演示，点名字就能登录。人物都是虚构的。', 'A demo: click a name to sign in. All people are invented.')}</p>
<form class="people" method="post" action="/sign-in">${people.map(
      ({ actor, name }) => html`<button name="person" value="${actor.id}">${both(name)}</button>`,
    )}</form></section>`,
  )

/** Why something was not done, in the shape of the library's own refusals. */
export interface Problem {
  readonly code: string
  readonly message: Bilingual
  readonly issues?: readonly InputIssue[]
}

/** Why something was not done, and the way out. */
export const problemPage = ({ code, message, issues = [] }: Problem): Html =>
  page(
    message.zh,
    html`<section><h1>${both(message)}</h1>
<ul class="lead">${issues.map((issue) => html`<li><b>${issue.path.join('.')}</b> ${issue.message}</li>`)}</ul>
${code !== 'not-found' && html`<p class="lead">${say('按浏览器的“返回”，您写的都还在。', 'Go back in the browser: what you wrote is still there.')}</p>`}
<p class="lead"><a href="/">${say('回到首页', 'To the first page')}</a></p></section>`,
  )

/** A resident's own requests, the form for a new one, and what they were told. */
export function residentHome(
  person: Person,
  own: readonly ResidentView[],
  told: readonly Notice[],
  categories: CatalogueData['categories'],
): Html {
  // What waits for the resident comes first.
  const waits = ({ mayDo }: ResidentView) => Number(mayDo.includes('rate'))
  const row = ({ id, status, deadline, submittedAt, description }: ResidentView) =>
    html`<li><a href="/requests/${id}"><b>${both(status)}</b><span class="english text">${description}</span>
${deadline ? html`<span class="meta">${deadline.words.zh}</span>` : time(submittedAt)}</a></li>`
  return page(
    '我的诉求',
    html`<section><h1>${say('我的诉求', 'My requests')}</h1>
${own.length === 0 ? html`<p class="lead">${say('还没有反映过事情。', 'You have not reported anything yet.')}</p>` : html`<ul class="rows lead">${own.toSorted((a, b) => waits(b) - waits(a)).map(row)}</ul>`}</section>
<section><h2>${say('反映一件事', 'Report something')}</h2>
${form('/requests', [
  textField('description', '说说是什么事', 'What is it about?', 2000),
  choice(
    'area',
    say('在哪里', 'Where?'),
    grids.map(({ code, name }) => ({ value: code, words: name })),
  ),
  choice(
    'category',
    say('属于哪一类', 'What kind?'),
    categories.map(({ code, name }) => ({ value: code, words: `${name.zh} ${name.en}` })),
  ),
  primary('提交诉求', 'Send'),
])}</section>
<section><h2>${say('我收到的消息', 'What I was told')}</h2>
${told.length === 0 ? html`<p>${say('还没有消息。', 'Nothing yet.')}</p>` : ''}
<ol class="timeline">${told.slice(0, 8).map(({ at, title, echo, record }) => html`<li>${time(at)}<a href="/requests/${record.id}">${both(title)}</a>${echo && html`<p class="answer">${both(echo)}</p>`}</li>`)}</ol></section>`,
    person,
  )
}

const steps = [
  ['report', '诉求'],
  ['claim', '认领'],
  ['handle', '落实'],
  ['feedback', '反馈'],
  ['rate', '评价'],
  ['rectify', '整改'],
] as const

// 整改 is part of the loop only for whom it has come to that.
function loop(step: ResidentView['step']): Html {
  const shown = steps.filter(([name]) => name !== 'rectify' || step === 'rectify')
  const now = step === 'end' ? shown.length : shown.findIndex(([name]) => name === step)
  return html`<ol class="loop" aria-label="办理环节">${shown.map(([name, words], place) =>
    place === now
      ? html`<li class="${name}" aria-current="step">${words}</li>`
      : html`<li class="${place < now && 'done'}">${words}</li>`,
  )}</ol>`
}

const due = (deadline: Omit<NonNullable<ResidentView['deadline']>, 'days'>): Html =>
  html`<p class="lead ${deadline.overdue && 'late'}"><b>${deadline.words.zh}</b>${deadline.provisional && '（暂定：放假通知尚未发布）'}
<span class="english" lang="en">${deadline.words.en}</span></p>`

function nextFor({ id, mayDo }: ResidentView): Html {
  const button = (action: 'urge' | 'withdraw', zh: string, en: string) =>
    mayDo.includes(action) && form(`/requests/${id}/${action}`, html`<button>${say(zh, en)}</button>`)
  if (mayDo.includes('rate')) {
    const grades = fiveGrades.grades.map(
      ({ grade, zh, en }) =>
        html`<label><input type="radio" name="grade" value="${grade}" required>${say(zh, en)}</label>`,
    )
    return html`<section><h2>${say('这件事办得怎么样？', 'How was it handled?')}</h2>${form(`/requests/${id}/rate`, [
      html`<fieldset class="choices"><legend>${say('您的评价', 'Your rating')}</legend>${grades}</fieldset>`,
      textField('comment', '补充说明（可以不写）', 'Anything to add? (optional)', 500, false),
      primary('提交评价', 'Send'),
    ])}<p class="meta">评价不满意的，启动整改，重新办理。 <span lang="en">If you are dissatisfied, it is handled again.</span></p></section>`
  }
  return html`<section><h2>${say('您现在不用做什么', 'Nothing for you to do now')}</h2>
<div class="beside">${button('urge', '催办', 'Urge')}${button('withdraw', '撤单', 'Withdraw')}</div></section>`
}

/** One request as its resident sees it. */
export function residentRequest(person: Person, view: ResidentView, explanation: ClockExplanation): Html {
  const { number, status, step, category, deadline, description, responsible, progress, echo } = view
  const latest = progress.toReversed()
  return page(
    status.zh,
    html`<section><p class="meta">${both(category)}</p><h1>${both(status)}</h1>
${loop(step)}${deadline && due(deadline)}${echo && html`<p class="lead">${both(echo)}</p>`}
${deadline && step !== 'rate' && dayStrip(explanation)}</section>
${step !== 'end' && nextFor(view)}
<section><h2>${say('办理过程', 'Progress')}</h2>
<ol class="timeline">${latest.map(({ at, title, text }) => html`<li>${time(at)}<b>${both(title)}</b>${text && html`<p class="answer">${text}</p>`}</li>`)}</ol></section>
<section><dl class="summary"><dt>您的诉求</dt><dd class="said">${description ?? '（已删除）'}</dd>
<dt>责任部门</dt><dd>${responsible ? both(responsible) : say('待派单', 'not dispatched yet')}</dd>
<dt>工单号</dt><dd>${number}</dd></dl></section>`,
    person,
  )
}

/** The work of a desk, a unit or the whole city, what is due first on top. */
export function staffHome(person: Person, work: readonly StaffView[], catalogue: Catalogue): Html {
  const dueAt = ({ deadlines }: StaffView) => Math.min(...deadlines.map(({ at }) => at))
  const row = ({ facts, title, texts, deadlines }: StaffView) =>
    html`<li><a href="/requests/${facts.id}"><b>${title.zh}</b>
<span class="meta">${catalogue.categoryName(facts.category).zh} · ${gridName(facts.area)}</span>
<span class="english text">${texts[facts.description.ref]}</span>
${deadlines.map(({ words, overdue }) => html`<span class="english meta ${overdue && 'late'}">${words.zh}</span>`)}</a></li>`
  return page(
    '待办',
    html`<section><h1>${say(`在办 ${work.length} 件`, `${work.length} open`)}</h1>
${work.length === 0 && html`<p class="lead">${say('没有待办的件。', 'Nothing to do.')}</p>`}
<ul class="rows lead">${work.toSorted((a, b) => dueAt(a) - dueAt(b)).map(row)}</ul></section>`,
    person,
  )
}

/** One request as staff see it, with what they may do next. */
export function staffRequest(
  person: Person,
  view: StaffView,
  explanation: ClockExplanation,
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
  ].filter((each) => each !== false)
  const rating = facts.ratings.at(-1)
  return page(
    title.zh,
    html`<section><p class="meta">${catalogue.categoryName(facts.category).zh} · ${gridName(facts.area)}</p><h1>${both(title)}</h1>
${deadlines.map(due)}${deadlines.length > 0 && dayStrip(explanation)}</section>
<section><h2>${say('居民的话', "The resident's words")}</h2><p class="said">${texts[facts.description.ref] ?? '（已删除）'}</p>
${rating?.comment && html`<p class="said">${texts[rating.comment.ref]}</p>`}</section>
${actions.length > 0 && html`<section>${actions}</section>`}
<section><dl class="summary"><dt>承办单位</dt><dd>${facts.unit ? both(catalogue.unitName(facts.unit)) : say('待派单', 'not dispatched yet')}</dd>
<dt>答复</dt><dd>${facts.replies.length === 0 ? '—' : facts.replies.map(({ text }) => html`<p class="answer">${texts[text.ref]}</p>`)}</dd>
<dt>上报</dt><dd>${time(facts.submittedAt)}</dd><dt>工单号</dt><dd>${facts.number}</dd></dl></section>`,
    person,
  )
}
