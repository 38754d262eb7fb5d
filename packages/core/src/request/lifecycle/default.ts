import { defaultStates as states } from './default-states.js'
import type { Branch, LifecycleDefinition } from './definition.js'

const stay: Branch = {}
const afterReply = [
  { when: 'needsCheck', laws: ['coHandlersDone', 'proofGiven'], target: 'checking' },
  { laws: ['coHandlersDone', 'proofGiven'], target: 'awaitingRating' },
]
const backToWork = [{ when: 'inRectification', target: 'rectifying' }, { target: 'handling' }]
const supplement: Branch = { laws: ['supplementLimit'] }
const correct: Branch = { laws: ['notClaimedYet', 'correctionLimit'] }
const assign: Branch = { laws: ['assigneeOfUnit', 'assigneeFree', 'assigneeChanged'] }
const appeals = {
  appeal: { laws: ['appealFact', 'appealWindow'] },
  reviewAppeal: { laws: ['appealReview'] },
  'expire:appealReview': stay,
}
const again = { target: 'rectifying', restart: ['rectify'] }
const reopening = {
  askReopen: { laws: ['reopenPending', 'reopenWindow', 'reopenLimit'] },
  decideReopen: [{ when: 'reopenGranted', laws: ['reopenDecidable'], ...again }, { laws: ['reopenDecidable'] }],
  reopen: { laws: ['reopenPending'], ...again },
  'expire:reopenDecision': stay,
}
const answerOnTheSpot = [
  { when: 'needsCheck', laws: ['unitKnown'], target: 'checking' },
  { laws: ['unitKnown'], target: 'awaitingRating' },
]
// A resident of a merged request is dissatisfied with the answer: that opens a round here.
const dissent: readonly Branch[] = [{ when: 'answerStands', target: 'rectifying', restart: ['rectify'] }, stay]
const forceClose = { target: 'forceClosed' }
const dispatch: readonly Branch[] = [
  { when: 'toPool', laws: ['poolKnown'], target: 'offered', restart: ['claim'] },
  { laws: ['unitKnown'], target: 'dispatched', restart: ['claim'] },
]
const merge: Branch = { laws: ['mergeTarget', 'overdueStays'], target: 'merged' }
// Nobody has it: the desk, or the supervisor, finds a unit.
const toBeDispatchedAgain = {
  dispatch,
  answerOnTheSpot,
  decline: { laws: ['overdueStays'], target: 'declined' },
  reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
  withdraw: { target: 'withdrawn' },
  merge,
  split: { laws: ['partsKnown', 'overdueStays'], target: 'split' },
  forceClose,
  correct,
  'expire:dispatch': stay,
  'expire:resolve': stay,
}
const handlingActions = {
  assign,
  requestExtension: { laws: ['extensionPending', 'extensionBeforeExpiry', 'extensionCap'] },
  decideExtension: { laws: ['extensionDecidable'] },
  assignCoHandler: { laws: ['unitKnown', 'coHandlerNew'] },
  coReply: { laws: ['coHandlerKnown'] },
  suspend: { laws: ['pauseReason', 'suspensionLimit', 'suspensionBeforeExpiry'], target: 'suspended' },
}

