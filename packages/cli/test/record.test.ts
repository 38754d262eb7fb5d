import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ownFolder, runIn, runWith } from '../src/binary.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
const write = (name: string, text: string | Uint8Array) => writeFileSync(join(folder.path, name), text)
afterAll(() => folder.remove())

/** A county, 20 streets, 99 communities each: 2001 rows. */
function twoThousandAreas() {
  const three = (n: number) => String(n).padStart(3, '0')
  const towns = Array.from({ length: 20 }, (_, n) => `370281${three(n + 1)}`)
  return [
    { code: '370281', name: '胶州市', level: 'county', parent: null as string | null },
    ...towns.map((code) => ({ code, name: `街道${code}`, level: 'town', parent: '370281' as string | null })),
    ...towns.flatMap((parent) =>
      Array.from({ length: 99 }, (_, n) => {
        const code = `${parent}${three(n + 1)}`
        return { code, name: `社区${code}`, level: 'community', parent: parent as string | null }
      }),
    ),
  ]
}
type Row = ReturnType<typeof twoThousandAreas>[number]
const csv = (rows: readonly Row[]) =>
  `code,name,level,parent\n${rows.map((row) => `${row.code},"${row.name}",${row.level},${row.parent ?? ''}`).join('\n')}\n`

describe('huiyin migrate', () => {
  it('makes a database, and finds it up to date the next time', async () => {
    const made = await huiyin('migrate', '--storage', 'sqlite:new.db', '--json')
    expect(made.code).toBe(0)
    expect(made.json()).toEqual({
      ok: true,
      command: 'migrate',
      storage: 'sqlite:new.db',
      created: true,
      steps: 7,
      run: 7,
    })
    const again = await runWith(folder.path, ['migrate', '--json'], { HUIYIN_STORAGE: 'sqlite:new.db' })
    expect(again.json()).toMatchObject({ ok: true, created: false, run: 0 })
    expect((await huiyin('migrate', '-s', 'sqlite:new.db')).out).toBe('✓ sqlite:new.db: 已是最新 up to date already\n')
  })
})

describe('huiyin import areas', () => {
  it('imports 2001 rows from CSV, and changes nothing the second time', async () => {
    write('areas.csv', csv(twoThousandAreas()))
    await huiyin('migrate', '-s', 'sqlite:areas.db')
    const first = await huiyin('import', 'areas', 'areas.csv', '-s', 'sqlite:areas.db', '--json')
    expect(first.code).toBe(0)
    expect(first.json()).toMatchObject({ ok: true, rows: 2001, imported: 2001, unchanged: 0, errors: [], areas: 2001 })
    const second = await huiyin('import', 'areas', 'areas.csv', '-s', 'sqlite:areas.db', '--json')
    expect(second.json()).toMatchObject({ ok: true, imported: 0, unchanged: 2001, areas: 2001 })
    expect((await huiyin('verify', '-s', 'sqlite:areas.db')).code).toBe(0)
  })

  it('names row and path of a faulty row among 2001, and imports nothing', async () => {
    const rows = twoThousandAreas()
    rows[1500] = { ...(rows[1500] as Row), parent: '370281999' }
    write('faulty.csv', csv(rows))
    await huiyin('migrate', '-s', 'sqlite:faulty.db')
    const { code, json } = await huiyin('import', 'areas', 'faulty.csv', '-s', 'sqlite:faulty.db', '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({
      ok: false,
      imported: 0,
      errors: [{ row: 1502, path: ['parent'], code: 'area-orphan' }],
    })
    const told = await huiyin('import', 'areas', 'faulty.csv', '-s', 'sqlite:faulty.db')
    expect(told.out).toContain('faulty.csv 第 1502 行 row 1502 parent:')

    const dry = await huiyin('import', 'areas', 'faulty.csv', '-s', 'sqlite:faulty.db', '--dry-run', '--json')
    expect(dry.code).toBe(1)
    expect(dry.json()).toMatchObject({ good: 2000, errors: [{ row: 1502 }] })
    const part = await huiyin('import', 'areas', 'faulty.csv', '-s', 'sqlite:faulty.db', '--partial', '--json')
    expect(part.code).toBe(1)
    expect(part.json()).toMatchObject({ ok: false, imported: 2000, areas: 2000, errors: [{ row: 1502 }] })
  })

  it('reads JSON, JSON lines and CSV in GB 18030 with the same outcome', async () => {
    const rows = twoThousandAreas().slice(0, 3)
    write('a.json', JSON.stringify(rows))
    write('a.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
    // 370281,胶州市,county, and 370281001,阜安,town,370281 as a spreadsheet saves them in China.
    const gb = [0xbd, 0xba, 0xd6, 0xdd, 0xca, 0xd0]
    write(
      'a.csv',
      Buffer.concat([Buffer.from('code,name,level,parent\r\n370281,'), Buffer.from(gb), Buffer.from(',county,\r\n')]),
    )
    for (const [file, count] of [
      ['a.json', 3],
      ['a.jsonl', 3],
      ['a.csv', 1],
    ] as const) {
      await huiyin('migrate', '-s', `sqlite:${file}.db`)
      const { json } = await huiyin('import', 'areas', file, '-s', `sqlite:${file}.db`, '--json')
      expect(json()).toMatchObject({ ok: true, imported: count })
    }
    const again = await huiyin('import', 'areas', 'a.json', '-s', 'sqlite:a.csv.db', '--dry-run', '--json')
    expect(again.json()).toMatchObject({ ok: true, good: 2, unchanged: 1 }) // 胶州市 was read as it was meant
  })

  it('refuses a file of another form before the database is opened', async () => {
    write('areas.doc', 'x')
    write('broken.json', '[{')
    write('open.csv', 'code,name\n1,"never closed')
    write('columns.csv', 'id,title\n1,x\n')
    for (const [file, said] of [
      ['areas.doc', '.csv'],
      ['broken.json', 'broken.json'],
      ['open.csv', 'a quote is never closed'],
      ['columns.csv', 'code, name, level, parent, kind'],
      ['none.csv', 'ENOENT'],
    ] as const) {
      const { code, err } = await huiyin('import', 'areas', file, '-s', 'sqlite:absent.db')
      expect(code).toBe(2)
      expect(err).toContain(said)
    }
  })
})

