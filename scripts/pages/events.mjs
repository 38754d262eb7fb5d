// The table of all events of core, in English and Chinese, that stands between two marks of a page written by hand.
import { eventNames } from '@huiyin/core/contracts'

const heads = { en: ['event', 'what it is called', '中文'], zh: ['事件', '名称', 'English'] }

/** All events, group after group; the events of a request in the order of the loop. */
export function eventsTable(language) {
  const other = language === 'zh' ? 'en' : 'zh'
  const rows = Object.entries(eventNames).map(([type, words]) => [`\`${type}\``, words[language], words[other]])
  const head = heads[language]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
