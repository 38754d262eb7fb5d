import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, describe, expect, it } from 'vitest'
import writeExcelFile from 'write-excel-file/node'
import { type ReadOptions, readAreaRows } from '../../src/area-file/read-area-rows.js'
import { ownFolder, runIn } from '../../src/binary.js'
import { encoded } from './encoded.js'

const folder = ownFolder()
const huiyin = runIn(folder.path)
afterAll(() => folder.remove())

const county = { code: '370281', name: '胶州市', level: 'county', parent: null }
const town = { code: '370281001', name: '阜安街道', level: 'town', parent: '370281' }
const community = { code: '370281001001', name: '兰州东路社区', level: 'community', parent: '370281001' }
const grid = { code: '370281001001001', name: '第一网格', level: 'grid', parent: '370281001001', kind: 'residential' }
const english = 'code,name,level,parent\n370281,胶州市,county,\n370281001,阜安街道,town,370281\n'
const chinese = '编码,名称,层级,上级\n370281,胶州市,区县,\n370281001,阜安街道,街道,370281\n'

let files = 0
async function read(content: string | Uint8Array, ending = 'csv', options: ReadOptions = {}) {
  const path = join(folder.path, `file-${files++}.${ending}`)
  writeFileSync(path, content)
  return readAreaRows(path, options)
}
const areas = async (...of: Parameters<typeof read>) => (await read(...of)).rows.map(({ area }) => area)
const messageOf = (of: Promise<unknown>) =>
  of.then(
    () => 'no failure',
    (error: Error) => error.message,
  )
const sheet = (rows: readonly (readonly (string | number | null)[])[]) =>
  writeExcelFile(
    rows.map((cells) =>
      cells.map((value) =>
        value === null ? null : { value, type: (typeof value === 'number' ? Number : String) as never },
      ),
    ),
  ).toBuffer()

