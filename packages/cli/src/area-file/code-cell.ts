import { type Cell, cellText } from '../table-file/table.js'

/** A code, or why it cannot be read. */
export type CodeCell = { readonly code: string } | { readonly zh: string; readonly en: string }

const lost = {
  zh: '数字形式的编码已丢失末尾数字，请把该列设为文本格式后重新填写',
  en: 'a code kept as a number lost its last digits: format the column as text and fill it in again',
}

/**
 * The code in a cell. Spreadsheets turn codes into numbers: `370281001.0` is 370281001, `3.70281001001E+11` holds every digit, `3.70281E+11` does not, and of
 * a number only 15 digits are kept.
 */
export function codeIn(cell: Cell | undefined): CodeCell {
  const plain = cellText(cell)
    .normalize('NFKC')
    // Ways to have a spreadsheet leave a code alone: '370281 and ="370281".
    .replace(/^'|^="(.*)"$/u, '$1')
    .trim()
  const text = /^\d{1,3}(?:[,\s]\d{3})+$/.test(plain) ? plain.replace(/[,\s]/g, '') : plain
  const isNumber = typeof cell === 'object'
  const [, whole = '', part = '', power = ''] = /^(\d+)(?:\.(\d*))?(?:[eE]\+?(\d{1,3}))?$/.exec(text) ?? []
  if (whole === '' || (power === '' && /[^0]/.test(part))) return { code: text }
  const digits = whole.length + Number(power)
  if (power === '') return isNumber && digits > 15 ? lost : { code: whole }
  // A spreadsheet stores a number with all its digits; in a text file stands what was left of it.
  const shown = `${whole}${part}`
  const known = shown.replace(/0+$/, '')
  const complete = digits <= 15 && known.length <= digits && (isNumber || shown.length >= digits)
  return complete ? { code: known.padEnd(digits, '0') } : lost
}
