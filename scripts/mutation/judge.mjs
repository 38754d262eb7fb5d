// Reads the report of the mutation runner: which mutants no test noticed, and whether a folder reaches its bar.
import { barOf, bars } from './bars.mjs'

const noticed = new Set(['Killed', 'Timeout'])
const unnoticed = new Set(['Survived', 'NoCoverage'])

/** The text of a source between two places of a report, which count lines and columns from 1. */
function textAt(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line)
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1)
  lines[0] = lines[0].slice(start.column - 1)
  return lines.join('\n')
}

const squeezed = (text) => text.replace(/\s+/g, ' ').trim()

/** Every mutant of a report: `{ file, line, was, becomes, status }`. */
const mutantsOf = ({ files }) =>
  Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.map(({ location, replacement, status }) => ({
      file,
      line: location.start.line,
      was: squeezed(textAt(source, location)),
      becomes: squeezed(replacement ?? ''),
      status,
    })),
  )

const sameMutant = (a, b) => a.file === b.file && a.was === b.was && a.becomes === b.becomes

/**
 * Scores by entry of `bars`, and what survived. A survivor that `excused` lists, with the reason why no test can tell it from the original,
 * does not count.
 */
export function judge(reports, excused) {
  const folders = Object.keys(bars).map((folder) => ({ folder, killed: 0, survived: [], excused: 0 }))
  for (const mutant of reports.flatMap(mutantsOf)) {
    const of = folders.find(({ folder }) => folder === barOf(mutant.file))
    if (of === undefined) continue
    if (noticed.has(mutant.status)) of.killed++
    else if (!unnoticed.has(mutant.status)) continue
    else if (excused.some((each) => sameMutant(each, mutant))) of.excused++
    else of.survived.push(mutant)
  }
  return folders
    .map((each) => {
      const counted = each.killed + each.survived.length
      const score = counted === 0 ? undefined : (100 * each.killed) / counted
      return { ...each, score, least: bars[each.folder], reached: score === undefined || score >= bars[each.folder] }
    })
    .filter(({ score }) => score !== undefined)
}
