// What package.json promises exists after a build, loads and type-checks, and every exported name says what it is.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
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

/** The exported names without a doc comment: `define-plugin.ts:12 definePlugin`. */
function undocumentedExports(entries, options) {
  const program = ts.createProgram(entries, options)
  const checker = program.getTypeChecker()
  return entries.flatMap((entry) => {
    const source = program.getSourceFile(entry)
    const symbol = source && checker.getSymbolAtLocation(source)
    if (!symbol) return [`${entry} exports nothing`]
    return checker.getExportsOfModule(symbol).flatMap((exported) => {
      const original = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const documented = [original, exported].some(
        (one) => one.getDocumentationComment(checker).length > 0 || one.getJsDocTags(checker).length > 0,
      )
      return documented ? [] : [`${place(original)} ${exported.name}`]
    })
  })
}

function place(symbol) {
  const declaration = symbol.declarations?.[0]
  if (!declaration) return '(unknown place)'
  const source = declaration.getSourceFile()
  return `${source.fileName.replace(/^.*\/packages\//, 'packages/')}:${source.getLineAndCharacterOfPosition(declaration.getStart()).line + 1}`
}

function undocumented(member) {
  const { config } = ts.readConfigFile(join(member.path, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, member.path)
  const entries = targetsOf(member.manifest.exports)
    .filter(isBuiltModule)
    .map((target) => sourceOf(member, target))
  return [...new Set(undocumentedExports(entries.filter(existsSync), options))]
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

if (isMain(import.meta.url)) {
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
    checks.push({ title: `${member.name}: every exported name has a doc comment`, failures: undocumented(member) })
  }
  reportGate(checks)
}
