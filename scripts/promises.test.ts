import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './lib/project.mjs'

const page = readFileSync(join(root, 'docs/promises.md'), 'utf8')
const proofs = page
  .split('\n')
  .filter((line) => line.startsWith('- '))
  .map((line) => ({
    files: [...line.matchAll(/`([^`]+\.ts)`/g)].map((match) => match[1] as string),
    groups: [...line.matchAll(/\*([^*]+)\*/g)].map((match) => match[1] as string),
  }))

describe('docs/promises.md', () => {
  it('has tests for every promise', () => {
    const promises = page.split(/^## /m).slice(1)
    expect(promises.filter((promise) => !promise.includes('\n- `'))).toEqual([])
  })

  it('names files that exist, and groups of tests that are in them', () => {
    for (const { files, groups } of proofs) {
      expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([])
      const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
      expect(groups.filter((group) => !text.includes(`describe('${group}`))).toEqual([])
    }
  })
})
