import { areaLevels } from '@huiyin/core'
import { monthPeriod, yearPeriod } from '@huiyin/core/evaluation'
import { Argument, Command, Option } from 'commander'
import { wrongUse } from './command-failure.js'
import { cancelChange, scheduled } from './commands/area-changes.js'
import { backup } from './commands/backup.js'
import { calendarApply } from './commands/calendar-apply.js'
import { checkpoint } from './commands/checkpoint.js'
import { dead, pauses, replay, resume, retireDestination } from './commands/deliveries.js'
import { doctor } from './commands/doctor.js'
import { explain } from './commands/explain.js'
import { filesCheck, filesRemoveUnused } from './commands/files.js'
import { importAreas } from './commands/import-areas.js'
import { migrate } from './commands/migrate.js'
import { type Fate, fateOf, planAreas } from './commands/plan-areas.js'
import { policyAdopt, policyShow } from './commands/policy.js'
import { report } from './commands/report.js'
import { restore } from './commands/restore.js'
import { simulate } from './commands/simulate.js'
import { verify } from './commands/verify.js'
import { common, day, fromFile, onRecord, wholeNumber, written } from './common-options.js'
import type { CommandContext, Outcome } from './outcome.js'

/** Runs the work of a command. */
export type RunCommand = (work: (context: CommandContext) => Promise<Outcome>) => Promise<void>

