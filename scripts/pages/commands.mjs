// The page of commands, in English and Chinese: what the doc comments of the interface say, and where the default lifecycle leads.

import { defaultLifecycle } from '@huiyin/core'
import { branchesOf, isEnd } from '@huiyin/core/plugin'
import { partyWords } from './permissions.mjs'

const code = (text) => `\`${text}\``
const list = (items) => items.map(code).join(', ')
// A bar would end the cell of a table, inside code too.
const cell = (text) => text.replaceAll('|', '\\|')

const words = {
  en: {
    columns: ['command', '中文', 'who may', 'state → state', 'event'],
    fields: ['input', 'type', 'meaning'],
    stays: 'stays',
    everywhere: 'every open state',
    ended: 'every ended state',
    anywhere: 'every state',
    none: 'none',
    noInput: 'No input.',
    mayOmit: 'The input may be left out.',
    who: 'Who may',
    states: 'States',
    events: 'Events',
    refusals: 'Refusals',
    own: 'those that its declaration names',
    ownEvent: 'that of its declaration',
    join: ', ',
    stateTable: { title: 'States', columns: ['state', 'title', 'kind'], open: 'open', end: 'end' },
    colon: ': ',
    group: (group) => `## ${group.en} ${group.zh}\n\n${sentence(group.about)}`,
  },
  zh: {
    columns: ['命令', '中文', '谁可执行', '状态 → 状态', '事件'],
    fields: ['输入', '类型', '说明'],
    stays: '状态不变',
    everywhere: '各未办结状态',
    ended: '各终结状态',
    anywhere: '各状态',
    none: '无',
    noInput: '无输入。',
    mayOmit: '输入可省略。',
    who: '谁可执行',
    states: '状态',
    events: '事件',
    refusals: '拒绝',
    own: '由其声明决定',
    ownEvent: '其所声明的事件',
    join: '、',
    stateTable: { title: '状态', columns: ['状态', '名称', '类别'], open: '未办结', end: '终结' },
    colon: '：',
    group: (group) => `## ${group.zh} ${group.en}`,
  },
}

const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`

/** Where a command leads by the default lifecycle: `{ from, to }[]`, states that lead to the same ones together; `to` empty where it stays. */
function stepsOf(command, lifecycle = defaultLifecycle) {
  const byTarget = new Map()
  for (const [state, { on = {} }] of Object.entries(lifecycle.states)) {
    if (on[command] === undefined) continue
    const targets = [...new Set(branchesOf(on[command]).map(({ target }) => target ?? state))]
    const to = targets.length === 1 && targets[0] === state ? [] : targets
    byTarget.set(to.join(), { from: [...(byTarget.get(to.join())?.from ?? []), state], to })
  }
  return [...byTarget.values()]
}

function statesInWords(name, language) {
  const says = words[language]
  if (name === 'submit') return `→ ${code(defaultLifecycle.initial)}`
  if (name === 'act') return says.own
  // Not a step of the lifecycle: it moves nothing.
  if (name === 'eraseAttachment') return `${says.anywhere}${says.colon}${says.stays}`
  if (name === 'eraseTexts') return `${says.ended}${says.colon}${says.stays}`
  const steps = stepsOf(name).map(({ from, to }) =>
    to.length === 0 ? `${list(from)}${says.colon}${says.stays}` : `${list(from)} → ${list(to)}`,
  )
  const everywhere = name in defaultLifecycle.everywhere ? [`${says.everywhere}${says.colon}${says.stays}`] : []
  return [...everywhere, ...steps].join(language === 'zh' ? '；' : '; ')
}

const who = (command, language) => command.by.map((party) => partyWords(party)[language]).join(words[language].join)

function overview(group, language) {
  const { columns, ownEvent } = words[language]
  const rows = group.commands.map((command) =>
    [
      `[${code(command.name)}](#${command.name.toLowerCase()}-${command.term})`,
      command.term,
      who(command, language),
      statesInWords(command.name, language),
      command.name === 'act' ? ownEvent : command.events.map((event) => code(event.replace('request.', ''))).join(', '),
    ].join(' | '),
  )
  return [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...rows.map((row) => `| ${row} |`)].join(
    '\n',
  )
}

