// The table of who hears of which event, in English and Chinese, that stands between two marks of a page written by hand.
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../lib/project.mjs'

// The table is no part of what core exports, and its files import others: they are bundled to be read.
const contents = `
  export { whoHears } from './delivery/who-hears.ts'
  export { isToldToResidents } from './request/views/steps.ts'
`
const bundled = await build({
  stdin: { contents, resolveDir: join(root, 'packages/core/src') },
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
})
const { whoHears, isToldToResidents } = await import(
  `data:text/javascript,${encodeURIComponent(bundled.outputFiles[0].text)}`
)

const audiences = ['unit', 'dispatcher', 'supervisor', 'person']
const heads = {
  en: ['event', 'resident', 'unit', 'desk', 'supervisor', 'person', 'why nobody of the staff hears'],
  zh: ['事件', '居民', '单位', '派单席', '督办人', '个人', '工作人员不必知悉的原因'],
}

/** Who hears of which event; the events in the order of the loop. */
export function messagesTable(language) {
  const rows = Object.entries(whoHears).map(([type, row]) => [
    `\`${type}\``,
    isToldToResidents(type) ? '●' : '',
    ...audiences.map((audience) => row[audience]?.[language] ?? ''),
    row.because?.[language] ?? '',
  ])
  const head = heads[language]
  const lines = [head, head.map((_, position) => (position === 1 ? ':-:' : '---')), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