const commands = (run: RunCommand) => {
  const record = (name: string, about: string) => onRecord(new Command(name).description(about))

  const importing = new Command('import').description('导入 import').addCommand(
    fromFile(
      record('areas', '导入区划与网格 areas from .csv, .txt, .xlsx, .json or .jsonl; nothing unless all rows are good'),
    )
      .argument('<file>', '区划文件 file with the columns code, name, level, parent, kind, or 编码, 名称, …')
      .option('--partial', '导入正确的行并报告其余 import the good rows and tell of the others')
      .option('--preview', '只预览 show what is understood of the file, check it, write nothing')
      .option('--dry-run', '只检查 only check, write nothing')
      .option(
        '--by <id>',
        '操作人编号（勿用电话或身份证号） opaque id of who imports, written into the event',
        'huiyin-cli',
      )
      .option('--key <key>', '命令键，重复执行只生效一次 command key: the same key imports once')
      .action((file: string, options) => run((context) => importAreas(file, options, context))),
  )

  const fates = (text: string, before: readonly Fate[]) => [...before, fateOf(text)]
  const planning = new Command('plan').description('方案 plan').addCommand(
    fromFile(record('areas', '比对年度区划清单 what the list of a new year changes; written only with --apply'))
      .argument('<file>', '区划文件 file as for `import areas`; levels that are not in it follow')
      .option('--merge <codes=code>', '合并，如 A,B=C（可重复） merged, as in A,B=C; may be repeated', fates, [])
      .option(
        '--recode <code=code>',
        '变更编码（可重复） recoded; found by itself when name and parent stay',
        fates,
        [],
      )
      .option('--split <code=codes>', '拆分（可重复） split; what lies below goes to the first', fates, [])
      .option(
        '--retire <code=code>',
        '撤销，由谁承接（可重复） retired; stands for it: its parent when left out',
        fates,
        [],
      )
      .option('--within <area>', '清单完整覆盖的区划 the area that the list is complete for')
      .option('--effective-from <date>', '生效日期 in force from that day', day)
      .option('--apply <digest>', '执行所审方案 apply the plan of this digest, as one change')
      .option('--by <id>', '操作人编号 opaque id of who applies it, written into the event', 'huiyin-cli')
      .option('--key <key>', '命令键 command key: the same key applies once')
      .action((file: string, options) => run((context) => planAreas(file, options, context))),
  )

  const calendar = new Command('calendar').description('工作日历 working days').addCommand(
    record(
      'apply',
      '应用放假通知，在办诉求的时限随之调整 apply a holiday notice; the deadlines of open requests follow',
    )
      .argument('<file>', '通知原文（.txt）或 JSON the pasted text of the notice, or its days as .json')
      .option('--preview', '只说明哪些时限会变，不写入 only say what would move, write nothing')
      .option('--replaces <number>', '被取代的在用通知文号 number of the notice in force that it supersedes')
      .option('--year <yyyy>', '原文未写年份时指明 year, where the text does not say it', wholeNumber(2007, 2100))
      .option('--number <number>', '原文未写文号时指明 number of the notice, where the text does not say it')
      .option('--limit <n>', '最多列出的诉求 how many requests to list', wholeNumber(0, 100_000), 20)
      .option('--by <id>', '操作人编号（勿用电话或身份证号） opaque id of who applies it', 'huiyin-cli')
      .option('--key <key>', '命令键，重复执行只生效一次 command key: the same key applies once')
      .action((file: string, options) => run((context) => calendarApply(file, options, context))),
  )

  const policy = new Command('policy')
    .description('时限规则 time limits')
    .addCommand(
      record(
        'show',
        '现行时限规则、已调整的和规则版本 limits in force, those that were adopted, editions of the rules',
      ).action((options) => run((context) => policyShow(options, context))),
    )
    .addCommand(
      record('adopt', '自施行之日起调整时限规则 adopt time limits from a day on; what runs already keeps its limit')
        .argument('<file>', '时限规则 JSON，同 defineSlaPolicy the limits as .json, as `defineSlaPolicy` takes them')
        .option('--from <date>', '施行日期 first day on which they are in force (default: today)', day)
        .option('--basis <text>', '依据，如文号（不得有个人信息） what it rests on, such as the number of a document')
        .option('--preview', '只说明会改变什么，不写入 only say what would change, write nothing')
        .option('--by <id>', '操作人编号（勿用电话或身份证号） opaque id of who adopts them', 'huiyin-cli')
        .option('--key <key>', '命令键，重复执行只生效一次 command key: the same key adopts once')
        .action((file: string, options) => run((context) => policyAdopt(file, options, context))),
    )

  const deliveries = new Command('deliveries')
    .description('投递 deliveries')
    .addCommand(
      record('dead', '列出搁置的投递 list dead letters with their reasons')
        .option('--destination <name>', '仅此目的地 only to this destination')
        .option('--limit <n>', '最多列出 how many at most', wholeNumber(1, 100_000), 100)
        .action((options) => run((context) => dead(options, context))),
    )
    .addCommand(
      record('replay', '重投搁置的投递 requeue dead letters')
        .argument('[deliveries...]', '形如 request/q-1/3/sms as `deliveries dead` names them')
        .option('--all', '全部 all of them')
        .option('--destination <name>', '仅此目的地 only to this destination')
        .action((names: string[], options) => run((context) => replay(names, options, context))),
    )
    .addCommand(
      record('pauses', '列出暂停的目的地 list the destinations that are paused').action((options) =>
        run((context) => pauses(options, context)),
      ),
    )
    .addCommand(
      record('resume', '结束目的地的暂停 send to a paused destination again, at once')
        .argument('<destination>', '目的地 its name')
        .action((name: string, options) => run((context) => resume(name, options, context))),
    )
    .addCommand(
      record('retire', '停用目的地 owe nothing more to a destination that nobody serves any more')
        .argument('<destination>', '目的地 as `doctor` names it')
        .action((name: string, options) => run((context) => retireDestination(name, true, options, context))),
    )
    .addCommand(
      record('reinstate', '恢复目的地 owe to a retired destination again, from now on')
        .argument('<destination>', '目的地 its name')
        .action((name: string, options) => run((context) => retireDestination(name, false, options, context))),
    )

  const files = new Command('files')
    .description('附件文件 files of attachments')
    .addCommand(
      record('check', '逐字节核对附件与文件存储 hold every attachment against the file store of --config').action(
        (options) => run((context) => filesCheck(options, context)),
      ),
    )
    .addCommand(
      record('remove-unused', '移除未被引用的旧文件 remove files that nobody attached within 8 days').action(
        (options) => run((context) => filesRemoveUnused(options, context)),
      ),
    )

  const areas = new Command('areas')
    .description('区划 areas')
    .addCommand(
      record('scheduled', '列出待生效的调整 list the changes that wait for their day').action((options) =>
        run((context) => scheduled(options, context)),
      ),
    )
    .addCommand(
      record('cancel', '取消待生效的调整 call off a change before its day')
        .argument('<change>', '调整编号 its id, as `areas scheduled` names it')
        .option(
          '--by <id>',
          '操作人编号（勿用电话或身份证号） opaque id of who cancels, written into the event',
          'huiyin-cli',
        )
        .option('--key <key>', '命令键 command key: the same key cancels once')
        .action((change: string, options) => run((context) => cancelChange(change, options, context))),
    )

  return [
    record('migrate', '新建数据库或更新结构 make the database, or bring its schema up to date').action((options) =>
      run((context) => migrate(options, context)),
    ),
    importing,
    planning,
    areas,
    calendar,
    policy,
    record('verify', '核验全部记录 verify the whole record')
      .option('--against <file>', '与别处保存的检查点对照 compare with a checkpoint kept elsewhere')
      .option('--public-key <file>', '核对检查点签名的 Ed25519 公钥（PEM） Ed25519 public key of the checkpoint')
      .action((options) => run((context) => verify(options, context))),
    record('checkpoint', '写出检查点，存放于别处 write a checkpoint to be kept elsewhere')
      .requiredOption('-o, --out <file>', '写入的文件 file to write')
      .option('--sign-key <file>', '签名用 Ed25519 私钥（PEM） Ed25519 private key to sign it with')
      .action((options) => run((context) => checkpoint(options, context))),
    record('simulate', '在空存储上模拟一座城市 let a made-up city live, into an empty storage')
      .option('--requests <n>', '诉求件数 how many requests', wholeNumber(1, 1_000_000), 500)
      .option('--seed <n>', '种子，相同则结果相同 the same seed gives the same record', wholeNumber(0, 2 ** 32 - 1), 1)
      .option('--days <n>', '天数 how many days', wholeNumber(1, 366), 60)
      .option('--from <date>', '首日 first day', day, '2026-03-02')
      .action((options) => run((context) => simulate(options, context))),
    record('report', '统计报表 figures of a period, with the sums they come from')
      .option(
        '--month <yyyy-mm>',
        '自然月 a month (default: the one that runs now)',
        written(monthPeriod, '月份 YYYY-MM', 'a month YYYY-MM'),
      )
      .option('--year <yyyy>', '年度 a year', written(yearPeriod, '年份 YYYY', 'a year YYYY'))
      .option('--from <date>', '首日 first day', day)
      .option('--to <date>', '末日（含） last day, counted too', day)
      .option('--within <area>', '仅此区划及下级 only this area and those below')
      .addOption(new Option('--by <group>', '分组 groups').choices(['area', 'unit', 'category', 'channel', 'day']))
      .addOption(new Option('--level <level>', '按区划分组的层级 level of --by area').choices(areaLevels))
      .action((options) => run((context) => report(options, context))),
    record('explain', '解释一件诉求的时限 why a deadline of a request is when it is')
      .addArgument(new Argument('<request>', '诉求编号 id of the request'))
      .option('--clock <name>', '另一时限 another of its deadlines, such as claim')
      .action((id: string, options) => run((context) => explain(id, options, context))),
    deliveries,
    files,
    common(new Command('backup'))
      .description('在线备份 copy the database while it is in use (SQLite)')
      .requiredOption('-o, --out <file>', '写入的文件 file to write')
      .action((options) => run((context) => backup(options, context))),
    record('restore', '恢复备份 restore a database from a backup (SQLite)')
      .argument('<backup>', '备份文件 file that `backup` wrote')
      .option('--verify', '先核验，有问题则不恢复 verify it first; one that does not hold is not restored')
      .option('--replace', '替换现有数据库（移到一旁） replace the existing database, which is renamed')
      .option('--against <file>', '与检查点对照（需 --verify） compare with a checkpoint (with --verify)')
      .option('--public-key <file>', '检查点的 Ed25519 公钥 Ed25519 public key of the checkpoint')
      .action((file: string, options) => run((context) => restore(file, options, context))),
    record('doctor', '体检 what an operator should know about the storage and the record')
      .option('--strict', '留意项也算有误 count warnings as failures')
      .action((options) => run((context) => doctor(options, context))),
  ]
}

