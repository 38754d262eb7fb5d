// What an editor shows over the calls of the library, asked of the language service that editors ask; and the examples of its comments, run.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, seedCity, simulatedClock } from '@huiyin/testkit'
import ts from 'typescript'
import { afterAll, describe, expect, it } from 'vitest'
import { root } from './project.mjs'

const start = `import { type Actor, createHuiyin, memoryStorage } from '@huiyin/core'
const huiyin = createHuiyin({ storage: memoryStorage() })
declare const resident: Actor, desk: Actor, officer: Actor
`
const folder = join(root, 'packages/core/src/request')

/** The code under `@example` in the comment of a call. */
function example(file: string, call: string): string {
  const text = readFileSync(join(folder, file), 'utf8')
  const before = text.slice(0, text.indexOf(`\n  ${call}(`))
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(before.slice(before.lastIndexOf('/**'))) ?? []
  return code.replace(/^ +\* ?/gm, '')
}

const examples = [
  example('requests/intake.ts', 'submit'),
  example('requests/intake.ts', 'dispatch'),
  example('requests/handling.ts', 'claim'),
  example('requests.ts', 'explainDeadline'),
  example('requests/handling.ts', 'reply'),
  example('requests/feedback.ts', 'rate'),
]
const source = `${start}${examples.join('\n')}`

const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
const name = join(root, 'examples.ts')
const service = ts.createLanguageService({
  ...ts.sys,
  useCaseSensitiveFileNames: () => true,
  fileExists: (file) => file === name || ts.sys.fileExists(file),
  getCompilationSettings: () => options,
  getCurrentDirectory: () => root,
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  getScriptFileNames: () => [name],
  getScriptVersion: () => '1',
  getScriptSnapshot: (file) => {
    const text = file === name ? source : ts.sys.readFile(file)
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
  },
})
afterAll(() => service.dispose())

const hoverAt = (position: number) =>
  ts.displayPartsToString(service.getQuickInfoAtPosition(name, position)?.documentation)

describe('what an editor shows', () => {
  it.each([
    ['submit', 'Reports a request.', '上报', 'area-unknown'],
    ['dispatch', 'gives it to the unit named', '派单', 'unit-unknown'],
    ['claim', 'Takes on a dispatched request.', '认领', 'claim-window-passed'],
    ['reply', 'Answers the resident.', '答复', 'co-handlers-pending'],
    ['rate', 'opens a rectification at once', '评价', 'rating-window-passed'],
  ])('over requests.%s: a sentence, the Chinese term, who may, the refusals', (command, sentence, term, refusal) => {
    const hover = hoverAt(source.indexOf(`requests.${command}(`) + 'requests.'.length)
    for (const part of [sentence, `${term}：`, 'By: ', 'request.', refusal]) expect(hover).toContain(part)
  })

  it.each([
    ["category: 'heating'", 'Category code'],
    ["text: '", 'The answer the resident reads'],
    ['grade: 2', 'A grade of the rating scale'],
  ])('over the member `%s`', (member, sentence) => {
    expect(hoverAt(source.indexOf(member))).toContain(sentence)
  })
})

describe('the examples in the comments', () => {
  it('compile', () => {
    expect(examples.map((code) => code.length > 20)).toEqual(examples.map(() => true))
    const faults = [...service.getSyntacticDiagnostics(name), ...service.getSemanticDiagnostics(name)]
    expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([])
  })

  it('run, one after the other, round the loop', async () => {
    const clock = simulatedClock(Date.parse('2022-01-04T10:00:00+08:00'))
    const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock } })
    await huiyin.start()
    await seedCity(huiyin)
    const work = mkdtempSync(join(tmpdir(), 'huiyin-examples-'))
    const said: unknown[][] = []
    try {
      const whole = `export default async ({ huiyin, resident, desk, officer, console }) => {\n${examples.join('\n')}\n}`
      const file = join(work, 'examples.mjs')
      writeFileSync(file, ts.transpile(whole, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext }))
      const { default: run } = await import(/* @vite-ignore */ file)
      const { resident, desk, housing: officer } = cityActors
      await run({ huiyin, resident, desk, officer, console: { log: (...words: unknown[]) => said.push(words) } })
    } finally {
      rmSync(work, { recursive: true, force: true })
      await huiyin.stop()
    }
    expect(said.at(-1)).toEqual(['rectifying'])
    expect(said[0]?.[1]).toContain('期限 3 个工作日')
  })
})
