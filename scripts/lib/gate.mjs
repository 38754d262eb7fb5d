// What the check-*.mjs scripts share: how a gate is run by hand, and how it reports to the script that counts.
import { realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Whether this module is the program that was started. */
export const isMain = (moduleUrl) =>
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(moduleUrl)

/**
 * Print the checks of a gate, `{ title, failures }[]`, set the exit code, and leave the counts where the caller asked for them.
 * A check is passed if it has no failures. `remark` is said beside the counts also when all is well.
 */
export function reportGate(checks, remark = '') {
  for (const { title, failures } of checks) {
    if (failures.length === 0) continue
    console.log(`✗ ${title}`)
    for (const failure of failures) console.log(`    ${failure.trimEnd().replaceAll('\n', '\n    ')}`)
  }
  const failed = checks.filter(({ failures }) => failures.length > 0).length
  console.log(`${checks.length - failed} checks passed, ${failed} failed${remark && ` · ${remark}`}`)
  if (process.env.HUIYIN_GATE_RESULT)
    writeFileSync(process.env.HUIYIN_GATE_RESULT, JSON.stringify({ passed: checks.length - failed, failed, remark }))
  process.exitCode = failed === 0 ? 0 : 1
}
