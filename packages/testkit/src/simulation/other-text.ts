const texts = new Set(['description', 'text', 'reason'])

/** The input with its free texts changed and as long as they were; `undefined` when it has none. */
export function withOtherText(input: object): object | undefined {
  let changed = false
  const other = JSON.parse(JSON.stringify(input), (name, value) => {
    if (!texts.has(name)) return value
    changed = true
    return `另${value.slice(1)}`
  })
  return changed ? other : undefined
}
