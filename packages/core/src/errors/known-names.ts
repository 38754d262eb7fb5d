import type { Bilingual } from '../contracts/text.js'

const mostListed = 100

/** How many letters have to be put in, left out, exchanged or swapped with their neighbour to make one name of the other. */
function distance(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + cost)
      row.push(swapped ? Math.min(least, (before[j - 2] as number) + 1) : least)
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] as number
}

/** The known name that was probably meant: a letter of three differs, or the case alone, or it goes on after the one given. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const close = known
    .filter((each) => Math.abs(each.length - name.length) <= 3)
    .map((each) => [each, distance(name.toLowerCase(), each.toLowerCase())] as const)
    .filter(([each, far]) => far <= Math.min(3, Math.ceil(each.length / 3)))
  return close.toSorted(([, a], [, b]) => a - b)[0]?.[0] ?? known.find((each) => name !== '' && each.startsWith(name))
}

/** Which names there are, to follow the message about one that is unknown: the one that was probably meant first, then all. */
export function knownNames(name: unknown, names: Iterable<string>): Bilingual {
  const known = [...names]
  const meant = typeof name === 'string' && name.length <= 100 ? nearest(name, known) : undefined
  const listed = known.slice(0, mostListed)
  const more = known.length - listed.length
  return {
    zh: `${meant === undefined ? '' : `是否指 ${meant}？`}可用：${listed.join('、') || '无'}${more > 0 ? `等 ${known.length} 个` : ''}`,
    en: `${meant === undefined ? '' : `did you mean ${meant}? `}known: ${listed.join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`,
  }
}
