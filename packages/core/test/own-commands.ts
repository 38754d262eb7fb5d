import type { IssuedOwnCommand, OwnCommand, OwnCommands } from '../src/request/own/own-command.js'

/** An own command as `decide` gets it. */
export const issued = (command: string, data: object = {}): IssuedOwnCommand => ({
  command,
  event: `ours.${command}`,
  data,
})

/** An own command that leads where the lifecycle says. */
export const ownCommand = (name: string, who: OwnCommand['who'] = []) => ({
  title: { zh: name, en: name },
  who,
  event: `ours.${name}`,
  words: { staff: { zh: `执行了 ${name}`, en: `went through ${name}` } },
})

/** Own commands by name, each for these parties. */
export const ownCommands = (parties: Readonly<Record<string, OwnCommand['who']>>): OwnCommands =>
  Object.fromEntries(Object.entries(parties).map(([name, who]) => [name, ownCommand(name, who)]))
