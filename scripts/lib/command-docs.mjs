// What the interface of requests says of each command, read from its doc comments: the one source of the page of commands and of what an editor
// shows. A test holds it against what the domain really does.
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './project.mjs'

const folder = join(root, 'packages/core/src/request/requests')
const groupNames = ['intake', 'attachments', 'handling', 'feedback', 'time', 'correction']

/** `{ en, zh }` of a comment whose Chinese follows the English: the first Chinese letter after a full stop or an empty line begins it. */
export function bilingual(text) {
  const [, en, zh] = /^([\s\S]*?[.;:)])\s+(\p{Script=Han}[\s\S]*)$/u.exec(text.trim()) ?? [undefined, text.trim(), '']
  const line = (part) => part.replace(/\s*\n\s*/g, ' ').trim()
  return { en: line(en), zh: line(zh) }
}

const codes = (text) => [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1])

/** A doc comment of a command: sentences in both languages, then `By: … Event: … Refusals: …`. */
export function readComment(text) {
  const [, sentences, by, events, refusals] =
    /^([\s\S]*?)\n\s*By: ([\s\S]*?)\. Events?: ([\s\S]*?)\. Refusals:\s+([\s\S]*?)\.\s*$/.exec(text.trim()) ?? []
  if (sentences === undefined) throw new Error(`A command must say "By: … Event: … Refusals: …": ${text}`)
  const { en, zh } = bilingual(sentences)
  const [term] = zh.split('：')
  return {
    en,
    zh: zh.slice(term.length + 1),
    term,
    by: by.split(',').map((party) => party.trim().replace(/\s+/g, ' ')),
    events: codes(events),
    refusals: codes(refusals),
  }
}

/** The fields of an input, those of objects in it too: `{ name, optional, type, en, zh }`, names such as `person.phone` and `parts[].area`. */
function fieldsOf(checker, type, prefix = '') {
  return checker.getPropertiesOfType(checker.getNonNullableType(type)).flatMap((property) => {
    const name = `${prefix}${property.name}`
    const whole = checker.getNonNullableType(checker.getTypeOfSymbol(property))
    const item = checker.isArrayType(whole) ? checker.getTypeArguments(whole)[0] : whole
    const isGroup = !item.isUnion() && (item.flags & ts.TypeFlags.Object) !== 0
    const suffix = item === whole ? '' : '[]'
    const field = {
      name,
      optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      type: isGroup ? `object${suffix}` : checker.typeToString(whole, undefined, ts.TypeFormatFlags.NoTruncation),
      ...bilingual(ts.displayPartsToString(property.getDocumentationComment(checker))),
    }
    return [field, ...(isGroup ? fieldsOf(checker, item, `${name}${suffix}.`) : [])]
  })
}

/** The groups in order: `{ en, zh, about, commands }`, each command with what its comment says, `input` and whether that may be left out. */
export function commandDocs() {
  const { config } = ts.readConfigFile(join(root, 'packages/core/tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'packages/core'))
  const files = groupNames.map((name) => join(folder, `${name}.ts`))
  const program = ts.createProgram(files, options)
  const checker = program.getTypeChecker()
  return files.map((file) => {
    const [group] = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
    const [, en, zh, about] = /^(\w+) (\p{Script=Han}+): ([\s\S]*)$/u.exec(docOf(group, checker)) ?? []
    const methods = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(group))
    return { en, zh, about, commands: methods.map((method) => commandOf(method, checker)) }
  })
}

const docOf = (symbol, checker) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()

function commandOf(method, checker) {
  const signatures = checker.getTypeOfSymbol(method).getCallSignatures()
  const parameters = signatures.map((signature) => signature.getParameters().map(({ name }) => name))
  const input = signatures
    .at(-1)
    .getParameters()
    .find(({ name }) => name === 'input')
  return {
    name: method.name,
    ...readComment(docOf(method, checker)),
    mayOmitInput: parameters.some((names) => !names.includes('input')),
    input: fieldsOf(checker, checker.getTypeOfSymbol(input)),
  }
}
