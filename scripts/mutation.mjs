// `npm run test:mutation`: changes the code of core in small ways and looks whether a test notices.
//   (nothing)         the lines changed since origin/main, for at most ten minutes
//   --since REF       the lines changed since another commit
//   FOLDER…           whole folders of packages/core/src, for instance request/rules sla
//   --all             all folders that have a bar (scripts/mutation/bars.mjs)
//   --sample N        with folders: one stretch of lines in N, spread evenly, for an estimate in a fraction of the time
// What survives is printed, and fails where a folder misses its bar. A survivor that no test can tell from the original is listed in
// scripts/mutation/excused.json with the reason.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { reportGate } from './lib/gate.mjs'
import { install } from './lib/install.mjs'
import { filesBelow, readJson, root } from './lib/project.mjs'
import { main, run, StepFailed, tool } from './lib/run.mjs'
import { barOf } from './mutation/bars.mjs'
import { changedLines } from './mutation/changed.mjs'
import { judge } from './mutation/judge.mjs'
import { stretches } from './mutation/stretches.mjs'

const core = 'packages/core/src/'
const minutesForAChange = 10
const reportFile = join(root, '.temp/mutation.json')

const mutable = () =>
  filesBelow(join(root, core), () => true)
    .map((file) => relative(root, file))
    .filter(barOf)

async function changed(since) {
  const { code, output } = await run(['git', 'diff', '--unified=0', '--no-color', since, '--', core])
  if (code !== 0) throw new StepFailed(`git knows no ${since}: give the commit to compare with, --since REF.`, output)
  return changedLines(output).filter(({ file }) => barOf(file))
}

function wholeFolders(names) {
  const files = mutable().filter((file) => names.some((name) => file.startsWith(`${core}${name}`)))
  if (files.length === 0) throw new StepFailed(`Nothing below ${core} is mutated under the name ${names.join(', ')}.`)
  return files
}

/** A run of the mutation runner over some ranges. */
async function mutate(ranges, timeout) {
  rmSync(reportFile, { force: true })
  mkdirSync(join(root, '.temp'), { recursive: true })
  const patterns = ranges.map(({ file, from, to }) => (from === undefined ? file : `${file}:${from}-${to}`))
  const command = ['run', 'scripts/mutation/stryker.config.mjs', '--mutate', patterns.join(',')]
  const { output } = await run([...tool('stryker', '@stryker-mutator/core'), ...command], {
    env: {
      HUIYIN_FAULTS: 'few',
      HUIYIN_MUTATED_AUDIT: ranges.some(({ file }) => file.startsWith(`${core}audit/`)) ? 'yes' : '',
    },
    timeout,
  })
  if (existsSync(reportFile)) return JSON.parse(readFileSync(reportFile, 'utf8'))
  if (timeout === undefined || !/ended by SIGTERM/.test(output))
    throw new StepFailed('The mutation runner failed.', output)
  return undefined
}

/** Batches of a few hundred lines, so that a limit of time leaves whole results. */
function batches(ranges, lines = 200) {
  const all = [[]]
  let size = 0
  for (const range of ranges) {
    if (size >= lines) {
      all.push([])
      size = 0
    }
    all.at(-1).push(range)
    size += range.to - range.from + 1
  }
  return all.filter((batch) => batch.length > 0)
}

await main(async () => {
  const { values, positionals } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      since: { type: 'string', default: 'origin/main' },
      sample: { type: 'string', default: '1' },
    },
    allowPositionals: true,
  })
  await install()
  const files = values.all ? mutable() : positionals.length > 0 ? wholeFolders(positionals) : undefined
  const linesOf = (file) => readFileSync(join(root, file), 'utf8').split('\n').length
  const whole = files?.flatMap((file) => stretches(file, linesOf(file), Number(values.sample)))
  const ranges = whole ?? (await changed(values.since))
  const end = performance.now() + minutesForAChange * 60_000
  const left = () => (whole ? undefined : Math.max(1, end - performance.now()))
  const reports = []
  const notRun = []
  for (const batch of whole ? [ranges] : batches(ranges)) {
    const report = left() === 1 ? undefined : await mutate(batch, left())
    if (report) reports.push(report)
    else notRun.push(...batch)
  }
  for (const { file, from, to } of notRun) console.log(`未运行 not run, the time was up: ${file}:${from}-${to}`)
  const checks = judge(reports, readJson(join(root, 'scripts/mutation/excused.json'))).map((each) => ({
    title: `${each.folder} ${each.score.toFixed(0)} % of ${each.killed + each.survived.length}, at least ${each.least} %`,
    failures: each.reached
      ? []
      : each.survived.map(({ file, line, was, becomes }) => `${file}:${line}  ${was}  →  ${becomes}`),
    each,
  }))
  for (const { title, each } of checks) {
    console.log(`${title}, ${each.excused} excused`)
    if (each.reached)
      for (const { file, line, was, becomes } of each.survived)
        console.log(`    survived: ${file}:${line}  ${was}  →  ${becomes}`)
  }
  reportGate(checks, `${ranges.length} places`)
})
