const close = '<!-- /generated -->'

/** The page with the table between the marks of this name. */
export function withTable(page, name, table) {
  const open = `<!-- generated:${name} -->`
  const [before, rest] = page.split(open)
  const [old, after] = rest?.split(close) ?? []
  if (old === undefined || after === undefined) throw new Error(`The page has no ${open} … ${close}`)
  return `${before}${open}\n\n${table}\n\n${close}${after}`
}
