import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkStructure } from './check-structure.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'huiyin-structure-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** A workspace of well-formed packages with the given files in their `src`. */
function plant(files: Record<string, string>) {
  for (const name of ['core', 'http', 'testkit', 'storage-sqlite', 'cli']) {
    write(`packages/${name}/package.json`, JSON.stringify({ name: `@huiyin/${name}` }))
    write(`packages/${name}/README.md`, '')
    write(`packages/${name}/tsconfig.json`, '{}')
    write(`packages/${name}/src/index.ts`, 'export {}\n')
  }
  write('examples/town/package.json', JSON.stringify({ name: '@huiyin-examples/town' }))
  for (const [path, text] of Object.entries(files)) write(path, text)
  return checkStructure(root).map(({ rule, file }) => `${rule}: ${file}`)
}

function write(path: string, text: string) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const core = 'packages/core/src'

describe('a house in order', () => {
  it('has nothing to report', () => {
    const found = plant({
      [`${core}/request/lifecycle/table.ts`]: "import { setup } from 'xstate'\nexport const table = setup\n",
      [`${core}/request/lifecycle.ts`]: "import { setup } from 'xstate'\nexport { setup }\n",
      [`${core}/sla/clock.ts`]: "import { z } from 'zod/mini'\nexport const due = z.number()\n",
      [`${core}/sla/clock.test.ts`]:
        "import 'node:fs'\nimport '@huiyin/testkit'\nimport '@huiyin/storage-sqlite'\nDate.now()\n",
      [`${core}/platform/node.ts`]:
        "import { randomUUID } from 'node:crypto'\nexport const id = randomUUID() + Date.now()\n",
      'packages/core/test/request/story.test.ts': "import '../../src/index.js'\nimport 'node:fs'\nDate.now()\n",
      [`${core}/sla/data/notices.ts`]: `export const days = [\n${'  1,\n'.repeat(400)}]\n`,
      'packages/http/src/handler.ts': "import { Huiyin } from '@huiyin/core'\nimport 'node:http'\nexport { Huiyin }\n",
      'packages/cli/src/open.ts': "import '@huiyin/core'\nimport '@huiyin/storage-sqlite'\nimport '@huiyin/testkit'\n",
      'examples/town/src/main.ts': "import data from '../data/areas.json'\nimport '@huiyin/testkit'\nexport { data }\n",
    })
    expect(found).toEqual([])
  })

  it('may say forbidden words in comments, strings, types and members', () => {
    const text =
      "// new Date() and Math.random()\nexport type T = { setTimeout: number }\nexport const s = (t: T) => 'Date.now' + t.setTimeout\n"
    expect(plant({ [`${core}/sla/words.ts`]: text })).toEqual([])
  })
})

describe('arrows', () => {
  it.each([
    ['core importing another package', `${core}/a.ts`, "import '@huiyin/testkit'", 'arrow'],
    ['core importing a stranger', `${core}/a.ts`, "import 'lodash'", 'dependencies'],
    ['xstate outside the lifecycle', `${core}/rating/a.ts`, "import type { Actor } from 'xstate'", 'dependencies'],
    ['an adapter importing an adapter', 'packages/http/src/a.ts', "import '@huiyin/storage-sqlite'", 'arrow'],
    ['the test kit importing an adapter', 'packages/testkit/src/a.ts', "import '@huiyin/storage-sqlite'", 'arrow'],
    ['the command line importing the http package', 'packages/cli/src/a.ts', "import '@huiyin/http'", 'arrow'],
    ['a test importing the http package', `${core}/a.test.ts`, "import '@huiyin/http'", 'arrow'],
    [
      'a relative way into another package',
      'packages/http/src/a.ts',
      "export * from '../../core/src/index.js'",
      'source',
    ],
    ['a deep import', 'examples/town/src/a.ts', "await import('@huiyin/core/dist/index.js')", 'source'],
    ['a package importing itself by name', 'packages/http/src/a.ts', "import '@huiyin/http'", 'source'],
  ])('reports %s', (_, path, text, rule) => {
    expect(plant({ [path]: `${text}\n` })).toEqual([`${rule}: ${path}`])
  })
})

