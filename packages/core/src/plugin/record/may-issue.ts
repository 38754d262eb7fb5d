import { authorityRefusals } from '../../authority/authority-refusals.js'
import { inBoth } from '../../errors/faults.js'
import { deepFreeze } from '../../import/deep-freeze.js'
import type { Refusal } from '../../import/refusal.js'
import { refusalIn } from '../guard.js'
import { type BoundCommand, eraseCommand } from './bound-command.js'
import { refusalOfRun } from './may-run.js'
import { erasers, holds, isParty, placeIn, type RecordAsking, type RecordPlace } from './record-authority.js'
import type { AnyRecordDefinition, RecordRule } from './record-definition.js'

// A record that is not there lies where its first command says.
function placeOf({ kind }: AnyRecordDefinition, facts: object | undefined, { input }: BoundCommand): RecordPlace {
  if (facts !== undefined) return placeIn(kind.index(facts))
  const { area, unit } = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>
  return {
    area: typeof area === 'string' ? area : undefined,
    unit: typeof unit === 'string' ? unit : undefined,
  }
}

const authorityOf = (asking: RecordAsking, place: RecordPlace) =>
  Object.freeze({
    by: asking.by,
    now: asking.now,
    holds: (role: string, area = place.area) => holds(role, area, asking),
  })

/** Whether somebody may do this with a record that is there. */
export function mayRecord(
  definition: AnyRecordDefinition,
  rule: RecordRule<object>,
  facts: object,
  asking: RecordAsking,
): boolean {
  const place = placeIn(definition.kind.index(facts))
  if (typeof rule !== 'function') return isParty(rule, place, asking)
  return asking.by.kind === 'system' || rule(deepFreeze(facts), authorityOf(asking, place)) === true
}

/** Why somebody may not issue a command; `undefined` when they may. What no table names is refused. */
export function mayIssue(
  definition: AnyRecordDefinition,
  facts: object | undefined,
  command: BoundCommand,
  context: RecordAsking,
): Refusal | undefined {
  const { may, erases = erasers } = definition
  const { by } = context
  const { name, input } = command
  if (by.kind === 'system') return undefined
  const place = placeOf(definition, facts, command)
  const { type } = definition.kind
  if (name === eraseCommand && typeof erases === 'function') {
    const isAllowed = facts !== undefined && mayRecord(definition, erases, facts, context)
    const who = inBoth('插件所定的人', 'whom the plugin names')
    return isAllowed
      ? undefined
      : authorityRefusals['command-not-permitted']({ actor: by.id, type, action: name, needs: [], who })
  }
  const rule: unknown = Object.hasOwn(may, name) ? may[name] : undefined
  if (typeof rule === 'function') {
    const answer: unknown = rule(facts, { name, input }, authorityOf(context, place))
    return answer === undefined ? undefined : refusalIn(`${definition.kind.type}: may.${name}`, answer)
  }
  return refusalOfRun(type, place, name, context)
}
