// The page of examples/page downloads little and says what the server says.
import { basename, join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { createHuiyin, memoryStorage } from '@huiyin/core'
import { cityActors, cityGrid, seedCity, simulatedClock } from '@huiyin/testkit'
import { type BuildOptions, build } from 'esbuild'
import { expect, it } from 'vitest'
import type { pageOf, Sent } from '../examples/page/src/page.ts'
import { root } from './lib/project.mjs'

const bar = 15 * 1024

/** What a browser downloads: everything that is imported, in one file. */
async function bundled(input: BuildOptions) {
  const { outputFiles, metafile } = await build({
    ...input,
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'page',
    platform: 'browser', // what Node alone has would fail the build
    target: 'es2023',
    logLevel: 'silent',
  })
  const [{ contents, text } = { contents: new Uint8Array(), text: '' }] = outputFiles ?? []
  return { text, size: gzipSync(contents, { level: 9 }).length, inputs: Object.keys(metafile?.inputs ?? {}) }
}

it('whoever imports the whole of @huiyin/core/words downloads at most 15 KB, without the parser and the state machine', async () => {
  const { size, inputs } = await bundled({ entryPoints: [join(root, 'packages/core/src/entry/words.ts')] })
  expect(size).toBeLessThanOrEqual(bar)
  expect(inputs.filter((file) => /node_modules\/(zod|xstate)\//.test(file))).toEqual([])
})

it('an application with the lifecycle of core loads neither XState nor the proof of a lifecycle, which come in files of their own', async () => {
  const { metafile, outputFiles } = await build({
    stdin: { contents: "export { createHuiyin } from '@huiyin/core'", resolveDir: join(root, 'scripts') },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    outdir: 'out',
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })
  const isXState = (file: string) => /node_modules\/xstate\//.test(file)
  const outputs = Object.entries(metafile.outputs)
  const loaded = new Set(outputs.flatMap(([file, { entryPoint }]) => (entryPoint === '<stdin>' ? [file] : [])))
  for (const file of loaded)
    for (const { path, kind } of metafile.outputs[file]?.imports ?? [])
      if (kind === 'import-statement') loaded.add(path)
  const withXState = outputs.filter(([, { inputs }]) => Object.keys(inputs).some(isXState)).map(([file]) => file)
  expect(loaded.size).toBeGreaterThan(0)
  expect(withXState.length).toBeGreaterThan(0)
  expect(withXState.filter((file) => loaded.has(file))).toEqual([])
  // A fault that only the proof reports.
  const withProof = outputFiles.flatMap(({ path, text }) => (text.includes('no-way-to-an-end') ? [basename(path)] : []))
  expect(withProof.length).toBeGreaterThan(0)
  expect(withProof.filter((file) => [...loaded].some((each) => basename(each) === file))).toEqual([])
})

it('a page shows steps, owner and deadline of a request in 15 KB, in the words of the server', async () => {
  const clock = simulatedClock(Date.parse('2022-03-04T10:00:00+08:00'))
  const huiyin = createHuiyin({ storage: memoryStorage(), platform: { clock } })
  await huiyin.start()
  const { requests, catalogue, areas } = huiyin
  await seedCity(huiyin)
  const by = cityActors.desk
  const submitted = await requests.submit(
    { category: 'heating', area: cityGrid, description: '供暖不热。', channel: 'web' },
    { by: cityActors.resident },
  )
  if (!submitted.ok) throw new Error(submitted.refusal.message.en)
  const { id } = submitted.request
  await requests.dispatch(id, {}, { by: cityActors.desk })
  const [staff, resident] = [
    await requests.forStaff(id, { by }),
    await requests.forResident(id, { by: cityActors.resident }),
  ]
  const sent = {
    facts: staff.facts,
    events: await requests.history(id, { by: cityActors.system }),
    units: { housing: catalogue.unitName('housing') },
    areas: { [cityGrid]: areas.nameOf(cityGrid) },
    reasons: {},
  }
  const { text, size } = await bundled({ entryPoints: [join(root, 'examples/page/src/page.ts')] })
  expect(size).toBeLessThanOrEqual(bar)
  const shown = runInNewContext(`${text}; page.pageOf(JSON.parse(sent), now)`, {
    sent: JSON.stringify(sent satisfies Record<keyof Omit<Sent, 'states'>, unknown>),
    now: clock.now(),
  }) as ReturnType<typeof pageOf>
  await huiyin.stop()
  const said = [
    staff.title,
    ...staff.deadlines.map(({ words }) => words),
    ...resident.progress.map(({ title }) => title),
  ]
  expect(said).toHaveLength(1 + 2 + 3)
  for (const { zh, en } of said) expect(shown).toContain(`${zh} <span lang="en">${en}</span>`)
  expect(shown).toContain('<li aria-current="step">认领 <span lang="en">Claim</span></li>')
})
