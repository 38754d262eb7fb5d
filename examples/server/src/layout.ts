import { randomUUID } from 'node:crypto'
import type { AttachmentView, Bilingual, ClockExplanation } from '@huiyin/core'
import { html } from 'hono/html'
import type { Person } from './city.ts'

interface Due {
  readonly words: Bilingual
  readonly overdue: boolean
  readonly provisional: boolean
}

/** Escaped HTML: `html` escapes every value put into it, unless that was made by `html` itself. */
export type Html = ReturnType<typeof html>

/** Chinese first, English beside it. */
export const both = ({ zh, en }: Bilingual): Html => html`${zh} <span lang="en">${en}</span>`
export const say = (zh: string, en: string): Html => both({ zh, en })

const inBeijing = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** 5月7日 16:33 */
export const time = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${inBeijing.format(at)}</time>`

/** A form that posts. Its key is made when it is shown: sent twice, it is still one command. */
export const form = (action: string, fields: Html | Html[]): Html =>
  html`<form method="post" action="${action}"><input type="hidden" name="key" value="${randomUUID()}">${fields}</form>`

/** A field for free text, with its label. */
export const textField = (name: string, zh: string, en: string, most: number, required = true): Html =>
  html`<label for="${name}">${say(zh, en)}</label>
<textarea id="${name}" name="${name}" rows="4" maxlength="${most}" ${required ? 'required' : ''}></textarea>`

/** A choice out of a list, with its label. */
export const choice = (
  name: string,
  label: Html,
  options: readonly { readonly value: string; readonly words: string }[],
  chosen?: string,
): Html => html`<label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(
  ({ value, words }) => html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${words}</option>`,
)}</select>`

/** Every day of a deadline: which day of the count it is, or why it does not count. */
export const dayStrip = ({
  days,
  text,
}: Pick<ClockExplanation, 'days'> & Partial<Pick<ClockExplanation, 'text'>>): Html => html`<details>
<summary>这个日期是怎么算的</summary>
<ol class="days">${days.map(({ date, counted, n, reason }, position) => {
  const [, month, day] = date.split('-').map(Number)
  const kind = counted ? (position === days.length - 1 ? 'counted last' : 'counted') : ''
  return html`<li class="${kind}" title="${reason.zh}"><b>${month}/${day}</b>${n === undefined ? (counted ? '计入' : '不计') : `第 ${n} 天`}</li>`
})}</ol>
${text && html`<p class="meta">${text.zh} <span class="english" lang="en">${text.en}</span></p>`}
</details>`

/** When it is due, as people say it. */
export const due = ({ words, overdue, provisional }: Due): Html =>
  html`<p class="lead ${overdue && 'late'}"><b>${words.zh}</b>${provisional && '（暂定：放假通知尚未发布）'}
<span class="english" lang="en">${words.en}</span></p>`

/** The button that does what the page is for. */
export const primary = (zh: string, en: string): Html => html`<button class="primary">${say(zh, en)}</button>`

/** The files of a request that the reader may open, and how to add one. */
export const filesOf = (
  id: string,
  files: readonly AttachmentView[],
  mayAdd: boolean,
): Html => html`<section><h2>${say('照片和附件', 'Pictures and files')}</h2>
<ul class="rows">${files.filter(({ mayOpen }) => mayOpen).map(({ ref, name, title }) => html`<li><a href="/requests/${id}/files/${ref}">${name ?? title.zh} <span class="meta">${title.zh}</span></a></li>`)}</ul>
${mayAdd && html`<form method="post" enctype="multipart/form-data" action="/requests/${id}/files"><label for="file">${say('添加照片', 'Add a picture')}</label><input id="file" type="file" name="file" accept="image/*" required><button>${say('上传', 'Send')}</button></form>`}</section>`

/** The way to the next page of a list, where there is one. */
export const further = (address: string, next: string | undefined): Html =>
  html`${next && html`<p class="lead"><a href="${address}after=${encodeURIComponent(next)}">${say('下一页', 'Next page')}</a></p>`}`

/** The frame of every page. */
export function page(title: string, main: Html | Html[], person?: Person): Html {
  const who =
    person &&
    html`<span class="who">${person.name.zh} <span class="english" lang="en">${person.name.en}</span></span>
<form method="post" action="/sign-out"><button>退出</button></form>`
  return html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · 回音</title><link rel="icon" href="/public/mark.svg"><link rel="stylesheet" href="/public/look.css"></head>
<body><div class="page ${person?.actor.kind === 'staff' && 'wide'}">
<header class="top"><a href="/"><img src="/public/mark.svg" width="26" height="26" alt="">回音</a>${who}</header>
<main>${main}</main></div></body></html>`
}
