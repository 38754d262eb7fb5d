import { parseDate } from '@huiyin/core/calendar'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { encodings } from './table-file/decode-text.js'

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text)
    if (/^-?\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`须为 ${least} 至 ${most} 的整数 Expected a whole number from ${least} to ${most}.`)
  }
}

/** A text that `read` takes without throwing. */
export function written(read: (text: string) => unknown, zh: string, en: string) {
  return (text: string): string => {
    try {
      read(text)
      return text
    } catch {
      throw new InvalidArgumentError(`须为${zh} Expected ${en}.`)
    }
  }
}
/** An existing day. */
export const day = written(parseDate, '存在的日期 YYYY-MM-DD', 'an existing day YYYY-MM-DD')

/** Options of every command. */
export function common(command: Command): Command {
  return command
    .option('-s, --storage <url>', '存储地址 where the record is: sqlite:PATH or postgres://… (env HUIYIN_STORAGE)')
    .option('--json', '输出一个 JSON 对象 print one JSON object')
    .option('--progress', '非终端时也报告进度 report progress without a terminal too')
}

/** Options of every command that opens the record. */
export function onRecord(command: Command): Command {
  return common(command)
    .option('--config <file>', '本地配置模块 module that exports the options of createHuiyin, storage aside')
    .addOption(
      new Option('--digest <algorithm>', '链的摘要算法 digest of the chains (default: sm3)').choices(['sm3', 'sha256']),
    )
    .option(
      '--chain-key-file <file>',
      '带密钥的链所用密钥文件 key of a keyed chain; a line break at its end is left out',
    )
}

/** Options of every command that reads a table from a file. */
export function fromFile(command: Command): Command {
  return command
    .addOption(
      new Option('--encoding <name>', '文本编码 encoding of a text file (default: told by its bytes)').choices(
        encodings,
      ),
    )
    .option('--sheet <name>', '工作表 sheet of an .xlsx file (default: the first with rows)')
}
