import { analyse } from 'chardet'
import { wrongUse } from '../command-failure.js'
import { shortened } from './table.js'

/** Encodings a file may be said to have, and what they are called. */
export const encodings = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'] as const
/** One of {@link encodings}. */
export type Encoding = (typeof encodings)[number]

/** A text, and how it was read. */
export interface DecodedText {
  readonly text: string
  readonly encoding: Encoding
}

function decoded(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function byMark(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined
}

// Digits and commas of a table are every second byte zero in UTF-16; no text in another encoding holds a zero byte.
function byZeros(bytes: Uint8Array): Encoding | undefined {
  const head = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [place, byte] of head.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] as number) + 1
  const [even = 0, odd = 0] = zeros
  if (even === 0 && odd === 0) return undefined
  return odd > even ? 'utf-16le' : 'utf-16be'
}

const han = /\p{Script=Han}/u
const beyondAscii = /[^\0-\x7f]/u

/** The guess of chardet among the encodings of Chinese that are not Unicode; GB 18030 is what spreadsheets write in mainland China. */
function byFrequency(bytes: Uint8Array): Encoding | undefined {
  const guesses = new Map(analyse(bytes).map(({ name, confidence }) => [name, confidence]))
  const big5 = guesses.get('Big5') ?? 0
  const gb = guesses.get('GB18030') ?? 0
  if (big5 > gb && big5 >= 50) return decoded(bytes, 'big5') === undefined ? undefined : 'big5'
  return decoded(bytes, 'gb18030') === undefined ? undefined : 'gb18030'
}

/**
 * Reads the bytes of a text file in the encoding that it has: by its mark, as UTF-16 without one, as UTF-8, or as chardet guesses. Bytes that are a text
 * in two encodings are not guessed.
 *
 * @throws CommandFailure (wrong use) when no encoding fits, or two do
 */
export function decodeText(path: string, bytes: Uint8Array, told?: Encoding): DecodedText {
  const sure = told ?? byMark(bytes) ?? byZeros(bytes)
  if (sure !== undefined) {
    const text = decoded(bytes, sure)
    if (text !== undefined) return { text, encoding: sure }
    throw wrongUse(`${path} 不是 ${sure} 文本。`, `${path} is not a text in ${sure}.`, { file: path, encoding: sure })
  }
  const utf8 = decoded(bytes, 'utf-8')
  if (utf8 === undefined) {
    const encoding = byFrequency(bytes)
    if (encoding !== undefined) return { text: decoded(bytes, encoding) as string, encoding }
    throw wrongUse(
      `${path} 的编码无法识别，请用 --encoding 指明：${encodings.join('、')}。`,
      `The encoding of ${path} cannot be told; name it with --encoding: ${encodings.join(', ')}.`,
      { file: path },
    )
  }
  if (beyondAscii.test(utf8) && !han.test(utf8)) {
    const gb = decoded(bytes, 'gb18030')
    if (gb !== undefined && han.test(gb)) throw ambiguous(path, utf8, gb)
  }
  return { text: utf8, encoding: 'utf-8' }
}

function ambiguous(path: string, utf8: string, gb: string) {
  const sample = (text: string) => shortened(text.split(/\r\n|\r|\n/).find((line) => beyondAscii.test(line)) ?? '')
  const readings = { 'utf-8': sample(utf8), gb18030: sample(gb) }
  return wrongUse(
    `${path} 既可读作 utf-8（${readings['utf-8']}），也可读作 gb18030（${readings.gb18030}），请用 --encoding 指明。`,
    `${path} can be read as utf-8 (${readings['utf-8']}) and as gb18030 (${readings.gb18030}); say which with --encoding.`,
    { file: path, readings },
  )
}