describe('the encoding of a file', () => {
  it.each([
    ['utf-8', Buffer.from(english)],
    ['utf-8', Buffer.from(`\ufeff${english}`)],
    ['gb18030', encoded(english, 'gb18030')],
    ['utf-16le', encoded(`\ufeff${english}`, 'utf-16le')],
    ['utf-16be', encoded(`\ufeff${english}`, 'utf-16be')],
    ['utf-16le', encoded(english, 'utf-16le')],
    ['utf-16be', encoded(english, 'utf-16be')],
  ])('is told by its bytes: %s', async (encoding, bytes) => {
    const { source, rows } = await read(bytes)
    expect(source.encoding).toBe(encoding)
    expect(rows.map(({ area }) => area)).toEqual([county, town])
  })

  it('is not guessed where two would do: a GBK file may be valid UTF-8', async () => {
    const bytes = encoded('code,name,level,parent\n370281,通园路,county,\n', 'gb18030')
    expect(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toContain('通园路')
    expect(await messageOf(read(bytes))).toMatch(/utf-8（370281,.*）.*gb18030（370281,通园路,county,）.*--encoding/)
    expect(await areas(bytes, 'csv', { encoding: 'gb18030' })).toEqual([{ ...county, name: '通园路' }])
  })

  it('may be named, and is refused when it does not fit', async () => {
    const text = '編碼,名稱\n'.replace('編碼', '编码')
    expect(
      await areas(encoded('code,name,level,parent\n370281,膠州,county,\n', 'big5'), 'csv', { encoding: 'big5' }),
    ).toEqual([{ ...county, name: '膠州' }])
    expect(await messageOf(read(encoded(`${text}`, 'gb18030'), 'csv', { encoding: 'utf-8' }))).toMatch(
      /不是 utf-8 文本/,
    )
  })
})

describe('the form of a text file', () => {
  it.each([
    ['commas', ',', english],
    ['tabs', '\t', english.replaceAll(',', '\t')],
    ['semicolons', ';', english.replaceAll(',', ';')],
    ['full-width commas', '，', english.replaceAll(',', '，')],
    ['line ends of old Macintoshes', ',', english.replaceAll('\n', '\r')],
    ['line ends of Windows', ',', english.replaceAll('\n', '\r\n')],
    [
      'line ends of several kinds',
      ',',
      'code,name,level,parent\r\n370281,胶州市,county,\n370281001,阜安街道,town,370281\r',
    ],
    ['quotes', ',', '"code","name","level","parent"\n370281,"胶州市",county,""\n370281001,阜安街道,town,370281'],
    ['headings in Chinese', ',', chinese],
    [
      'a title, blank lines and other columns',
      ',',
      `胶州市区划表,,,,\n\n序号,编码,名称,层级,上级\n1,370281,胶州市,县级,\n\n2,370281001, 阜安\u200b街道 ,镇街,370281\n`,
    ],
  ])('is understood: %s', async (_, separator, text) => {
    const { source, rows } = await read(text, 'txt')
    expect(source.separator).toBe(separator)
    expect(rows.map(({ area }) => area)).toEqual([county, town])
  })

  it('numbers rows as the file does, headings, blank rows and broken lines counted', async () => {
    const { rows } = await read(
      '标题\n\ncode,name,level,parent\n\n370281,"胶\n州市",county,\n\n370281001,阜安街道,town,370281\n',
    )
    expect(rows.map(({ row }) => row)).toEqual([5, 8])
  })

  it('is refused in a few words when it cannot be understood, whatever its size', async () => {
    const long = '370281001,阜安街道,town,370281\n'.repeat(5000)
    for (const [text, why] of [
      [long, /没有表头.*no heading/],
      [`code,name\n370281,"胶州市\n${long}`, /引号没有结束/],
      [`code,代码,name\n${long}`, /列“code”与“代码”重复/],
      [`code,name,name\n${long}`, /列“name”与“name”重复/],
      [`code,name,colour\n${long}`, /不认识的列“colour”/],
    ] as const) {
      const message = await messageOf(read(text))
      expect(message).toMatch(why)
      expect(message.length).toBeLessThan(900)
    }
    expect((await messageOf(read(`[{"code":${long}`, 'json'))).length).toBeLessThan(300)
    expect(await messageOf(read('{"code":"1"}\nno\n', 'jsonl'))).toMatch(/第 2 行/)
  })
})

describe('what a table says of areas', () => {
  it('has the twelve digits of official lists, from which levels and parents follow', async () => {
    const list = '统计用区划代码,名称\n370281000000,胶州市\n370281001000,阜安街道\n370281001001,兰州东路社区\n'
    expect(await areas(list)).toEqual([county, town, community])
    const withParents = '代码,名称,层级,上级代码\n370281000000,胶州市,县,\n370281001000,阜安街道,街道,370281000000\n'
    expect(await areas(withParents)).toEqual([county, town])
  })

  it('may have one column a level; the codes above are those that a code begins with', async () => {
    const wide =
      '区县,街道,社区,网格,网格编码,网格类型,网格员\n' +
      '胶州市,阜安街道,兰州东路社区,第一网格,370281001001001,residential,某某\n' +
      ',,,第二网格,370281001001002,,某某\n' +
      ',,广州路社区,第一网格,370281001002001,,\n'
    const { rows, heading } = await read(wide)
    expect(rows.map(({ row, area }) => [row, area])).toEqual([
      [2, county],
      [2, town],
      [2, community],
      [2, grid],
      [3, { ...grid, code: '370281001001002', name: '第二网格', kind: undefined }],
      [4, { ...community, code: '370281001002', name: '广州路社区' }],
      [4, { ...grid, code: '370281001002001', parent: '370281001002', kind: undefined }],
    ])
    expect(heading?.columns.at(-1)).toEqual({ words: '网格员', means: null })
  })

  it('may name an area by one name only', async () => {
    const { faults } = await read(
      '街道,社区,社区编码\n阜安街道,兰州东路社区,370281001001\n三里河街道,广州路社区,370281001002\n',
    )
    expect(faults).toMatchObject([
      { row: 3, code: 'area-named-differently', details: { code: '370281001', otherRow: 2, otherName: '阜安街道' } },
    ])
  })

  it('is not in rows of totals and notes; they are told', async () => {
    const { rows, skipped } = await read(`${chinese}合计,2,,\n注：截至2026年,,,\n`)
    expect(rows).toHaveLength(2)
    expect(skipped).toEqual([
      { row: 4, text: '合计 2' },
      { row: 5, text: '注：截至2026年' },
    ])
  })

  it.each([
    ['370281001.0', '370281001'],
    ['3.70281001E+8', '370281001'],
    ['３７０２８１００１', '370281001'],
    ['="370281001"', '370281001'],
    ["'370281001", '370281001'],
    ['\t370281001', '370281001'],
  ])('has codes that a spreadsheet left whole: %s', async (written, code) => {
    expect(await areas(`code\tname\tparent\n"${written.replaceAll('"', '""')}"\t阜安街道\t370281\n`)).toEqual([
      { ...town, code },
    ])
  })

  it('has no codes that a spreadsheet cut: the row is refused with what to do', async () => {
    const { rows, faults } = await read('编码,名称\n3.70281E+11,胶州市\n3.70281001001E+14,第一网格\n')
    expect(rows).toEqual([])
    expect(faults).toMatchObject([
      { row: 2, path: ['code'], code: 'code-digits-lost', message: { zh: expect.stringContaining('文本格式') } },
      { row: 3, code: 'code-digits-lost' },
    ])
  })

  it('has a fault for more cells than columns, an unknown level, and a level that cannot be told', async () => {
    const { faults } = await read('编码,名称,层级\n370281,胶州市,县,多\n370281001,阜安街道,坊\n3702,x,\n37028,y,\n')
    expect(faults.map(({ row, code }) => [row, code])).toEqual([
      [2, 'row-too-long'],
      [3, 'level-unknown'],
      [5, 'level-missing'],
    ])
  })
})

describe('a spreadsheet', () => {
  const rows = [
    ['胶州市区划表', null, null],
    [null, null, null],
    ['编码', '名称', '上级'],
    [370281000000, '胶州市', null],
    ['370281001', '阜安街道', 370281],
    [370281001001001, '第一网格', '370281001001'],
  ] as const

  it('is read with the numbers of its rows, and codes kept as numbers whole', async () => {
    const { source, rows: found } = await read(await sheet(rows), 'xlsx')
    expect(source).toMatchObject({ format: 'xlsx', sheet: 'Sheet1' })
    expect(found).toEqual([
      { row: 4, area: county },
      { row: 5, area: town },
      { row: 6, area: { ...grid, kind: undefined } },
    ])
  })

  it('refuses a code of more than 15 digits that was kept as a number', async () => {
    const { faults } = await read(
      await sheet([
        ['编码', '名称'],
        [3702810010010010, '第一网格'],
      ]),
      'xlsx',
    )
    expect(faults).toMatchObject([{ row: 2, code: 'code-digits-lost' }])
  })

  it('is refused when it is none, lacks the sheet, or would fill the memory', async () => {
    const good = await sheet(rows)
    expect(await messageOf(read('no archive', 'xlsx'))).toMatch(/格式有误/)
    expect(await messageOf(read(good, 'xlsx', { sheet: '网格' }))).toMatch(/没有工作表“网格”/)
    const entries = unzipSync(new Uint8Array(good))
    const name = 'xl/worksheets/sheet1.xml'
    const xml = new TextDecoder().decode(entries[name])
    const far = xml.replace('</sheetData>', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    expect(await messageOf(read(zipSync({ ...entries, [name]: strToU8(far) }), 'xlsx'))).toMatch(/超过 500000 行/)
    expect(await messageOf(read(claiming(zipSync(entries), name, 2 ** 31), 'xlsx'))).toMatch(/展开后超过/)
    const lying = zipSync({
      ...entries,
      [name]: strToU8(xml.replace('</sheetData>', `</sheetData>${' '.repeat(10_000_000)}`)),
    })
    expect(lying.byteLength).toBeLessThan(100_000)
    expect(await messageOf(read(claiming(lying, name, 5000), 'xlsx'))).toMatch(/格式有误/)
  })
})

/** An archive whose directory claims another size of one entry. */
function claiming(archive: Uint8Array, name: string, size: number): Buffer {
  const file = Buffer.from(archive)
  for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 1))
    if (file.toString('latin1', at + 46, at + 46 + name.length) === name) file.writeUInt32LE(size, at + 24)
  return file
}

