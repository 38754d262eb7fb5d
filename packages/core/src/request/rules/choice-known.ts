import { type ChoiceList, takenFrom } from '../../catalogue/choices.js'
import type { RequestCommand } from '../commands.js'
import type { RequestContext } from '../context.js'
import { requestRefusals } from '../refusals.js'

type Chosen = readonly [list: ChoiceList, code: string | undefined, path: string]

// Which code of a command is to be on which list.
function chosenIn(command: RequestCommand): readonly Chosen[] {
  switch (command.name) {
    case 'submit':
      return [['channels', command.input.channel, 'channel']]
    case 'decline':
      return [['declineReasons', command.input.reasonCode, 'reasonCode']]
    case 'returnBack':
      return [['returnReasons', command.input.reasonCode, 'reasonCode']]
    case 'rate':
      return (command.input.reasons ?? []).map((code): Chosen => ['ratingReasons', code, 'reasons'])
    default:
      return []
  }
}

/** What people choose from a list is on it. Whatever lifecycle a place has: it belongs to the input, not to a step. */
export function unknownChoice(command: RequestCommand, { responsibilities: { lists } }: RequestContext) {
  for (const [list, code, path] of chosenIn(command)) {
    const known = takenFrom(lists, list)?.map((each) => each.code)
    if (code !== undefined && known?.includes(code) === false)
      return requestRefusals['choice-unknown']({ list, code, known, path: ['input', path] })
  }
  return undefined
}
