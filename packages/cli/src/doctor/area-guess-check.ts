import type { RequestCheck } from './open-requests.js'

const mostNamed = 20

/** Lists open requests that went to the first part of an area that was split, because nothing said in which part they lie. */
export function checkGuessedAreas(): RequestCheck {
  const requests: string[] = []
  let guessed = 0
  return {
    look: ({ id, number, areaGuessed }) => {
      if (areaGuessed !== true) return
      guessed++
      if (requests.length < mostNamed) requests.push(number ?? id)
    },
    found: () => ({
      check: 'guessed-areas',
      level: guessed === 0 ? 'ok' : 'warn',
      details: { guessed, requests },
      means:
        guessed === 0
          ? {
              zh: '没有因拆分而归属待定的在办诉求。',
              en: 'No open request was put into a part of a split area by order alone.',
            }
          : {
              zh: `${guessed} 件在办诉求的区划已拆分，未能判定落在哪一部分，暂归第一部分（${requests.join(', ')}）。`,
              en: `${guessed} open requests went to the first part of an area that was split, since nothing said in which part they lie (${requests.join(', ')}).`,
            },
      ...(guessed > 0 && {
        todo: {
          zh: '请派单席以 reclassify({ area }) 写明归属；归属不变的也写明一次。',
          en: 'The desk says where each belongs with reclassify({ area }), also where that is the area it is in.',
        },
      }),
    }),
  }
}
