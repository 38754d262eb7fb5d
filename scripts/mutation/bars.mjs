// What is mutated, and which share of its mutants a test must notice. The first folder that a path lies in counts.
const law = 90
const reckoning = 85

/** Folders and files of packages/core/src with the least score, in per cent. */
export const bars = {
  'request/rules/': law,
  'request/decide/': law,
  'request/lifecycle/': law,
  'request/authorise': law,
  'authority/': law,
  'calendar/': reckoning,
  'sla/': reckoning,
  'area/': reckoning,
  'evaluation/': reckoning,
  'audit/': reckoning,
  'delivery/': reckoning,
  'record/': reckoning,
}

const core = 'packages/core/src/'

// Data, and tables without a branch.
const data = ['calendar/notices/', 'request/rules/index.ts']

/** The entry of `bars` that a file of the repository belongs to, or undefined where nothing is mutated. */
export function barOf(file) {
  if (!file.startsWith(core) || !file.endsWith('.ts') || file.endsWith('.test.ts')) return undefined
  const path = file.slice(core.length)
  if (data.some((each) => path.startsWith(each))) return undefined
  return Object.keys(bars).find((each) => path.startsWith(each))
}
