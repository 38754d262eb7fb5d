import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHuiyin } from '@huiyin/core'
import { defineSlaPolicy } from '@huiyin/core/calendar'
import { sqliteStorage } from '@huiyin/storage-sqlite'
import { cityGrid, seedCity } from '@huiyin/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const limits = { version: 'quick', resolve: { workingDays: 2 }, escalateEvery: { workingDays: 1 } }

/** A process of the place, which has limits of its own: what it warns of at its start, and versions of the records of rules. */
async function ofPlace(first = false) {
  const warned: string[] = []
  const storage = sqliteStorage({ path: join(folder.path, 'city.db') })
  const app = createHuiyin({
    storage,
    sla: defineSlaPolicy(limits),
    logger: { info: () => {}, warn: (text) => warned.push(text) },
  })
  await app.start()
  if (first) await seedCity(app)
  const found = await Promise.all(
    ['editions', 'calendar', 'measures'].map(async (type) => (await storage.find({ type, limit: 9 })).items),
  )
  await app.stop()
  return { warned, versions: found.flat().map(({ type, version }) => `${type}@${version}`) }
}

beforeAll(async () => {
  await ofPlace(true)
  writeFileSync(
    join(folder.path, 'areas.csv'),
    `code,name,level,parent,kind\n${cityGrid}9,另一网格,grid,${cityGrid.slice(0, -3)},residential\n`,
  )
  writeFileSync(join(folder.path, 'place.mjs'), `export default { sla: ${JSON.stringify(defineSlaPolicy(limits))} }`)
  writeFileSync(join(folder.path, 'other.mjs'), 'export default {}')
})

describe('a command that writes', () => {
  it.each([
    [0, ['import', 'areas', 'areas.csv']],
    [1, ['deliveries', 'resume', 'sms']],
  ])(
    'without --config leaves the rules of the place as they are recorded (exit code %i): %j',
    async (expected, verb) => {
      const before = await ofPlace()
      const { code, out } = await huiyin(...verb, '-s', 'sqlite:city.db')
      expect(code, out).toBe(expected)
      expect(await ofPlace()).toEqual({ warned: [], versions: before.versions })
    },
  )

  it('with --config brings the rules that it is given, and the next process of the place says so', async () => {
    const before = await ofPlace()
    expect((await huiyin('deliveries', 'resume', 'sms', '-s', 'sqlite:city.db', '--config', 'place.mjs')).code).toBe(1)
    expect(await ofPlace()).toEqual({ warned: [], versions: before.versions })
    expect((await huiyin('deliveries', 'resume', 'sms', '-s', 'sqlite:city.db', '--config', 'other.mjs')).code).toBe(1)
    expect((await ofPlace()).warned).toEqual(['this process brings other rules than those recorded last'])
  })
})
