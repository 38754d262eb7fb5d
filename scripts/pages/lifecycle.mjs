// The page of the default lifecycle: its diagram, its states, and where commands lead.
import { branchesOf, defaultLifecycle, isEnd, lifecycleDiagram } from '@huiyin/core/plugin'

function stateRow([name, state]) {
  const kind = isEnd(state) ? `end: ${state.end}` : state.step
  const owner = isEnd(state) ? '—' : state.owner
  const clocks = isEnd(state)
    ? '—'
    : [...state.clocks, ...(state.paused ?? []).map((clock) => `(${clock} stands still)`)].join(', ')
  return `| \`${name}\` | ${state.title.zh} | ${kind} | ${owner} | ${clocks} |`
}

function transitionRows([name, state]) {
  return Object.entries(state.on ?? {}).flatMap(([command, entry]) =>
    branchesOf(entry).map((branch) => {
      const laws = (branch.laws ?? []).map((law) => `\`${law}\``).join(', ')
      return `| \`${name}\` | \`${command}\` | ${branch.when ?? ''} | ${laws} | ${branch.target === undefined ? 'stays' : `\`${branch.target}\``} |`
    }),
  )
}

/** The page, whole. */
export function lifecyclePage() {
  const states = Object.entries(defaultLifecycle.states)
  return `# The lifecycle of a request

Written by \`npm run pages\` from \`packages/core/src/request/lifecycle/default.ts\`; a gate fails when the two differ.

诉求 → 认领 → 落实 → 反馈 → 评价 → 整改. Every state but an end has an owner, a clock, and something that happens when the clock runs out;
every end has a last word for the resident. Loading a lifecycle proves this, and that nothing refuses what time does and somebody can always bring a request to an end.
[Changing the lifecycle of a running city](running.md#changing-the-lifecycle-of-a-running-city) says how to take a state away.

\`\`\`mermaid
${lifecycleDiagram(defaultLifecycle)}\`\`\`

## States

| state | 中文 | step | owner | clocks |
|---|---|---|---|---|
${states.map(stateRow).join('\n')}

## Where commands lead

The first branch whose condition holds is taken; then its laws must all agree.

| state | command | condition | laws | leads to |
|---|---|---|---|---|
${states.flatMap(transitionRows).join('\n')}

In every open state, without leaving it: ${Object.keys(defaultLifecycle.everywhere)
    .map((command) => `\`${command}\``)
    .join(', ')}.
`
}
