import type { OpenRecord } from '../record/open-record.js'
import type { RequestCheck } from './open-requests.js'

/** Checks that the lifecycle in use has every state in which an open request stands. */
export function checkStates({ huiyin }: OpenRecord): RequestCheck {
  const { states, name } = huiyin.lifecycle
  const byState: Record<string, number> = {}
  let stranded = 0
  return {
    look: ({ status }) => {
      if (Object.hasOwn(states, status)) return
      stranded++
      byState[status] = (byState[status] ?? 0) + 1
    },
    found: () => {
      const list = Object.entries(byState)
        .map(([state, number]) => `${state} ${number}`)
        .join(', ')
      return {
        check: 'states',
        level: stranded === 0 ? 'ok' : 'warn',
        details: { stranded, byState },
        means:
          stranded === 0
            ? { zh: '在办诉求均处于流程内的环节。', en: 'Every open request is in a state of the lifecycle.' }
            : {
                zh: `${stranded} 件在办诉求所处环节不在流程 ${name} 内（${list}）。`,
                en: `${stranded} open requests are in states that the lifecycle ${name} lacks (${list}).`,
              },
        todo: {
          zh: '流程由应用改过的，用 --config 传入；已去掉的环节，用 start({ states }) 写明去向。',
          en: 'Pass the lifecycle of the application with --config; for a state that went, say where its requests go with start({ states }).',
        },
      }
    },
  }
}
