import type { Bilingual, InputIssue } from '@huiyin/core'
import { html } from 'hono/html'
import { people } from './city.ts'
import { both, type Html, page, say } from './layout.ts'

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