/** The loop of the reference city: 诉求 → 认领 → 落实 → 反馈 → 评价 → 整改. */
export const defaultLifecycle: LifecycleDefinition = {
  name: 'closed-loop/1',
  initial: 'reported',
  continuing: ['resolve', 'rectify'],
  states: {
    reported: {
      ...states.reported,
      owner: 'dispatcher',
      clocks: ['dispatch'],
      on: {
        dispatch,
        answerOnTheSpot,
        decline: { target: 'declined' },
        void: { target: 'voided' },
        withdraw: { target: 'withdrawn' },
        merge: { laws: ['mergeTarget'], target: 'merged' },
        split: { laws: ['partsKnown'], target: 'split' },
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        correct,
        'expire:dispatch': stay,
      },
    },
    dispatched: {
      ...states.dispatched,
      owner: 'unit',
      clocks: ['claim', 'resolve'],
      on: {
        claim: { laws: ['claimWindow'], target: 'handling' },
        assign,
        returnBack: { laws: ['returnLimit', 'returnWindow'], target: 'reassigning' },
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'], target: 'dispatched', restart: ['claim'] },
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        withdraw: { target: 'withdrawn' },
        merge,
        forceClose,
        correct,
        'expire:claim': { target: 'reassigning' },
        'expire:resolve': stay,
      },
    },
    offered: {
      ...states.offered,
      owner: 'candidates',
      clocks: ['claim', 'resolve'],
      on: {
        claim: { laws: ['claimWindow', 'candidateNamed'], target: 'handling' },
        // A candidate declines for itself; the last one sends it back to the desk that asked them.
        returnBack: [
          { when: 'othersRemain', laws: ['candidateNamed'] },
          { laws: ['candidateNamed'], target: 'unclaimed' },
        ],
        dispatch,
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        withdraw: { target: 'withdrawn' },
        merge,
        forceClose,
        correct,
        'expire:claim': { target: 'unclaimed' },
        'expire:resolve': stay,
      },
    },
    unclaimed: {
      ...states.unclaimed,
      owner: 'dispatcher',
      clocks: ['dispatch', 'resolve'],
      on: toBeDispatchedAgain,
    },
    reassigning: {
      ...states.reassigning,
      owner: 'supervisor',
      clocks: ['dispatch', 'resolve'],
      on: toBeDispatchedAgain,
    },
    handling: {
      ...states.handling,
      owner: 'unit',
      clocks: ['resolve'],
      on: {
        ...handlingActions,
        reply: afterReply,
        returnBack: { laws: ['returnLimit', 'returnWindow'], target: 'reassigning' },
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'], target: 'dispatched', restart: ['claim'] },
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        withdraw: { target: 'withdrawn' },
        merge,
        split: { laws: ['partsKnown', 'overdueStays'], target: 'split' },
        forceClose,
        'expire:resolve': stay,
      },
    },
    suspended: {
      ...states.suspended,
      owner: 'unit',
      clocks: ['suspension'],
      paused: ['resolve', 'rectify'],
      on: {
        resume: backToWork,
        supplement: [
          { ...supplement, when: 'waitsForOthers' },
          ...backToWork.map((branch) => ({ ...branch, ...supplement })),
        ],
        assign,
        coReply: { laws: ['coHandlerKnown'] },
        decideExtension: { laws: ['extensionDecidable'] },
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        withdraw: { target: 'withdrawn' },
        forceClose,
        'expire:suspension': backToWork,
      },
    },
    checking: {
      ...states.checking,
      owner: 'supervisor',
      clocks: ['check'],
      on: {
        check: [
          { when: 'checkPassed', target: 'awaitingRating' },
          { when: 'inRectification', target: 'rectifying' },
          { target: 'handling' },
        ],
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        forceClose,
        'expire:check': stay,
      },
    },
    awaitingRating: {
      ...states.awaitingRating,
      owner: 'requester',
      clocks: ['rate'],
      on: {
        rate: [
          {
            when: 'dissatisfied',
            laws: ['gradeOnScale', 'ratingWindow', 'ratingOnce'],
            target: 'rectifying',
            restart: ['rectify'],
          },
          { laws: ['gradeOnScale', 'ratingWindow', 'ratingOnce'], target: 'closed' },
        ],
        // What staff heard on the telephone does not take the rating from the resident: the window stays open.
        followUp: [
          { when: 'followUpNegative', laws: ['followUpComplete'], target: 'rectifying', restart: ['rectify'] },
          { laws: ['followUpComplete'] },
        ],
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        dissent,
        'expire:rate': { target: 'closed' },
      },
    },
    rectifying: {
      ...states.rectifying,
      owner: 'unit',
      clocks: ['rectify'],
      on: {
        ...handlingActions,
        reply: afterReply,
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'] },
        reclassify: { laws: ['categoryKnown', 'urgencyKnown', 'areaKnown'] },
        forceClose,
        'expire:rectify': stay,
      },
    },
    closed: {
      ...states.closed,
      on: {
        followUp: [
          {
            when: 'followUpNegative',
            laws: ['followUpComplete', 'followUpWindow'],
            target: 'rectifying',
            restart: ['rectify'],
          },
          { laws: ['followUpComplete', 'followUpWindow'] },
        ],
        dissent,
        note: stay,
        ...reopening,
        ...appeals,
      },
    },
    declined: states.declined,
    voided: states.voided,
    withdrawn: states.withdrawn,
    merged: {
      ...states.merged,
      on: {
        unmerge: [{ when: 'underWay', target: 'reassigning' }, { target: 'reported' }],
        // Its resident reads the answer to the leading request, and rates it: that is a voice of its own.
        relay: stay,
        rate: { laws: ['answerToRate', 'gradeOnScale', 'ratingWindow', 'ratingOnce'] },
        'expire:rate': stay,
        echo: stay,
        ...appeals,
      },
    },
    split: states.split,
    forceClosed: {
      ...states.forceClosed,
      on: { note: stay, ...appeals },
    },
  },
  everywhere: {
    attach: { laws: ['filesKept', 'attachmentLimit', 'attachmentStep'] },
    supplement,
    note: stay,
    reveal: { laws: ['revealInHandling', 'revealWithheld', 'revealSomething'] },
    urge: { laws: ['urgeOnceADay'] },
    supervise: { laws: ['supervisionLadder'] },
    warn: {},
    escalate: {},
    relocate: { laws: ['areaKnown'] },
    absorb: {},
    release: {},
    dissent: {},
    'expire:extensionDecision': {},
    'expire:coHandle': {},
    ...appeals,
  },
}
