// `if (command.name !== 'rate') return undefined` only tells the compiler which command a law was given: the lifecycle's table asks a law about
// no other. To leave it out changes nothing that could be tested.

const isNameTest = ({ type, operator, left, right }) =>
  type === 'BinaryExpression' &&
  operator === '!==' &&
  left.type === 'MemberExpression' &&
  left.property.name === 'name' &&
  right.type === 'StringLiteral'

const returnsNothing = ({ type, argument }) => type === 'ReturnStatement' && argument?.name === 'undefined'

const shouldIgnore = ({ node, parent, key }) =>
  key === 'test' && parent?.type === 'IfStatement' && isNameTest(node) && returnsNothing(parent.consequent)
    ? 'a guard for the compiler'
    : undefined

export const strykerPlugins = [{ kind: 'Ignore', name: 'type-guards', value: { shouldIgnore } }]
