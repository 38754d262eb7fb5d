import { failureOf } from '../command-failure.js'
import { checkAreas } from '../doctor/area-check.js'
import { checkGuessedAreas } from '../doctor/area-guess-check.js'
import { checkCalendar } from '../doctor/calendar-check.js'
import { checkChain } from '../doctor/chain-check.js'
import { checkDeliveries } from '../doctor/delivery-checks.js'
import { checkDestinations } from '../doctor/destination-check.js'
import { checkFile } from '../doctor/file-checks.js'
import { type Finding, findingInWords } from '../doctor/finding.js'
import { checkOpenRequests } from '../doctor/open-requests.js'
import { checkPluginAreas } from '../doctor/plugin-area-check.js'
import { checkSearch } from '../doctor/search-check.js'
import { checkServer } from '../doctor/server-checks.js'
import { checkStates } from '../doctor/state-check.js'
import { checkClock, checkDeadlines } from '../doctor/time-checks.js'
import { exitCodes } from '../exit-codes.js'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { mustExist } from '../storage/open-storage.js'
import { serverFailure } from '../storage/postgres.js'
import { sqliteFailure } from '../storage/sqlite-failure.js'
import { parseTarget } from '../storage/target.js'

/** Options of `huiyin doctor`; `strict` counts warnings as failures. */
export interface DoctorOptions extends RecordOptions {
  readonly strict?: boolean
}

async function checkRecord(options: DoctorOptions, context: CommandContext): Promise<readonly Finding[]> {
  const now = context.now()
  try {
    return await withRecord(options, context, {}, async (record) => {
      const checks = [checkDeadlines(now), checkAreas(record), checkGuessedAreas(), checkStates(record)] as const
      const [deadlines, areas, guessed, states] = await checkOpenRequests(record, checks)
      return [
        checkCalendar(record, now),
        await checkClock(record, now),
        deadlines,
        areas,
        guessed,
        await checkPluginAreas(record),
        ...(await checkSearch(record)),
        ...(await checkDeliveries(record, now)),
        await checkDestinations(record),
        states,
        await checkChain(record, now),
      ]
    })
  } catch (error) {
    const { exit, text, code } = failureOf(error)
    if (exit !== exitCodes.storage) throw error
    const todo = { zh: '见上述原因。', en: 'See the reason above.' }
    return [{ check: 'open', level: 'fail', means: text, todo, details: { code } }]
  }
}

/** `huiyin doctor`: checks what an operator should know, one line per check. */
export async function doctor(options: DoctorOptions, context: CommandContext): Promise<Outcome> {
  const target = parseTarget(options.storage ?? context.env.HUIYIN_STORAGE)
  mustExist(target)
  const findings: Finding[] = []
  try {
    findings.push(...(target.kind === 'sqlite' ? await checkFile(target.path) : await checkServer(target, context.now)))
  } catch (error) {
    throw target.kind === 'sqlite' ? sqliteFailure('doctor', error) : serverFailure('doctor', error)
  }
  const behind = findings.some(({ check, level }) => check === 'schema' && level === 'fail')
  // Opening would migrate the schema, and a check must not write.
  if (!behind) findings.push(...(await checkRecord(options, context)))
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const wrong = count('fail') + (options.strict === true ? count('warn') : 0)
  const lines = [
    ...findings.flatMap(findingInWords),
    ...(behind ? ['  结构更新之前不查看记录本身。 The record is not checked until the schema is up to date.'] : []),
    `${wrong === 0 ? '✓' : '✗'} ${target.shown}: ${count('ok')} 项正常 ok, ${count('warn')} 项留意 warnings, ${count('fail')} 项有误 failures`,
  ]
  const result = { storage: target.shown, findings }
  return wrong === 0 ? done(result, lines) : withFindings(result, lines)
}
