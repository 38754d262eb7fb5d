// The gates: what they are called, what they run, how their checks are counted. Each resolves to `{ passed, failed, output }`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { excluding } from './groups.mjs'
import { packagesInBuildOrder, root } from './project.mjs'
import { projectNode, run, tool } from './run.mjs'
import { countTests } from './vitest-counts.mjs'

/** Several commands that count as one check each. */
async function commands(list, options) {
  const total = { passed: 0, failed: 0, output: '' }
  for (const command of list) {
    const { code, output } = await run(command, options)
    if (code === 0) total.passed++
    else {
      total.failed++
      total.output += `${output.trimEnd()}\n`
    }
  }
  return total
}

/** Give the work the path of a file that a program writes its result to, and read it. Unreadable counts as absent. */
async function withResultFile(work) {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-'))
  const file = join(folder, 'result.json')
  try {
    const ended = await work(file)
    try {
      return { ...ended, result: JSON.parse(readFileSync(file, 'utf8')) }
    } catch {
      return ended // the program ended before it could write
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const script =
  (name, ...flags) =>
  async () => {
    const { code, output, result } = await withResultFile((file) =>
      run([projectNode(), join(root, 'scripts', name), ...flags], { env: { HUIYIN_GATE_RESULT: file } }),
    )
    const { passed = 0, failed = 1, remark = '' } = result ?? {}
    return { passed, failed, remark, output: code === 0 ? '' : output }
  }

const vitest =
  (filters, env = {}) =>
  async () => {
    const { code, output, result } = await withResultFile((file) =>
      run([...tool('vitest'), 'run', ...filters, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`], {
        env,
      }),
    )
    const counts = countTests(result, code)
    return { ...counts, output: counts.failed > 0 ? output : '' }
  }

const calendar = ['src', 'test'].flatMap((folder) => [`core/${folder}/calendar/`, `core/${folder}/sla/`])

const typeChecks = () => {
  const programs = ['.', 'packages/core'] // all with Node's types; then core without
  return programs.map((program) => [...tool('tsc', 'typescript'), '--noEmit', '--pretty', 'false', '-p', program])
}
const perPackage = (command) => packagesInBuildOrder().map(({ folder }) => [...command, folder])

const structure = { name: 'structure', title: '结构 structure and imports', run: script('check-structure.mjs') }
const types = { name: 'types', title: '类型 types', run: () => commands(typeChecks()) }
const exported = { name: 'exports', title: '导出 exports of the packages', run: script('check-exports.mjs') }
const docs = { name: 'docs', title: '文档 links and snippets in the documents', run: script('check-docs.mjs') }
const readme = {
  name: 'readme',
  title: '首页 install line and first program of the README',
  run: script('check-readme.mjs'),
}
const subjects = { name: 'commits', title: '提交说明 subjects of commits', run: script('check-commits.mjs') }
const pages = { name: 'pages', title: '生成页 pages written from the code', run: script('write-pages.mjs', '--check') }
const tests = (without, title = '测试 tests', env = {}) => ({
  name: 'tests',
  title,
  run: vitest(excluding(without), env),
})
const simulation = (title, ...flags) => ({
  name: 'simulation',
  title: `模拟 simulation, ${title}`,
  run: script('sim.mjs', ...flags),
})
const timeZones = ['Asia/Shanghai', 'America/Los_Angeles'].map((zone) => ({
  name: `tests ${zone}`,
  title: `测试 calendar tests, TZ=${zone}`,
  run: vitest(calendar, { TZ: zone }),
}))

const format = {
  name: 'biome',
  title: '格式 format and lint',
  run: () => commands([[...tool('biome', '@biomejs/biome'), 'ci', '--colors=off', '--max-diagnostics=50']]),
}
const unused = {
  name: 'knip',
  title: '无用代码 unused code and dependencies',
  run: () => commands([[...tool('knip'), '--no-progress']]),
}
const spelling = {
  name: 'spelling',
  title: '拼写 spelling',
  run: () => commands([[...tool('cspell'), 'lint', '--no-progress', '--no-summary']]),
}
const site = { name: 'site', title: '站点 the built site of the documentation', run: script('check-site.mjs') }

/** What `npm test` runs, without some groups of tests. */
export const testGates = (without = []) => [
  format,
  unused,
  structure,
  types,
  exported,
  pages,
  docs,
  spelling,
  site,
  readme,
  tests(without),
  simulation('1000 seeds', '--count', '1000'),
  ...timeZones,
]

/** What `npm run test:long` runs: the tests at their full length, many more seeds, and the mutants of whole folders. */
export const longGates = (without, env) => [
  tests(without, '测试 tests at full length', env),
  simulation('100 000 seeds', '--count', '100000'),
  simulation('1000 long seeds', '--count', '1000', '--steps', '400', '--from', '1000000'),
  { name: 'mutation', title: '变异 mutants of the laws and the reckoning', run: script('mutation.mjs', '--all') },
]

/** What `npm run check` runs: all of it, and what only a release and a history need. */
export const allGates = [
  subjects,
  ...testGates(),
  {
    name: 'publint',
    title: '发布 publint',
    run: () => commands(perPackage([...tool('publint'), 'run', '--strict', '--pack', 'npm'])),
  },
  {
    name: 'attw',
    title: '发布 are the types wrong',
    run: () => commands(perPackage([...tool('attw', '@arethetypeswrong/cli'), '--profile', 'esm-only', '--pack'])),
  },
]
