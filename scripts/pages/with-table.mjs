const close = '<!-- /generated -->'

/** The page with the table between the marks of this name. */
export function withTable(page, name, table) {
  const open = `<!-- generated:${name} -->`
  const [before, rest] = page.split(open)
  const end = rest?.indexOf(close) ?? -1
  if (end < 0) throw new Error(`The page has no ${open} … ${close}`)
  return `${before}${open}\n\n${table}\n\n${rest.slice(end)}`
}
