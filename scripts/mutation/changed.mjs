// Which lines a change touched, as ranges that the mutation runner understands.
const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/

/** `{ file, from, to }[]` of a diff made with `git diff --unified=0`: lines added or edited, in files that still exist. */
export function changedLines(diff) {
  const ranges = []
  let file
  for (const line of diff.split('\n')) {
    if (line.startsWith('+++ ')) file = line === '+++ /dev/null' ? undefined : line.slice('+++ b/'.length)
    const [, start, count = '1'] = hunk.exec(line) ?? []
    if (file === undefined || start === undefined || count === '0') continue
    ranges.push({ file, from: Number(start), to: Number(start) + Number(count) - 1 })
  }
  return ranges
}
