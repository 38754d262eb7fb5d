// The page of the default lifecycle, in English and Chinese: its diagram, its states, and where commands lead.
import { branchesOf, defaultLifecycle, isEnd, lifecycleDiagram } from '@huiyin/core/plugin'

const everywhere = Object.keys(defaultLifecycle.everywhere).map((command) => `\`${command}\``)

const en = {
  head: `# The lifecycle of a request

[中文](zh/lifecycle.md)

Written by \`npm run pages\` from \`packages/core/src/request/lifecycle/default.ts\`; a gate fails when the two differ.

诉求 → 认领 → 落实 → 反馈 → 评价 → 整改. Every state but an end has an owner, a clock, and something that happens when the clock runs out;
every end has a last word for the resident. Loading a lifecycle proves this, and that nothing refuses what time does and somebody can always bring a request to an end.
[Changing the lifecycle of a running city](running.md#changing-the-lifecycle-of-a-running-city) says how to take a state away.`,
  states: '## States\n\n| state | 中文 | step | owner | clocks |',
  ways: `## Where commands lead

The first branch whose condition holds is taken; then its laws must all agree.

| state | command | condition | laws | leads to |`,
  everywhere: `In every open state, without leaving it: ${everywhere.join(', ')}.`,
  end: (name) => `end: ${name}`,
  named: (name) => name,
  standsStill: (clock) => `(${clock} stands still)`,
  stays: 'stays',
  comma: ', ',
}

// The terms of the glossary.
const terms = {
  ...{ report: '诉求', claim: '认领', handle: '落实', feedback: '反馈', rate: '评价', rectify: '整改' },
  ...{ dispatcher: '派单席', unit: '承办单位', supervisor: '督办人', requester: '诉求人' },
}

const zh = {
  head: `# 诉求的生命周期

[English](../lifecycle.md)

由 \`npm run pages\` 根据 \`packages/core/src/request/lifecycle/default.ts\` 写出；两者不一致时，检查不予通过。

诉求 → 认领 → 落实 → 反馈 → 评价 → 整改。除终结状态外，每个状态都有责任方、时限，以及时限届满时发生的事；每个终结状态都有给居民的最后答复。加载生命周期时即予证明；同时证明到期处理不会被拒绝，且总有人能使诉求办结。
怎样撤去一个状态，见[在运行中的城市更换生命周期](running.md#在运行中的城市更换生命周期)。`,
  states: '## 状态\n\n| 状态 | 名称 | 环节 | 责任方 | 时限 |',
  ways: `## 命令通向哪里

取条件成立的第一个分支，其各项规则须全部通过。

| 状态 | 命令 | 条件 | 规则 | 通向 |`,
  everywhere: `在每个未结状态均可执行、不离开该状态的命令：${everywhere.join('、')}。`,
  end: (name) => `终结：${name}`,
  named: (name) => terms[name] ?? name,
  standsStill: (clock) => `（${clock} 暂停计时）`,
  stays: '不变',
  comma: '、',
}

const stateRow =
  (words) =>
  ([name, state]) => {
    if (isEnd(state)) return `| \`${name}\` | ${state.title.zh} | ${words.end(state.end)} | — | — |`
    const clocks = [...state.clocks, ...(state.paused ?? []).map(words.standsStill)].join(words.comma)
    return `| \`${name}\` | ${state.title.zh} | ${words.named(state.step)} | ${words.named(state.owner)} | ${clocks} |`
  }

const transitionRows =
  (words) =>
  ([name, state]) =>
    Object.entries(state.on ?? {}).flatMap(([command, entry]) =>
      branchesOf(entry).map((branch) => {
        const laws = (branch.laws ?? []).map((law) => `\`${law}\``).join(words.comma)
        const target = branch.target === undefined ? words.stays : `\`${branch.target}\``
        return `| \`${name}\` | \`${command}\` | ${branch.when ?? ''} | ${laws} | ${target} |`
      }),
    )

/** The page, whole. */
export function lifecyclePage(language) {
  const words = language === 'zh' ? zh : en
  const states = Object.entries(defaultLifecycle.states)
  return `${words.head}

\`\`\`mermaid
${lifecycleDiagram(defaultLifecycle)}\`\`\`

${words.states}
|---|---|---|---|---|
${states.map(stateRow(words)).join('\n')}

${words.ways}
|---|---|---|---|---|
${states.flatMap(transitionRows(words)).join('\n')}

${words.everywhere}
`
}
