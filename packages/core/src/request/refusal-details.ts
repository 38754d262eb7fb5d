import type { Role } from '../authority/roles.js'
import type { ChoiceList } from '../catalogue/choices.js'
import type { Bilingual } from '../contracts/text.js'
import type { Limit } from '../sla/clock.js'
import type { AssigningRefusals } from './refusal-details/assigning.js'
import type { AttachmentRefusals } from './refusal-details/attachments.js'
import type { PoolRefusals } from './refusal-details/pool.js'
import type { Capped, Days, ReopeningRefusals } from './refusal-details/reopening.js'
import type { RevealingRefusals } from './refusal-details/revealing.js'

interface At {
  /** Where in the call the fault is, such as `['input', 'unit']`. */
  readonly path: readonly string[]
}

interface InState {
  /** Name of the state the request is in. */
  readonly status: string
  /** What that state is called. */
  readonly title: Bilingual
}

interface OfArea extends At {
  /** Area code that was named. */
  readonly area: string
}

interface OfCategory extends At {
  /** Category code that was named. */
  readonly category: string
}

interface OfUnit extends At {
  /** Id of the unit that was named. */
  readonly unit: string
}

interface Passed {
  /** The deadline that passed, in milliseconds since 1970. */
  readonly dueAt: number
  /** When it was decided, in milliseconds since 1970. */
  readonly now: number
}

interface OfAppeal {
  /** Id of the appeal within the request. */
  readonly appeal: string
}

interface OfReviewer {
  /** Id of the actor who reviews. */
  readonly reviewer: string
}

type OfCommands = AssigningRefusals & AttachmentRefusals & PoolRefusals & ReopeningRefusals & RevealingRefusals