describe('core without a platform', () => {
  it.each([
    "import 'node:fs'",
    'Date.now()',
    'const now = new Date',
    'const text = Date()',
    'Math.random()',
    'crypto.randomUUID()',
    'globalThis.crypto.getRandomValues(x)',
    'setTimeout(f, 1)',
    'globalThis.setInterval(f, 1)',
    'const later = setTimeout',
    'const zone = process.env.TZ',
    'performance.now()',
  ])('reports %s', (text) => {
    expect(plant({ [`${core}/sla/a.ts`]: `${text}\n` })).toEqual([`platform: ${core}/sla/a.ts`])
  })
})

describe('cycles', () => {
  it('are reported between files', () => {
    const found = plant({
      [`${core}/area/a.ts`]: "import { b } from './b.js'\nexport const a = () => b\n",
      [`${core}/area/b.ts`]: "import { c } from './c.js'\nexport const b = () => c\n",
      [`${core}/area/c.ts`]: "import { a } from './a.js'\nexport const c = () => a\n",
    })
    expect(found).toEqual([`fileCycles: ${core}/area/a.ts`])
  })

  it('are reported between types too', () => {
    const found = plant({
      [`${core}/area/a.ts`]: "import type { B } from './b.js'\nexport type A = B\n",
      [`${core}/area/b.ts`]: "import type { A } from './a.js'\nexport type B = A\n",
    })
    expect(found).toEqual([`fileCycles: ${core}/area/a.ts`])
  })
})

describe('the order of core', () => {
  it.each([
    ['a folder that imports a later one', 'area/a', "import '../request/b.js'", 'request/b'],
    ['a type of a later folder', 'calendar/a', "import type { B } from '../sla/b.js'", 'sla/b'],
    ['siblings that import each other', 'team/a', "import '../catalogue/b.js'", 'catalogue/b'],
    ['a folder that opens an adapter', 'runtime/a', "import '../memory/b.js'", 'memory/b'],
    ['an adapter that knows the domain', 'memory/a', "import '../request/b.js'", 'request/b'],
    ['a folder that has no place in it', 'gossip/a', "import '../area/b.js'", 'area/b'],
  ])('refuses %s', (_, from, text, to) => {
    const found = plant({ [`${core}/${from}.ts`]: `${text}\n`, [`${core}/${to}.ts`]: 'export type B = 1\n' })
    expect(found).toEqual([`order: ${core}/${from}.ts`])
  })

  it('lets the entry open the adapters, and everybody the contracts', () => {
    const found = plant({
      [`${core}/entry/a.ts`]: "import '../memory/b.js'\n",
      [`${core}/memory/b.ts`]: "import '../contracts/c.js'\nimport '../errors.js'\n",
      [`${core}/contracts/c.ts`]: 'export {}\n',
      [`${core}/errors.ts`]: 'export {}\n',
    })
    expect(found).toEqual([])
  })
})

describe('looks', () => {
  it('reports a long file', () => {
    expect(plant({ [`${core}/a.ts`]: 'export {}\n'.repeat(301) })).toEqual([`size: ${core}/a.ts`])
    expect(plant({ [`${core}/a.ts`]: 'export {}\n'.repeat(300) })).toEqual([])
  })

  it('reports a crowded folder of core', () => {
    const files = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`${core}/area/a${n}.ts`, 'export {}\n']))
    expect(plant(files(20))).toEqual([])
    expect(plant(files(21))).toEqual([`rooms: ${core}/area`])
  })

  it('reports deep folders and folders that say nothing', () => {
    const found = plant({ [`${core}/a/b/c/d.ts`]: 'export {}\n', 'packages/http/src/utils/a.ts': 'export {}\n' })
    expect(found).toEqual([`folders: ${core}/a/b/c/d.ts`, 'folders: packages/http/src/utils/a.ts'])
  })

  it('reports what is missing from a package folder, and what is too much', () => {
    plant({})
    rmSync(join(root, 'packages/http/README.md'))
    write('packages/http/NOTES.md', '')
    const found = checkStructure(root).map(({ rule, file, message }) => `${rule}: ${file} ${message}`)
    expect(found).toEqual([
      'contents: packages/http/README.md is missing',
      'contents: packages/http/NOTES.md does not belong into a package folder',
    ])
  })
})
