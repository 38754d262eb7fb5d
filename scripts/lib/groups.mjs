// Tests that need more than npm brings say so in the name of their file: `power.servers.test.ts` is of the group `servers`.
// `npm test -- --without servers,browser` leaves groups out, and says so at the end; nothing is ever left out silently.
import { relative } from 'node:path'
import { filesBelow, root } from './project.mjs'
import { StepFailed } from './run.mjs'

/** The groups there are, and what their tests need. */
export const groups = {
  servers:
    'Linux with root, or with the Debian packages they start (strace, util-linux): servers, tracers, disks of their own',
  browser: 'a browser with the libraries it needs',
}

/** Takes `--without A,B` and `--long` out of a command line: `{ without, long, rest }`. @throws StepFailed for a group nobody knows */
export function readArguments(args) {
  const rest = []
  const without = new Set()
  let long = false
  for (let at = 0; at < args.length; at++) {
    const [name, value] = args[at].split('=', 2)
    if (name === '--long') long = true
    else if (name === '--without') for (const group of (value ?? args[++at] ?? '').split(',')) without.add(group.trim())
    else rest.push(args[at])
  }
  const unknown = [...without].filter((group) => !Object.hasOwn(groups, group))
  if (unknown.length > 0)
    throw new StepFailed(
      `There is no group of tests called ${unknown.map((group) => `"${group}"`).join(', ')}. There are: ${Object.keys(groups).join(', ')}.`,
    )
  return { without: [...without], long, rest }
}

/** What the test runner is told, so that it leaves groups out. */
export const excluding = (without) => without.flatMap((group) => ['--exclude', `**/*.${group}.test.ts`])

/** A line for each group that was left out: what it needs, and which tests were not run. */
export function leftOut(without) {
  const testFiles = filesBelow(root, (file) => file.endsWith('.test.ts')).map((file) => relative(root, file))
  return without.map((group) => {
    const files = testFiles.filter((file) => file.endsWith(`.${group}.test.ts`))
    return `未运行 left out, --without ${group} (needs ${groups[group]}): ${files.join(', ') || 'no tests today'}`
  })
}
