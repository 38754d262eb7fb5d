import {
  type AttachmentView,
  type CatalogueData,
  fiveGrades,
  type ResidentPage,
  type ResidentRow,
  type ResidentView,
  type SubmitPreview,
} from '@huiyin/core'
import type { Notice } from '@huiyin/core/contracts'
import { html } from 'hono/html'
import { grids, type Person } from './city.ts'
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

/** What a command would come to. */
type Outlook = { readonly deadline?: { readonly dueDate: string } }
/** A request, and its files that the resident may see. */
interface ResidentRequest {
  readonly view: ResidentView
  readonly files: readonly AttachmentView[]
}

type Preview = Extract<SubmitPreview, { readonly ok: true }>

/** A resident's own requests, the form for a new one, and what they were told. */
export function residentHome(
  person: Person,
  own: ResidentPage,
  told: readonly Notice[],
  categories: CatalogueData['categories'],
): Html {
  // What waits for the resident comes first.
  const waits = ({ mayDo }: ResidentRow) => Number(mayDo.includes('rate'))
  const row = ({ id, number, status, deadline, submittedAt, title }: ResidentRow) =>
    html`<li><a href="/requests/${id}"><b>${both(status)}</b><span class="english text">${title} · ${number}</span>
${deadline ? html`<span class="meta">${deadline.words.zh}</span>` : time(submittedAt)}</a></li>`
  return page(
    '我的诉求',
    html`<section><h1>${say('我的诉求', 'My requests')}</h1>
${own.items.length === 0 ? html`<p class="lead">${say('还没有反映过事情。', 'You have not reported anything yet.')}</p>` : html`<ul class="rows lead">${own.items.toSorted((a, b) => waits(b) - waits(a)).map(row)}</ul>`}${further('/requests?', own.next)}</section>
<section><h2>${say('反映一件事', 'Report something')}</h2>
${form('/requests/preview', [
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
  primary('下一步', 'Next'),
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

// The words and the date are the library's: what would follow, were it rated so now.
const consequence = (bad: Outlook | undefined): Html =>
  bad?.deadline === undefined
    ? say('评价不满意的，重新办理。', 'If you are dissatisfied, it is handled again.')
    : say(
        `评价不满意的，启动整改，${bad.deadline.dueDate} 前重新办理。`,
        `If you are dissatisfied, it is handled again by ${bad.deadline.dueDate}.`,
      )

function nextFor({ id, mayDo }: ResidentView, bad: Outlook | undefined): Html {
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
    ])}<p class="meta">${consequence(bad)}</p></section>`
  }
  const again =
    mayDo.includes('askReopen') &&
    html`<section><h2>${say('还没有解决？', 'Not solved after all?')}</h2>${form(`/requests/${id}/askReopen`, [
      textField('reason', '为什么要重新办理', 'Why should it be handled again?', 500),
      primary('申请重办', 'Ask to have it handled again'),
    ])}</section>`
  const more =
    mayDo.includes('supplement') &&
    form(`/requests/${id}/supplement`, [
      textField('text', '补充说明', 'Something to add?', 2000),
      html`<button>${say('补充', 'Add')}</button>`,
    ])
  return html`<section><h2>${say('您现在不用做什么', 'Nothing for you to do now')}</h2>
<div class="beside">${button('urge', '催办', 'Urge')}${button('withdraw', '撤单', 'Withdraw')}</div>${more}</section>${again}`
}

/** One request as its resident sees it; `bad` is what a bad rating would lead to. */
export function residentRequest(person: Person, { view, files }: ResidentRequest, bad: Outlook | undefined): Html {
  const { number, status, step, category, deadline, description, responsible, progress, echo } = view
  const latest = progress.toReversed()
  return page(
    status.zh,
    html`<section><p class="meta">${both(category)}</p><h1>${both(status)}</h1>
${loop(step)}${deadline && due(deadline)}${echo && html`<p class="lead">${both(echo)}</p>`}
${deadline && step !== 'rate' && dayStrip(deadline)}</section>
${nextFor(view, bad)}
${filesOf(view.id, files, view.mayDo.includes('attach'))}
<section><h2>${say('办理过程', 'Progress')}</h2>
<ol class="timeline">${latest.map(({ at, title, text }) => html`<li>${time(at)}<b>${both(title)}</b>${text && html`<p class="answer">${text}</p>`}</li>`)}</ol></section>
<section><dl class="summary"><dt>您的诉求</dt><dd class="said">${description ?? '（已删除）'}</dd>
<dt>责任部门</dt><dd>${responsible ? both(responsible) : say('待派单', 'not dispatched yet')}</dd>
<dt>工单号</dt><dd>${number}</dd></dl></section>`,
    person,
  )
}

/** What was written, and what comes of it when it is sent: who will handle it, and until when. */
export function beforeSending(person: Person, input: Readonly<Record<string, string>>, preview: Preview): Html {
  const { responsible, completion, area } = preview
  const { key: _, ...written } = input
  return page(
    '提交之前',
    html`<section><h1>${say('请看一下，再提交', 'Please check, then send')}</h1>
<p class="said">${input.description}</p>
<dl class="summary"><dt>${say('在哪里', 'Where')}</dt><dd>${both(area.name)}</dd>
<dt>${say('送到', 'Goes to')}</dt><dd>${both(responsible.name)}</dd></dl>
${completion && html`<p class="lead"><b>${say(`最迟 ${completion.dueDate} 答复您`, `You are answered by ${completion.dueDate}`)}</b></p>${dayStrip(completion)}`}
${form('/requests', [
  ...Object.entries(written).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`),
  primary('提交诉求', 'Send'),
])}</section>`,
    person,
  )
}
