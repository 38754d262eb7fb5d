import type { OpenRecord } from '../record/open-record.js'
import type { Finding } from './finding.js'

/** Checks that all texts can be searched: those of before are made so by the next process that starts. */
export async function checkSearch({ storage }: OpenRecord): Promise<readonly Finding[]> {
  if (storage.capabilities.search !== true) return []
  const isBehind = ((await storage.unsearched?.(1)) ?? []).length > 0
  return [
    {
      check: 'search',
      level: isBehind ? 'warn' : 'ok',
      details: { complete: !isBehind },
      means: isBehind
        ? { zh: '有旧诉求的文字尚不能检索。', en: 'Some requests of before cannot be found by their texts yet.' }
        : { zh: '全部文字均可检索。', en: 'Every text can be searched.' },
      todo: {
        zh: '启动一次应用：huiyin.start() 补建检索索引后才开始工作。',
        en: 'Start the application once: huiyin.start() completes the index before it works.',
      },
    },
  ]
}