describe('huiyin simulate, report and explain', () => {
  const simulate = (db: string, ...more: string[]) =>
    huiyin('simulate', '-s', `sqlite:${db}`, '--requests', '80', '--days', '20', ...more)
  interface Simulated {
    readonly commands: Readonly<Record<string, number>>
    readonly byStatus: Readonly<Record<string, number>>
    readonly verification: { readonly ok: boolean; readonly digest: string; readonly records: number }
  }

  it('gives the same record for the same seed and another for another', async () => {
    const one = (await simulate('one.db', '--seed', '7', '--json')).json<Simulated>()
    const two = (await simulate('two.db', '--seed', '7', '--json')).json<Simulated>()
    const other = (await simulate('other.db', '--seed', '8', '--json')).json<Simulated>()
    expect(one.verification).toEqual({ ...two.verification, ok: true })
    expect(one.commands).toEqual(two.commands)
    expect(other.verification.digest).not.toBe(one.verification.digest)
    expect(one.commands.submit).toBe(80)
    expect(Object.values(one.byStatus).reduce((sum, count) => sum + count, 0)).toBe(80)
  })

  it('never writes into a record that is there', async () => {
    const { code, err } = await simulate('one.db')
    expect(code).toBe(2)
    expect(err).toContain('空的存储')
  })

  it('tells of progress on the error stream when asked, and not where nobody sits', async () => {
    const quiet = await simulate('quiet.db')
    expect(quiet.err).toBe('')
    const told = await simulate('told.db', '--progress')
    expect(told.err).toMatch(/模拟 simulating 80 \/ 80 件诉求 requests \(\d+\.\d s\)\n/)
    expect(told.out).not.toContain('simulating')
  })

  it('reports figures that add up, for the whole and by groups', async () => {
    const args = ['report', '-s', 'sqlite:one.db', '--from', '2026-03-02', '--to', '2026-03-21', '--json']
    interface Reported {
      readonly period: object
      readonly indicators: readonly {
        readonly name: string
        readonly figure?: { numerator: number; denominator: number }
      }[]
      readonly groups?: readonly { readonly name: string; readonly accepted: number; readonly completed: number }[]
    }
    const whole = await huiyin(...args)
    expect(whole.code).toBe(0)
    const { period, indicators } = whole.json<Reported>()
    expect(period).toEqual({ from: '2026-03-02', to: '2026-03-22' })
    expect(indicators).toHaveLength(14)
    const completion = indicators.find(({ name }) => name === 'completionRate')?.figure
    for (const by of [
      ['--by', 'unit'],
      ['--by', 'area', '--level', 'town'],
      ['--by', 'category'],
      ['--by', 'day'],
    ]) {
      const { groups = [] } = (await huiyin(...args, ...by)).json<Reported>()
      expect(groups.length).toBeGreaterThan(3)
      expect(groups.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(completion?.denominator)
      expect(groups.reduce((sum, { completed }) => sum + completed, 0)).toBe(completion?.numerator)
    }
    const town = (await huiyin(...args, '--within', '999901002')).json<Reported>()
    const part = town.indicators.find(({ name }) => name === 'completionRate')?.figure
    expect(part?.denominator).toBeGreaterThan(0)
    expect(part?.denominator).toBeLessThan(completion?.denominator ?? 0)
    const text = await huiyin('report', '-s', 'sqlite:one.db', '--month', '2026-03', '--by', 'unit')
    expect(text.out).toMatch(/办结率 completion rate +\d+\.\d\d% +\d+ ÷ \d+/)
    expect(text.out).toContain('住房和城乡建设局')
  })

  it('ends with 1 for an area that never was', async () => {
    const { code, json } = await huiyin('report', '-s', 'sqlite:one.db', '--within', '110000', '--json')
    expect(code).toBe(1)
    expect(json()).toMatchObject({ error: { code: 'not-found', details: { what: 'area', id: '110000' } } })
  })

  it('explains a deadline day by day, and says when there is no such request or clock', async () => {
    const kept = await huiyin('checkpoint', '-s', 'sqlite:one.db', '-o', 'one.jsonl', '--json')
    expect(kept.code).toBe(0)
    const lines = readFileSync(join(folder.path, 'one.jsonl'), 'utf8').trim().split('\n').slice(1)
    const requests = lines.map((line) => JSON.parse(line) as [string, string]).filter(([type]) => type === 'request')
    for (const [, id] of requests.slice(0, 6)) {
      const { code, json } = await huiyin('explain', id, '-s', 'sqlite:one.db', '--json')
      expect(code).toBe(0)
      const result = json<{
        explanation: { days: { counted: boolean; n?: number; date: string }[]; dueDate: string; text: { zh: string } }
      }>()
      expect(result).toMatchObject({ ok: true, request: id })
      expect(result.explanation.days.at(-1)?.date).toBe(result.explanation.dueDate)
      expect(result.explanation.text.zh).toContain('期限')
    }
    const [, id] = requests[0] as [string, string]
    const text = await huiyin('explain', id, '-s', 'sqlite:one.db', '--clock', 'dispatch')
    expect(text.out).toMatch(/时限 deadline dispatch/)
    const none = await huiyin('explain', 'q-none', '-s', 'sqlite:one.db', '--json')
    expect(none.code).toBe(1)
    expect(none.json()).toMatchObject({ error: { code: 'not-found', details: { what: 'request' } } })
    expect((await huiyin('explain', id, '-s', 'sqlite:one.db', '--clock', 'lunch')).code).toBe(1)
  })

  it("uses the place's own configuration", async () => {
    write(
      'place.mjs',
      "export default { codes: ({ code }) => code.endsWith('9') ? { zh: '不用九', en: 'no nine' } : undefined }\n",
    )
    write('nine.json', JSON.stringify([{ code: '370289', name: '某县', level: 'county', parent: null }]))
    const args = ['import', 'areas', 'nine.json', '-s', 'sqlite:one.db', '--dry-run', '--json']
    expect((await huiyin(...args)).code).toBe(0)
    const { code, json } = await huiyin(...args, '--config', 'place.mjs')
    expect(code).toBe(1)
    expect(json()).toMatchObject({
      errors: [{ row: 1, path: ['code'], message: { zh: expect.stringContaining('不用九') } }],
    })

    write('none.mjs', 'export const sla = 1\n')
    const none = await huiyin(...args.slice(0, -1), '--config', 'none.mjs')
    expect(none.code).toBe(2)
    expect(none.err).toContain('export default')
  })
})
