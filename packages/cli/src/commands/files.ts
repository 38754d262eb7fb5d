import type { FilesCheck } from '@huiyin/core'
import { type CommandContext, done, type Outcome, withFindings } from '../outcome.js'
import { type RecordOptions, withRecord } from '../record/open-record.js'
import { system } from '../record/system.js'

const shown = 50

function checkInWords({ ok, files, missing, wrong, left, unused }: FilesCheck): string[] {
  const listed = (mark: string, title: string, found: readonly string[]) => [
    ...found.slice(0, shown).map((each) => `  ${mark} ${title}: ${each}`),
    ...(found.length > shown ? [`  … ${found.length - shown}`] : []),
  ]
  const named = (found: FilesCheck['missing']) => found.map(({ request, ref }) => `${request} ${ref}`)
  return [
    `${ok ? '✓ 附件与文件存储相符 the attachments are there' : '✗ 附件与文件存储不符 attachments are not as they should be'}: ${files} 个 files`,
    ...listed('✗', '缺失 missing', named(missing)),
    ...listed('✗', '内容不符 other bytes', named(wrong)),
    ...listed('!', '已删除而字节仍在 erased and still there', named(left)),
    ...(unused === undefined
      ? ['  · 该存储不能列出文件，无从发现未用的 the store cannot list what it has: unused files are not known']
      : listed('·', '未被引用 unused', unused)),
  ]
}

/** `huiyin files check`: holds every attachment against the file store of `--config`, byte by byte. */
export async function filesCheck(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const found = await huiyin.files.check({ by: system })
    return found.ok ? done(found, checkInWords(found)) : withFindings(found, checkInWords(found))
  })
}

/** `huiyin files remove-unused`: removes what was put more than 8 days ago and was never attached. */
export async function filesRemoveUnused(options: RecordOptions, context: CommandContext): Promise<Outcome> {
  return withRecord(options, context, {}, async ({ huiyin }) => {
    const result = await huiyin.files.removeUnused({ by: system })
    return done(result, [`✓ 已移除 ${result.removed} 个未用的文件 unused files removed`])
  })
}
