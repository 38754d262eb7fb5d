import { describe, expect, it } from 'vitest'
import { deadPaths } from './paths.mjs'

const files = [
  'packages/core/src/area/codes.ts',
  'packages/core/src/area/area-refusals.ts',
  'docs/running.md',
  'scripts/sim.mjs',
]
const dead = (text: string, options = {}) =>
  deadPaths(text, files, options).map(({ path, line }: { path: string; line: number }) => `${line} ${path}`)

describe('a path in back-ticks', () => {
  it('is found from the root and from any folder, with patterns', () => {
    expect(dead('`packages/core/src/area/codes.ts` `area/codes.ts` `docs/` `src/area/` `packages/core`')).toEqual([])
    expect(dead('`area/*-refusals.ts` `area/{codes,area-refusals}.ts`')).toEqual([])
  })

  it('is dead when no file answers to it, or only the end of a name does', () => {
    expect(dead('see\n`area/refusals.ts`, `docs/plugins.md`, `packages/nobody`')).toEqual([
      '2 area/refusals.ts',
      '2 docs/plugins.md',
      '2 packages/nobody',
    ])
  })

  it('is not looked for in blocks, in comments, and where it is something else', () => {
    expect(dead('```ts\n`no/such.ts`\n```\n<!-- `no/such.ts` -->')).toEqual([])
    expect(
      dead('`application/json` `Asia/Shanghai` `@huiyin/core/calendar` `./my/own.ts` `370281/370281001/` `a / b`'),
    ).toEqual([])
  })

  it('counts without a folder on pages about this repository; tests count everywhere', () => {
    expect(dead('`codes.ts` `gone.ts` `*.browser.test.ts` `gone.test.ts`')).toEqual(['1 gone.test.ts'])
    expect(dead('`codes.ts` `gone.ts`', { aboutThisRepository: true })).toEqual(['1 gone.ts'])
  })
})
