// The examples in the comments of the areas, teams, catalogue and evaluation compile and run on the small city. Those of requests: hovers.test.ts.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import * as evaluation from '@huiyin/core/evaluation'
import { cityActors, seedCity, simulatedClock } from '@huiyin/testkit'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { root } from './project.mjs'

const core = join(root, 'packages/core/src')
const importLine = /^import .*\n/gm

/** The code under each `@example` of a file, in its order. */
function examplesOf(file: string): string[] {
  const text = readFileSync(join(core, file), 'utf8')
  const fences = [...text.matchAll(/@example\n(?: *\* ?\n)*? *\* ```ts\n([\s\S]*?)```/g)]
  return fences.map(([, code = '']) => code.replace(/^ +\* ?/gm, ''))
}

/** One block each, so that two examples may use the same names; imports stand above them. */
function programOf(examples: readonly string[]): string {
  const imports = new Set(examples.flatMap((code) => code.match(importLine) ?? []))
  return [...imports, ...examples.map((code) => `{\n${code.replace(importLine, '')}}\n`)].join('')
}

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)

/** What the compiler finds wrong with a program. */
function faultsOf(program: string): string[] {
  const start = `import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
const huiyin = createHuiyin({ storage: memoryStorage() })
declare const systemAdmin: Actor
declare const securityAdmin: Actor
declare const evaluator: Actor
`
  const name = join(root, 'examples.ts')
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(file, start + program, ts.ScriptTarget.ES2023) : getSourceFile(file, ...rest)
  const compiled = ts.createProgram([name], { ...options, noEmit: true }, host)
  return ts
    .getPreEmitDiagnostics(compiled, compiled.getSourceFile(name))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
}

/** Runs a program on the small city; resolves to what it printed. */
async function outputOf(program: string): Promise<unknown[][]> {
  const clock = simulatedClock(Date.parse('2022-03-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock } })
  await huiyin.start()
  await seedCity(huiyin)
  const work = mkdtempSync(join(tmpdir(), 'huiyin-examples-'))
  const printed: unknown[][] = []
  try {
    const whole = `export default async ({ huiyin, systemAdmin, securityAdmin, evaluator, console, monthPeriod }) => {\n${program.replace(importLine, '')}}`
    const file = join(work, 'examples.mjs')
    writeFileSync(file, ts.transpile(whole, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext }))
    const { default: run } = await import(/* @vite-ignore */ file)
    const console = { log: (...words: unknown[]) => printed.push(words) }
    await run({ huiyin, ...cityActors, console, monthPeriod: evaluation.monthPeriod })
  } finally {
    rmSync(work, { recursive: true, force: true })
    await huiyin.stop()
  }
  return printed
}

describe.each([
  // The root of the small city has another name than in the example: the import says so.
  ['area/areas.ts', 2, [[1, expect.stringContaining('内容与本行不同')]]],
  // The team of the first grid is complete, and has no phones.
  [
    'team/teams.ts',
    4,
    [
      ...['p-1', 'p-2', 'p-3', 'p-4'].map((member) => [member, '未登记']),
      ...['1001002', '1002001', '1002002'].map((end) => [`37028100${end}`, expect.stringMatching(/^缺网格长/)]),
    ],
  ],
  [
    'catalogue/catalogue.ts',
    3,
    [
      ['供暖', 0],
      ['heating-co', expect.stringContaining('由热力公司主办')],
    ],
  ],
  // No request yet: nothing to measure and to rank; what is frozen is intact and unchanged.
  [
    'evaluation/evaluation.ts',
    6,
    [[0, 0, undefined], [0], [expect.stringMatching(/^[0-9a-f]{64}$/)], [0], [true, true, 0]],
  ],
])('the examples of %s', (file, count, printed) => {
  const examples = examplesOf(file)
  const program = programOf(examples)

  it('compile', () => {
    expect(examples).toHaveLength(count)
    expect(faultsOf(program)).toEqual([])
  })

  it('run and print', async () => {
    expect(await outputOf(program)).toEqual(printed)
  })
})
