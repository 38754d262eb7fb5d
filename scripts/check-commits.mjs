// Subjects of commits tell a stranger where and what: `area: what changed`, at most 72 characters, the reasoning in the body.
// Holds for what came after the commit below; in a shallow clone, for as many of those as are there.
import { isMain, reportGate } from './lib/gate.mjs'
import { run } from './lib/run.mjs'

const base = '2e4346ed55047fba88503b9ef1cfa3279e9aebd1'
const longest = 72
const form = /^[a-z0-9][\w./-]*(, [a-z0-9][\w./-]*)*: \S/i

/** What is wrong with the subject of a commit, if anything is. */
export function wrongSubject(subject) {
  if (/^Merge .* of (\/|~|[A-Za-z]:|file:|\.\.?\/)/.test(subject)) return "names a folder of somebody's machine"
  if (/^Merge (pull request|branch|tag|remote-tracking branch) /.test(subject)) return undefined
  if (!form.test(subject)) return 'is not of the form "area: what changed"'
  if ([...subject].length > longest) return `has ${[...subject].length} characters, and may have ${longest}`
  return undefined
}

async function git(...args) {
  const { code, output } = await run(['git', ...args])
  return code === 0 ? output.trim() : undefined
}

/** The commits to look at, as `git log` names them; or why there are none. */
async function commitsHere() {
  if ((await git('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')) === undefined)
    return { absent: 'no git history here' }
  if ((await git('merge-base', '--is-ancestor', base, 'HEAD')) !== undefined) return { range: `${base}..HEAD` }
  if ((await git('rev-parse', '--is-shallow-repository')) === 'true') return { range: 'HEAD' }
  return { absent: `this history does not contain ${base.slice(0, 7)}` }
}

if (isMain(import.meta.url)) {
  const { range, absent } = await commitsHere()
  const log = range === undefined ? '' : ((await git('log', '--format=%h%x09%s', range)) ?? '')
  const commits = log.split('\n').filter(Boolean)
  const failures = commits.flatMap((line) => {
    const [hash, ...rest] = line.split('\t')
    const subject = rest.join('\t')
    const wrong = wrongSubject(subject)
    return wrong === undefined ? [] : [`${hash} "${subject}" ${wrong}`]
  })
  const looked = absent === undefined ? `${commits.length} commits looked at` : `not looked at: ${absent}`
  reportGate([{ title: 'subjects of commits', failures }], looked)
}
