// Read TypeScript sources as syntax trees: imports, and uses of the clock, random numbers and the platform.
import ts from 'typescript'

export const sourceFile = (fileName, text) => ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)

function walk(node, visit) {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** All modules a file names, `import()` and `export … from` types included: `{ specifier }`. */
export function importsOf(source) {
  const found = []
  walk(source, (node) => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
      found.push({ specifier: node.moduleSpecifier.text })
    else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      ts.isStringLiteralLike(node.arguments[0])
    )
      found.push({ specifier: node.arguments[0].text })
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      found.push({ specifier: node.argument.literal.text })
  })
  return found
}

const globals = new Set(['setTimeout', 'setInterval', 'setImmediate', 'performance', 'process', 'Buffer', 'require'])
const members = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'Temporal.Now'])
const names = new Set(['randomUUID', 'getRandomValues', 'randomBytes'])

/** Uses of the clock, chance, timers and Node's globals, each with its line: `Date.now (line 7)`. */
export function platformUses(source) {
  const found = []
  const add = (what, node) =>
    found.push(`${what} (line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1})`)
  walk(source, (node) => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      add('new Date()', node)
    else if (ts.isCallExpression(node) && node.expression.getText() === 'Date') add('Date()', node)
    else if (ts.isPropertyAccessExpression(node) && (members.has(node.getText()) || names.has(node.name.text)))
      add(node.getText(), node)
    else if (ts.isIdentifier(node) && globals.has(node.text) && isReference(node)) add(node.text, node)
    else if (ts.isIdentifier(node) && names.has(node.text) && isReference(node)) add(node.text, node)
  })
  return found
}

/** A name that stands for a value from outside, not a member, a key or a declaration of that name. */
function isReference(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent))
    return parent.expression === node || parent.expression.getText() === 'globalThis'
  if (ts.isExpressionStatement(parent) || ts.isShorthandPropertyAssignment(parent)) return true
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return true
  if (ts.isTypeQueryNode(parent) || ts.isTypeReferenceNode(parent)) return false
  return 'initializer' in parent && parent.initializer === node
}

/** Calls that take Chinese and English one after the other, and the place of the Chinese. */
const saying = { inBoth: 0, refuseFaults: 0, faultsAfter: 0, wrong: 1, unfit: 1, expected: 1 }

/** Chinese texts with Latin words and not one Chinese character, each with its line. They stand beside an English text of the same place. */
export function chineseTextsWithout(source) {
  const found = []
  const check = (node) => {
    const words = literalsOf(node).join('…')
    // The shape of a value, in braces, is the same in every language.
    if (/^(?!\{).*[A-Za-z]/.test(words) && !/\p{Script=Han}/u.test(words))
      found.push(`${words} (line ${source.getLineAndCharacterOfPosition(node.getStart()).line + 1})`)
  }
  walk(source, (node) => {
    if (ts.isObjectLiteralExpression(node)) {
      const member = (name) =>
        node.properties.find((each) => ts.isPropertyAssignment(each) && each.name.getText() === name)
      if (member('zh') && member('en')) check(member('zh').initializer)
    } else if (ts.isCallExpression(node) && Object.hasOwn(saying, node.expression.getText())) {
      const chinese = node.arguments[saying[node.expression.getText()]]
      if (chinese) check(chinese)
    }
  })
  return found
}

/** What is written out in an expression: its strings, and the parts of its templates that stand between the values. */
function literalsOf(node) {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)]
  if (ts.isArrowFunction(node)) return literalsOf(node.body)
  return []
}