function inputTable(command, language) {
  const says = words[language]
  if (command.input.length === 0) return says.noInput
  const rows = command.input.map(
    ({ name, optional, type, ...text }) =>
      `| ${code(`${name}${optional ? '?' : ''}`)} | ${code(cell(type))} | ${cell(text[language])} |`,
  )
  const table = [`| ${says.fields.join(' | ')} |`, '|---|---|---|', ...rows].join('\n')
  return command.mayOmitInput ? `${says.mayOmit}\n\n${table}` : table
}

function section(command, language) {
  const says = words[language]
  const fact = (title, text) => `- **${title}**${says.colon}${text}`
  return `### ${code(command.name)} ${command.term}

${command[language]}

${fact(says.who, who(command, language))}
${fact(says.states, statesInWords(command.name, language))}
${fact(says.events, command.name === 'act' ? says.ownEvent : list(command.events))}
${fact(says.refusals, command.refusals.length === 0 ? says.none : list(command.refusals))}

${inputTable(command, language)}`
}

const openings = {
  en: `# Commands

Written by \`npm run pages\` from \`packages/core/src/request/requests/\`; a gate fails when the two differ. A test holds events, refusals and
permissions against what the domain does.

Every command is called in the same way: \`huiyin.requests.reply(id, input, { by, key, expectedVersion })\`.

- \`id\` is that of the request. \`submit\` may do without: it makes one.
- \`input\` is described below. A member with \`?\` may be left out, and so may the whole argument where the page says it. Input of the wrong form throws
  \`InvalidInputError\` with the path of each fault, an unknown id \`NotFoundError\`; nothing is written then.
- \`by\` is the actor, which your server makes from the session: see [Actors and permissions](permissions.md).
- \`key\` is an idempotency key: the same key gets the first answer and does nothing again. \`expectedVersion\` is optimistic concurrency: the command is
  refused when the request has another version.

The result is a value: \`{ ok: true, request, events }\`, or \`{ ok: false, refusal: { code, details, message: { zh, en } } }\`. Any command may be refused
with \`not-permitted\`, \`wrong-state\`, \`stale-version\` and \`key-reused\`; the others stand with each command, and [errors](errors.md) says what to do about them.
The system may issue every command but those that take no stand-in. States are those of the [default lifecycle](lifecycle.md).`,
  zh: `# 命令

本页由 \`npm run pages\` 依据 \`packages/core/src/request/requests/\` 生成，两者不一致时检查不通过；事件、拒绝与权限由测试对照实际行为核对。

所有命令的调用方式相同：\`huiyin.requests.reply(id, input, { by, key, expectedVersion })\`。

- \`id\` 是诉求编号；\`submit\` 可不传，由系统生成。
- \`input\` 见下文。带 \`?\` 的成员可不填；注明可省略的，整个参数也可不传。格式错误抛出 \`InvalidInputError\`，逐项给出出错路径；编号不存在抛出
  \`NotFoundError\`；两种情形均未写入。
- \`by\` 是操作人，由您的服务端根据会话生成，见[操作人与权限](permissions.md)。
- \`key\` 是幂等键：同一键只执行一次，再次提交得到首次的结果。\`expectedVersion\` 用于乐观并发控制：版本不符即拒绝。

结果是一个值：\`{ ok: true, request, events }\`，或 \`{ ok: false, refusal: { code, details, message: { zh, en } } }\`。任何命令都可能因
\`not-permitted\`、\`wrong-state\`、\`stale-version\`、\`key-reused\` 被拒绝；其余拒绝列在各命令之下，处理办法见[错误](../errors.md)。
除不得代办的以外，系统可执行所有命令。状态取自[默认生命周期](lifecycle.md)。`,
}

function stateTable(language) {
  const { title, columns, open, end } = words[language].stateTable
  const rows = Object.entries(defaultLifecycle.states).map(
    ([name, state]) => `| ${code(name)} | ${state.title[language]} | ${isEnd(state) ? end : open} |`,
  )
  return [`## ${title}`, [`| ${columns.join(' | ')} |`, '|---|---|---|', ...rows].join('\n')]
}

/** The page, whole, in one of the languages. */
export function commandsPage(groups, language) {
  const parts = groups.flatMap((group) => [
    words[language].group(group),
    overview(group, language),
    ...group.commands.map((command) => section(command, language)),
  ])
  return `${[openings[language], ...parts, ...stateTable(language)].join('\n\n')}\n`
}