const headings: Readonly<Record<string, string>> = {
  'Usage:': '用法 Usage:',
  'Arguments:': '参数 Arguments:',
  'Options:': '选项 Options:',
  'Commands:': '命令 Commands:',
}

// The full name of a command such as `deliveries dead`, without the program.
function fullName(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${fullName(parent)} ${command.name()}` : command.name()
}

// Help goes to `write` and errors are thrown: only `run-cli` may end the process or write to its streams.
function settle(command: Command, write: (text: string) => void, chosen: (name: string) => void): Command {
  command
    .exitOverride()
    .hook('preSubcommand', (_, sub) => chosen(fullName(sub)))
    .helpOption('-h, --help', '显示帮助 show help')
    .configureHelp({ styleTitle: (title) => headings[title] ?? title })
    .configureOutput({ writeOut: write, writeErr: () => {}, outputError: () => {} })
  for (const each of command.commands) settle(each, write, chosen)
  return command
}

/** The command line of `huiyin`, with the commands that plugins bring. `chosen` is called with the command that the arguments name, before its own arguments are parsed. */
export function createProgram(
  version: string,
  run: RunCommand,
  write: (text: string) => void,
  chosen: (name: string) => void,
  more: readonly Command[] = [],
): Command {
  const program = new Command('huiyin')
    .description('回音运维工具 operations of Huiyin')
    .version(version, '-V, --version', '显示版本 show the version')
    .helpCommand('help [command]', '显示某命令的帮助 show help for a command')
    .addHelpText(
      'after',
      '\n退出码 Exit codes: 0 正常 ok · 1 发现问题 found something wrong · 2 用法错误 wrong use · 3 存储失败 the storage failed · 4 缺少软件包 a package is missing · 70 程序错误 a bug',
    )
  const own = commands(run)
  const names = new Set(own.map((command) => command.name()))
  const taken = more.find((command) => names.has(command.name()))?.name()
  if (taken !== undefined)
    throw wrongUse(
      `插件 ${taken} 与命令 huiyin ${taken} 同名，其命令无法使用；请更改插件的 id。`,
      `The plugin ${taken} is called like the command huiyin ${taken}, so that its verbs cannot be run; give it another id.`,
      { plugin: taken },
    )
  for (const command of [...own, ...more]) program.addCommand(command)
  return settle(program, write, chosen)
}
