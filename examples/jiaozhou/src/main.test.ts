import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const bar = 300

it(`the demo plays the whole city within ${bar} MB`, { timeout: 900_000 }, () => {
  const out = mkdtempSync(join(tmpdir(), 'huiyin-city-'))
  onTestFinished(() => rmSync(out, { recursive: true }))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--run', 'start', '--', '--out', out], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
  })
  expect(stderr.replaceAll(/.*ExperimentalWarning.*\n.*trace-warnings.*\n/g, '')).toBe('')
  expect(status).toBe(0)
  expect(JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({ grids: 1401, teamsComplete: 1401 })
  const [, megabytes] = /peak memory (\d+) MB/.exec(stdout) ?? []
  expect(Number(megabytes)).toBeLessThan(bar)
})