/** What each refusal of a request says besides its words, by code. A type literal, so that it may be indexed. */
export type RequestRefusals = OfCommands & {
  /** None of the actor's relations to the request permits the command. */
  'not-permitted': {
    /** Name of the command. */
    readonly action: string
    /** What the command is called, by its name, where it is one of the place's or of a plugin. */
    readonly titles?: Readonly<Record<string, Bilingual>>
    /** Id of the actor who tried. */
    readonly actor: string
    /** Who may, any of them; empty when no table of permissions names the command. */
    readonly needs: readonly string[]
    /**
     * What the actor lacks: `role`, none of the roles; `area`, the role is held elsewhere; `unit`, the actor handles for another unit; `person`, it is
     * for the person or unit concerned alone; `permission`, nobody may. Absent when an authoriser of the place's own does not say.
     */
    readonly missing?: 'role' | 'area' | 'unit' | 'person' | 'permission'
    /** What roles of the place's own among `needs` are called, and where they are held; absent when there are none. */
    readonly roles?: Readonly<Record<string, Bilingual & Pick<Role, 'held'>>>
    /** Code of the area that a role would have to cover; told to staff, where a role over an area would do. */
    readonly area?: string
    /** Ids of the units that would do; told to staff, where a unit would. */
    readonly units?: readonly string[]
  }
  /** Another request has the id; whose and where it stands is not told. */
  'id-taken': At & {
    /** The id that was to be given. */
    readonly id: string
  }
  /** The state does not have the command. */
  'wrong-state': InState & {
    /** Name of the command, or `expire:<clock>`. */
    readonly action: string
    /** Commands the state has. */
    readonly allowed: readonly string[]
    /** What those of the named commands are called, by name, that are the place's or a plugin's; absent when there are none. */
    readonly titles?: Readonly<Record<string, Bilingual>>
  }
  /** No area has or had the code. */
  'area-unknown': OfArea
  /** The catalogue does not have the code. */
  'category-unknown': OfCategory
  /** The catalogue does not have the id. */
  'unit-unknown': OfUnit
  /** 地点: nobody can say in which area it lies. */
  'place-unknown': At
  /** 地点: it may lie in several areas. */
  'place-ambiguous': At & {
    /** The areas of which whoever reports chooses one. */
    readonly areas: readonly {
      /** Area code. */
      readonly code: string
      /** What the area is called. */
      readonly name: Bilingual
    }[]
  }
  /** 紧急程度: the deadline policy does not list the class. */
  'urgency-unknown': At & {
    /** The code that was given. */
    readonly urgency: string
    /** Codes that the policy lists. */
    readonly known: readonly string[]
  }
  /** 紧急程度: a resident gave one; staff judge how urgent it is. */
  'urgency-by-staff': At
  /** 事发时间: it lies after the report. */
  'occurred-later': At & {
    /** The instant that was given, in milliseconds since 1970. */
    readonly occurredAt: number
    /** When it was reported, in milliseconds since 1970. */
    readonly now: number
  }
  /** A transfer names who has the request already. */
  'unit-unchanged': OfUnit
  /** 退单: returned as often as allowed. */
  'return-limit-reached': Capped & {
    /** How often it was returned. */
    readonly returns: number
  }
  /** 退单: the time to return it is over. */
  'return-window-passed': {
    /** When it came to the unit, in milliseconds since 1970. */
    readonly cameAt: number
    /** The first instant that was too late. */
    readonly until: number
  }
  /** 转派: passed on as often as allowed to units. */
  'transfer-limit-reached': Capped & {
    /** How often it was passed on. */
    readonly transfers: number
  }
  /** 认领: too late to take it on. */
  'claim-window-passed': Passed
  /** 选项: a channel or a reason that the list of the catalogue does not have. */
  'choice-unknown': At & {
    /** Name of the list in the catalogue. */
    readonly list: ChoiceList
    /** The code that is not on it. */
    readonly code: string
    /** The codes that are. */
    readonly known: readonly string[]
  }
  /** 挂账: the deadline policy does not list the reason. */
  'pause-reason-unknown': At & {
    /** The code that was given. */
    readonly reasonCode: string
    /** Codes that the policy lists. */
    readonly known: readonly string[]
  }
  /** 挂账: suspended as often as allowed. */
  'suspension-limit-reached': Capped & {
    /** How often it was suspended: of those that wait for the requester, or of the others. */
    readonly suspensions: number
    /** Who was waited for in those; absent for those in which neither side is waited for. */
    readonly waitsFor?: 'requester'
  }
  /** 补充材料: added to as often as allowed. */
  'supplement-limit-reached': Capped & {
    /** How often something was added. */
    readonly supplements: number
  }
  /** 更正: corrected as often as allowed. */
  'correction-limit-reached': Capped & {
    /** How often it was corrected. */
    readonly corrections: number
  }
  /** 更正: a unit works on it already. */
  'handling-begun': {
    /** When it was claimed, in milliseconds since 1970. */
    readonly claimedAt: number
  }
  /** 延期: asked for when the deadline had passed. */
  'extension-after-expiry': Passed
  /** 挂账: asked for when the deadline had passed. */
  'suspension-after-expiry': Passed
  /** 延期: more than all extensions together may come to. */
  'extension-beyond-cap': At & {
    /** The deadline that was to move: `resolve` or `rectify`. */
    readonly clock: string
    /** How much was asked for now. */
    readonly asked: Limit
    /** What was granted before, oldest first. */
    readonly granted: readonly Limit[]
    /** The most that is allowed in all. */
    readonly cap: Limit
  }
  /** 延期: an earlier one still waits for a decision. */
  'extension-pending': {
    /** When that one was asked for, in milliseconds since 1970. */
    readonly requestedAt: number
  }
  /** 延期: there is none to decide on, or the time to decide has passed. */
  'extension-not-pending': object
  /** 协办: the lead unit cannot answer yet. */
  'co-handlers-pending': {
    /** Ids of the units that are still in time and have not answered. */
    readonly units: readonly string[]
  }
  /** 协办: does not help here, or has answered. */
  'co-handler-unknown': OfUnit
  /** 协办: leads or helps already. */
  'co-handler-already-assigned': OfUnit
  /** 评价: not a grade people may give. */
  'grade-not-on-scale': At & {
    /** The grade that was given. */
    readonly grade: number
    /** Name of the rating scale. */
    readonly scale: string
    /** Those it has, from best to worst. */
    readonly grades: readonly number[]
  }
  /** 评价: too late. */
  'rating-window-passed': Passed
  /** 评价: this answer has its rating. */
  'already-rated': {
    /** 0 for the first handling, then the rectification round. */
    readonly round: number
  }
  /** 评价: there is no answer that the resident of this merged request may rate here. */
  'nothing-to-rate': {
    /** The leading request has no answer yet, or the same resident rates its answer in another request. */
    readonly because: 'notAnswered' | 'ratedElsewhere'
    /** Id of that other request of the same resident. */
    readonly request?: string
  }
  /** 回访: the resident was reached, and an answer was not recorded. */
  'follow-up-incomplete': At & {
    /** Which of `contacted`, `solved`, `satisfied`. */
    readonly missing: readonly string[]
  }
  /** 回访: too long after closing. */
  'follow-up-window-passed': Days
  /** 并案: cannot become a part of that one. */
  'merge-target-unfit': At & {
    /** Id of the request that was named. */
    readonly into: string
    /** It is this very one, there is none, it has ended, or its category differs. */
    readonly because: 'itself' | 'unknown' | 'ended' | 'otherCategory'
  }
  /** 超期件: must be completed, so that it stays in the figures. */
  'overdue-stays': Passed
  /** 督办: nobody is above. */
  'supervision-at-top': {
    /** Steps up the ladder of areas so far. */
    readonly level: number
  }
  /** 催办: somebody did so today. */
  'urged-recently': {
    /** When that was, in milliseconds since 1970. */
    readonly lastAt: number
    /** From when on it is possible, in milliseconds since 1970. */
    readonly againAt: number
  }
  /** 申诉: the unit is not charged with any such fact. */
  'nothing-to-appeal': At & {
    /** Kind of the fact that was named. */
    readonly about: string
  }
  /** 申诉: too long after the end. */
  'appeal-window-passed': Days
  /** 申诉: the same fact is under review. */
  'appeal-pending': OfAppeal
  /** 申诉: none of this id waits for a judgement. */
  'appeal-unknown': OfAppeal & At
  /** 删除: not ended yet, or something about it is still open. */
  'texts-in-use': InState & {
    /** Names of the clocks that still run; none when only the request it was merged into is open. */
    readonly clocks: readonly string[]
  }
  /** 审核: the same person gave a judgement before. */
  'reviewer-repeated': OfReviewer
  /** 审核: the reviewer belongs to the unit that appeals. */
  'reviewer-involved': OfReviewer & {
    /** Id of that unit. */
    readonly unit: string
  }
}
