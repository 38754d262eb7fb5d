import type { SeededRandom } from '@huiyin/testkit'

/** Common surnames with a rough weight each; all people in this example are invented. */
const surnames: readonly (readonly [string, number])[] = [
  ['王', 90],
  ['李', 75],
  ['张', 75],
  ['刘', 65],
  ['孙', 40],
  ['赵', 35],
  ['陈', 30],
  ['杨', 28],
  ['徐', 22],
  ['于', 22],
  ['高', 20],
  ['姜', 20],
  ['马', 16],
  ['郭', 16],
  ['宋', 16],
  ['朱', 14],
  ['胡', 12],
  ['林', 12],
  ['冷', 10],
  ['匡', 8],
  ['法', 4],
  ['逄', 4],
  ['欧阳', 1],
]

const givenNames = [
  ...'军伟强磊涛刚鹏杰斌波宁静敏丽娟艳霞燕玲倩',
  ...'建国 建华 志强 志远 秀英 秀兰 桂芳 淑珍 玉兰 文博 子涵 雨桐 思远 晓东 晓梅 海燕 春梅 立新 永平 瑞雪 明轩 佳怡 俊杰 振华'.split(
    ' ',
  ),
]

/** A made-up name: surname first, one or two characters after it. */
export function drawName(random: SeededRandom): string {
  return random.weighted(surnames) + random.pick(givenNames)
}

/**
 * A telephone number that cannot belong to anyone. In mainland China 0 is the trunk prefix and 00 the international one, so
 * 000 would dial a country code that begins with 0, and ITU-T E.164 assigns none. It keeps the length of a mobile number.
 *
 * @param block keeps staff and residents apart
 * @param sequence up to seven digits
 */
export function fictitiousPhone(block: number, sequence: number): string {
  const digits = `${block}${String(sequence).padStart(7, '0')}`
  return `000-${digits.slice(0, 4)}-${digits.slice(4)}`
}
