import type { Bilingual } from '../../contracts/text.js'
import type { LifecycleTable } from '../context.js'
import { branchesOf, entriesOf, isOpenState, isRectified } from '../lifecycle/definition.js'

/** What a desk looks at, by name. What each holds stands with {@link DeskView}. */
export const deskViews = [
  ...(['toDispatch', 'returned', 'toClaim', 'mine', 'unit', 'coHandled', 'suspended', 'rectifying'] as const),
  ...(['toCheck', 'toFollowUp', 'toDecide', 'appealed', 'supervised', 'reportedByMe', 'myGrid', 'all'] as const),
] as const

/**
 * What a desk looks at. Which states are meant says the lifecycle, also one of the place's own: those in which the command is possible.
 *
 * `toDispatch` 待派单: to be dispatched for the first time. `returned` 退回: to be dispatched again. `toClaim` 待认领: to be claimed by a unit. `mine`: the reader is to
 * handle it for their unit. `unit`: the reader's unit has to act. `coHandled` 协办: the reader's unit helps and has not replied. `suspended` 挂账. `rectifying` 整改.
 * `toCheck` 待核查: to be checked before closing. `toFollowUp` 待回访: answered, and the resident was not reached since. `toDecide` 待审批: an extension, or whether to
 * handle it again. `appealed` 申诉: an appeal to be reviewed. `supervised` 督办. `reportedByMe`: entered by the reader. `myGrid`: of the reader's areas. `all`: open,
 * and the reader's to read.
 */
export type DeskView = (typeof deskViews)[number]

/** What the views are called. */
export const deskViewTitles: Readonly<Record<DeskView, Bilingual>> = {
  toDispatch: { zh: '待派单', en: 'to be dispatched' },
  returned: { zh: '退回改派', en: 'returned, to be dispatched again' },
  toClaim: { zh: '待认领', en: 'to be claimed' },
  mine: { zh: '我承办的', en: 'mine to handle' },
  unit: { zh: '本单位待办', en: 'waiting for the unit' },
  coHandled: { zh: '协办', en: 'co-handled' },
  suspended: { zh: '已挂账', en: 'suspended' },
  rectifying: { zh: '整改中', en: 'being rectified' },
  toCheck: { zh: '待核查', en: 'to be checked' },
  toFollowUp: { zh: '待回访', en: 'to be called back' },
  toDecide: { zh: '待审批', en: 'to be decided' },
  appealed: { zh: '申诉待审', en: 'appeals to be reviewed' },
  supervised: { zh: '督办', en: 'under supervision' },
  reportedByMe: { zh: '我上报的', en: 'reported by me' },
  myGrid: { zh: '我的网格', en: 'my grid' },
  all: { zh: '全部未结', en: 'all open' },
}

/** The states that views are made of. */
export interface ViewStates {
  readonly toDispatch: readonly string[]
  readonly returned: readonly string[]
  readonly toClaim: readonly string[]
  readonly suspended: readonly string[]
  readonly rectifying: readonly string[]
  readonly toCheck: readonly string[]
  readonly toFollowUp: readonly string[]
}

/** Asks a lifecycle which of its states each view is made of. */
export function viewStatesOf({ definition, commands }: LifecycleTable): ViewStates {
  const open = Object.entries(definition.states).filter(([, state]) => isOpenState(state))
  const knowing = (command: string) => open.flatMap(([name]) => (commands(name).includes(command) ? [name] : []))
  const back = open.flatMap(([, state]) => branchesOf(entriesOf(definition, state).returnBack ?? []))
  const targets = new Set(back.map(({ target }) => target))
  const isReturned = (name: string) => name !== definition.initial && targets.has(name)
  // What units were offered is theirs to claim, although the desk may still dispatch it otherwise.
  const isOffered = (name: string) => {
    const state = definition.states[name]
    return isOpenState(state) && state.owner === 'candidates'
  }
  const toDispatch = knowing('dispatch').filter((name) => !isOffered(name))
  return {
    toDispatch: toDispatch.filter((name) => !isReturned(name)),
    returned: toDispatch.filter(isReturned),
    toClaim: knowing('claim'),
    suspended: knowing('resume'),
    rectifying: open.flatMap(([name, state]) => (isRectified(state) ? [name] : [])),
    toCheck: knowing('check'),
    toFollowUp: knowing('followUp'),
  }
}