describe('huiyin import areas --preview', () => {
  it('shows what was understood, checks it and writes nothing', async () => {
    writeFileSync(
      join(folder.path, 'list.csv'),
      encoded(`${chinese}370281009,无上级社区,社区,370281999\n合计,3,,\n`, 'gb18030'),
    )
    await huiyin('migrate', '-s', 'sqlite:preview.db')
    const { code, out } = await huiyin('import', 'areas', 'list.csv', '-s', 'sqlite:preview.db', '--preview')
    expect(code).toBe(1)
    for (const told of [
      '读取 read: csv · 编码 encoding gb18030 · 分隔 separator 逗号 comma',
      '表头 heading: 第 1 行 row 1: 编码 = code, 名称 = name, 层级 = level, 上级 = parent',
      '跳过 skipped: 第 5 行 row 5 合计 3',
      '区划 areas: 3（county 1, town 1, community 1）',
      '第 2 行 row 2 {"code":"370281","name":"胶州市","level":"county","parent":null}',
      '试运行，未写入 dry run, nothing written: 2 行可导入 good',
      'list.csv 第 4 行 row 4 parent: 370281009 的上级 370281999 不存在',
    ])
      expect(out).toContain(told)
    const json = await huiyin('import', 'areas', 'list.csv', '-s', 'sqlite:preview.db', '--preview', '--json')
    expect(json.json()).toMatchObject({ dryRun: true, understood: { encoding: 'gb18030', skipped: [{ row: 5 }] } })
    const imported = await huiyin('import', 'areas', 'list.csv', '-s', 'sqlite:preview.db', '--partial', '--json')
    expect(imported.json()).toMatchObject({ imported: 2, errors: [{ row: 4, code: 'area-orphan' }, { row: 4 }] })
  })

  it('tells how many faults there are beyond those it prints', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `3.7E+11,第${n}网格`)
    writeFileSync(join(folder.path, 'lost.csv'), `编码,名称\n${rows.join('\n')}\n`)
    const { code, out } = await huiyin('import', 'areas', 'lost.csv', '-s', 'sqlite:preview.db')
    expect(code).toBe(1)
    expect(out).toContain('… 另有 150 处 and 150 more (--json)')
  })
})
