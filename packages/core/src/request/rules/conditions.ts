import { meaningOf } from '../../rating/scale.js'
import { waitedFor } from '../../sla/policy.js'
import type { Condition } from '../lifecycle/machine.js'
import { candidatesOf, inRectification, ownClock, roundOf } from '../questions.js'

/** The resident's grade means dissatisfied. */
const dissatisfied: Condition = (_facts, command, { rating }) =>
  command.name === 'rate' && meaningOf(rating.scale, command.input.grade) === 'dissatisfied'

/** The resident was reached and says: not solved, or dissatisfied. */
const followUpNegative: Condition = (_facts, command) =>
  command.name === 'followUp' &&
  command.input.reached &&
  (command.input.solved === 'unsolved' || command.input.satisfied === 'dissatisfied')

/** The resident was reached and is content. For places where that closes a request; the default leaves the resident the rating. */
const followUpPositive: Condition = (_facts, command) =>
  command.name === 'followUp' &&
  command.input.reached &&
  command.input.solved !== 'unsolved' &&
  command.input.satisfied !== 'dissatisfied'

/** The category wants a check before closing, or the request is supervised. */
const needsCheck: Condition = (facts) => facts.preClosingCheck || facts.supervision > 0

const checkPassed: Condition = (_facts, command) => command.name === 'check' && command.input.passed

/** It is offered to several units at once. */
const toPool: Condition = (_facts, command) => command.name === 'dispatch' && command.input.pool !== undefined

/** Others of the candidates may still claim it when one declines. */
const othersRemain: Condition = (facts) => candidatesOf(facts).length > 1

/** The desk grants that it is handled again. */
const reopenGranted: Condition = (_facts, command) => command.name === 'decideReopen' && command.input.granted

/** A unit had the request before: its deadline began. */
const underWay: Condition = (facts) => facts.clocks.resolve !== undefined

/** The answer a resident of a merged request is dissatisfied with still stands, and its texts are there. */
const answerStands: Condition = (facts, command) =>
  command.name === 'dissent' &&
  facts.completedAt !== undefined &&
  facts.textsErasedAt === undefined &&
  command.input.round === roundOf(facts)

/** It stands still, and not because the requester is to add something. */
const waitsForOthers: Condition = (facts, _command, { sla }) =>
  waitedFor(sla.policy, ownClock(facts)?.pauseReason) !== 'requester'

/** Questions by which the lifecycle picks a branch, by name. */
export const conditions = {
  dissatisfied,
  followUpNegative,
  followUpPositive,
  needsCheck,
  checkPassed,
  toPool,
  othersRemain,
  reopenGranted,
  underWay,
  answerStands,
  waitsForOthers,
  inRectification: (facts) => inRectification(facts),
} satisfies Readonly<Record<string, Condition>>
