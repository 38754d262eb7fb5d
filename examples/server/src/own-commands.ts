import type { OwnCommands } from '@huiyin/core/plugin'

/** What this city lets people do besides the commands of the library: an officer calls the resident before anybody drives out (先行联系), and that is told and kept. */
export const ownCommands = {
  contact: {
    title: { zh: '记下已联系居民', en: 'note that the resident was called' },
    who: ['unit'],
    from: ['handling', 'rectifying'],
    event: 'resident.contacted',
    words: {
      staff: { zh: '已联系居民', en: 'was talked over with the resident' },
      resident: { zh: '承办人员已与您联系', en: 'The officer in charge has called you' },
    },
    tells: ['resident'],
  },
} as const satisfies OwnCommands
