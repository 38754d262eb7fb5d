// What package.json promises exists after a build, loads and type-checks, and every exported name and member says what it is.
// `--counts`: only how many do not, folder by folder.
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { undocumented } from './lib/documented.mjs'
import { isMain, reportGate } from './lib/gate.mjs'
import { packagesInBuildOrder, root, targetsOf } from './lib/project.mjs'

const sourceOf = (member, target) => join(member.path, target.replace('./dist/', 'src/').replace(/\.js$/, '.ts'))
const isBuiltModule = (target) => /^\.\/dist\/.*\.js$/.test(target)

/** One check for each package: the files behind `exports` and `imports`. */
async function missingFiles(member) {
  const targets = [...targetsOf(member.manifest.exports), ...targetsOf(member.manifest.imports)]
  const failures = targets
    .filter((target) => !existsSync(join(member.path, target)))
    .map((target) => `${target} does not exist after the build`)
  for (const target of targets.filter((one) => isBuiltModule(one) && existsSync(join(member.path, one)))) {
    if (!existsSync(join(member.path, target.replace(/\.js$/, '.d.ts'))))
      failures.push(`${target} has no types beside it`)
    try {
      await import(pathToFileURL(join(member.path, target)).href)
    } catch (error) {
      failures.push(`${target} does not load: ${error.message}`)
    }
  }
  return failures
}

/** What a package publishes without a sentence: `packages/core/src/plugin/plugin.ts:12 Plugin.id has no sentence`. */
function undocumentedNames(member) {
  const { config } = ts.readConfigFile(join(member.path, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, member.path)
  const entries = targetsOf(member.manifest.exports)
    .filter(isBuiltModule)
    .map((target) => sourceOf(member, target))
    .filter(existsSync)
  return undocumented(ts.createProgram(entries, options), entries)
    .filter(({ file }) => !relative(member.path, file).startsWith('..'))
    .map(({ file, ...fault }) => ({ ...fault, file: relative(root, file) }))
}

/** `npm run check exports` lists each; this is how many there are where: one line a folder. */
function printCounts(faults) {
  const counts = new Map()
  for (const { file } of faults) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1)
  for (const [folder, count] of [...counts].sort()) console.log(`${String(count).padStart(5)}  ${folder}`)
  console.log(`${String(faults.length).padStart(5)}  in all`)
}

/** The built types, read as by the strictest of consumers: no lib check skipped, no DOM, Node's types only outside core. */
function brokenTypes(member) {
  const entries = targetsOf(member.manifest.exports).filter((target) => target.endsWith('.d.ts'))
  const dist = join(member.path, 'dist')
  const program = ts.createProgram(entries.map((entry) => join(member.path, entry)).filter(existsSync), {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: member.name === '@huiyin/core' ? [] : ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  })
  return program
    .getSourceFiles()
    .filter(({ fileName }) => !relative(dist, fileName).startsWith('..'))
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => {
      const line = file.getLineAndCharacterOfPosition(start).line + 1
      return `${relative(root, file.fileName)}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
}

if (isMain(import.meta.url) && process.argv.includes('--counts'))
  printCounts(packagesInBuildOrder().flatMap(undocumentedNames))
else if (isMain(import.meta.url)) {
  const checks = []
  for (const member of packagesInBuildOrder()) {
    checks.push({
      title: `${member.name}: what package.json names exists and loads`,
      failures: await missingFiles(member),
    })
    checks.push({
      title: `${member.name}: the built types compile for a strict consumer`,
      failures: brokenTypes(member),
    })
    checks.push({
      title: `${member.name}: every exported name and member has a sentence that says more than its name`,
      failures: undocumentedNames(member).map(({ file, line, name, why }) => `${file}:${line} ${name} ${why}`),
    })
  }
  reportGate(checks)
}
