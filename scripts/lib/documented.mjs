// Which names and members that a package publishes have no sentence, or one that only repeats the name.
import ts from 'typescript'

const stopWords = new Set(
  'a an and any are as at be by each every for from has have if in into is it its of on one or such that the their them these this to which who whose with'.split(
    ' ',
  ),
)

/** The words of a name or text that say something: camelCase and kebab-case parted, lower case, without stop words and plurals. */
function wordsOf(text) {
  return (
    text
      .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.filter((word) => !stopWords.has(word))
      .map((word) => (word.length > 2 ? word.replace(/s$/, '') : word)) ?? []
  )
}

/** Whether a sentence says no more than the name does: `The unit.` of `unit`. */
export function repeatsName(sentence, name) {
  const known = new Set(wordsOf(name))
  return wordsOf(sentence).every((word) => known.has(word))
}

const isMember = (node) =>
  ts.isPropertySignature(node) ||
  ts.isMethodSignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isAccessor(node) ||
  ts.isParameterPropertyDeclaration(node, node.parent)

const isHidden = (node) =>
  (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0 ||
  ts.isPrivateIdentifier(node.name) ||
  (ts.isComputedPropertyName(node.name) && !ts.isStringLiteralLike(node.name.expression))

/**
 * What the entries publish without a sentence: `{ file, line, name, why }[]`. Members count of interfaces, classes and type literals, those of
 * unions, parameters and nested objects too, and of types that are not exported themselves but of which exported ones are made. What is inherited
 * counts as said where it is declared; what comes from a library is left out.
 */
export function undocumented(program, entries) {
  const checker = program.getTypeChecker()
  const faults = new Map()
  const seen = new Set()

  function judge(symbol, node, name) {
    const sentence = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()
    const why =
      sentence === '' ? 'has no sentence' : repeatsName(sentence, symbol.name) ? 'says only its name' : undefined
    if (why === undefined) return
    const source = node.getSourceFile()
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    faults.set(`${source.fileName}:${line} ${name}`, { file: source.fileName, line, name, why })
  }

  const isOwn = (node) =>
    !program.isSourceFileFromExternalLibrary(node.getSourceFile()) &&
    !program.isSourceFileDefaultLibrary(node.getSourceFile())

  // The members said in a declaration, and the types it is made of. Bodies and values are not part of it.
  function walk(node, owner) {
    if (ts.isBlock(node) || (ts.isExpression(node) && !ts.isExpressionWithTypeArguments(node))) return
    if (isMember(node)) {
      if (isHidden(node)) return
      const name = `${owner}.${node.name.getText()}`
      const symbols = ts.isParameter(node)
        ? checker.getSymbolsOfParameterPropertyDeclaration(node, node.name.text)
        : [checker.getSymbolAtLocation(node.name)]
      judge(symbols.at(-1), node, name)
      return ts.forEachChild(node, (child) => walk(child, name))
    }
    if (ts.isTypeReferenceNode(node)) follow(checker.getSymbolAtLocation(node.typeName))
    if (ts.isExpressionWithTypeArguments(node)) follow(checker.getSymbolAtLocation(node.expression))
    ts.forEachChild(node, (child) => walk(child, owner))
  }

  function follow(symbol) {
    const original = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
    if (original === undefined || seen.has(original)) return
    seen.add(original)
    for (const declaration of original.declarations ?? [])
      if (isOwn(declaration) && !ts.isTypeParameterDeclaration(declaration)) walk(declaration, original.name)
  }

  for (const entry of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry))
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const original = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const declaration = original.declarations?.find(isOwn)
      if (declaration === undefined) continue
      judge(exported.getDocumentationComment(checker).length > 0 ? exported : original, declaration, exported.name)
      follow(original)
    }
  }
  return [...faults.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}
