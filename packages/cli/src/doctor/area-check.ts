import type { OpenRecord } from '../record/open-record.js'
import type { RequestCheck } from './open-requests.js'

const mostNamed = 20

/** Checks that every open request lies in an area in force, where that area lies now. */
export function checkAreas({ huiyin }: OpenRecord): RequestCheck {
  const tree = huiyin.areas.tree()
  const requests: string[] = []
  let stranded = 0
  return {
    look: ({ id, area, areaPath }) => {
      if (tree.path(area) === areaPath) return
      stranded++
      if (requests.length < mostNamed) requests.push(id)
    },
    found: ({ read, all }) => {
      const details = { stranded, requests, read, all }
      if (stranded === 0)
        return {
          check: 'areas',
          level: 'ok',
          details,
          means: {
            zh: `在办诉求均在现行区划内（已查 ${read} 件）。`,
            en: `Every open request lies in an area in force (${read} read).`,
          },
        }
      return {
        check: 'areas',
        level: 'warn',
        details,
        means: {
          zh: `${stranded} 件在办诉求不在现行区划内（${requests.join(', ')}）。`,
          en: `${stranded} open requests lie in areas that are not in force (${requests.join(', ')}).`,
        },
        todo: {
          zh: '计时循环五分钟内会将其迁入现行区划；若一直如此，请确认应用调用 huiyin.run() 或 huiyin.tick()，并看应用日志。',
          en: 'The loop moves them within five minutes; if they stay, see that the application calls huiyin.run() or huiyin.tick(), and read its log.',
        },
      }
    },
  }
}
