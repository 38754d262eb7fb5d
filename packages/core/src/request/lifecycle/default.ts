import type { Branch, LifecycleDefinition } from './definition.js'

const stay: Branch = {}
const afterReply = [
  { when: 'needsCheck', laws: ['coHandlersDone'], target: 'checking' },
  { laws: ['coHandlersDone'], target: 'awaitingRating' },
]
const backToWork = [{ when: 'inRectification', target: 'rectifying' }, { target: 'handling' }]
const appeals = {
  appeal: { laws: ['appealFact', 'appealWindow'] },
  reviewAppeal: { laws: ['appealReview'] },
  'expire:appealReview': stay,
}
const answerOnTheSpot = [
  { when: 'needsCheck', laws: ['unitKnown'], target: 'checking' },
  { laws: ['unitKnown'], target: 'awaitingRating' },
]
// A resident of a merged request is dissatisfied with the answer: that opens a round here.
const dissent: readonly Branch[] = [{ when: 'answerStands', target: 'rectifying', restart: ['rectify'] }, stay]
const forceClose = { target: 'forceClosed' }
const dispatch: Branch = { laws: ['unitKnown'], target: 'dispatched', restart: ['claim'] }
const handlingActions = {
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
      title: { zh: '已上报，待受理派单', en: 'reported, waiting to be accepted and dispatched' },
      step: 'report',
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
        reclassify: { laws: ['categoryKnown'] },
        'expire:dispatch': stay,
      },
    },
    dispatched: {
      title: { zh: '已派单，待认领', en: 'dispatched, waiting to be claimed' },
      step: 'claim',
      owner: 'unit',
      clocks: ['claim', 'resolve'],
      on: {
        claim: { laws: ['claimWindow'], target: 'handling' },
        returnBack: { laws: ['returnLimit'], target: 'reassigning' },
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'], target: 'dispatched', restart: ['claim'] },
        reclassify: { laws: ['categoryKnown'] },
        withdraw: { target: 'withdrawn' },
        merge: { laws: ['mergeTarget', 'overdueStays'], target: 'merged' },
        forceClose,
        'expire:claim': { target: 'reassigning' },
        'expire:resolve': stay,
      },
    },
    reassigning: {
      title: { zh: '退回，待改派', en: 'returned, waiting to be dispatched again' },
      step: 'claim',
      owner: 'supervisor',
      clocks: ['dispatch', 'resolve'],
      on: {
        dispatch,
        answerOnTheSpot,
        decline: { laws: ['overdueStays'], target: 'declined' },
        reclassify: { laws: ['categoryKnown'] },
        withdraw: { target: 'withdrawn' },
        merge: { laws: ['mergeTarget', 'overdueStays'], target: 'merged' },
        split: { laws: ['partsKnown', 'overdueStays'], target: 'split' },
        forceClose,
        'expire:dispatch': stay,
        'expire:resolve': stay,
      },
    },
    handling: {
      title: { zh: '已认领，办理中', en: 'claimed, being handled' },
      step: 'handle',
      owner: 'unit',
      clocks: ['resolve'],
      on: {
        ...handlingActions,
        reply: afterReply,
        returnBack: { laws: ['returnLimit'], target: 'reassigning' },
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'], target: 'dispatched', restart: ['claim'] },
        reclassify: { laws: ['categoryKnown'] },
        withdraw: { target: 'withdrawn' },
        merge: { laws: ['mergeTarget', 'overdueStays'], target: 'merged' },
        split: { laws: ['partsKnown', 'overdueStays'], target: 'split' },
        forceClose,
        'expire:resolve': stay,
      },
    },
    suspended: {
      title: { zh: '挂账，暂停计时', en: 'suspended, the clock stands still' },
      step: 'handle',
      owner: 'unit',
      clocks: ['suspension'],
      paused: ['resolve', 'rectify'],
      on: {
        resume: backToWork,
        coReply: { laws: ['coHandlerKnown'] },
        decideExtension: { laws: ['extensionDecidable'] },
        reclassify: { laws: ['categoryKnown'] },
        withdraw: { target: 'withdrawn' },
        forceClose,
        'expire:suspension': backToWork,
      },
    },
    checking: {
      title: { zh: '已答复，结案前核查中', en: 'answered, checked before closing' },
      step: 'feedback',
      owner: 'supervisor',
      clocks: ['check'],
      on: {
        check: [
          { when: 'checkPassed', target: 'awaitingRating' },
          { when: 'inRectification', target: 'rectifying' },
          { target: 'handling' },
        ],
        reclassify: { laws: ['categoryKnown'] },
        forceClose,
        'expire:check': stay,
      },
    },
    awaitingRating: {
      title: { zh: '已办结，待评价', en: 'completed, waiting for the rating' },
      step: 'rate',
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
        reclassify: { laws: ['categoryKnown'] },
        dissent,
        'expire:rate': { target: 'closed' },
      },
    },
    rectifying: {
      title: { zh: '不满意，整改中', en: 'dissatisfied, being rectified' },
      step: 'rectify',
      owner: 'unit',
      clocks: ['rectify'],
      on: {
        ...handlingActions,
        reply: afterReply,
        transfer: { laws: ['unitKnown', 'unitChanged', 'transferLimit'] },
        reclassify: { laws: ['categoryKnown'] },
        forceClose,
        'expire:rectify': stay,
      },
    },
    closed: {
      title: { zh: '已结案', en: 'closed' },
      end: 'closed',
      echo: { zh: '您的诉求已办结归档，感谢您的监督。', en: 'Your request is closed. Thank you for keeping watch.' },
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
        ...appeals,
      },
    },
    declined: {
      title: { zh: '不予受理', en: 'declined' },
      end: 'declined',
      echo: {
        zh: '您的诉求不属受理范围，理由已随件告知。',
        en: 'Your request could not be accepted; the reason is given with it.',
      },
    },
    voided: {
      title: { zh: '已作废', en: 'voided' },
      end: 'voided',
      echo: {
        zh: '该件因无效或重复录入已作废，理由已随件告知。',
        en: 'This entry was void (invalid or entered twice) and has been set aside; the reason is given with it.',
      },
    },
    withdrawn: {
      title: { zh: '已撤单', en: 'withdrawn' },
      end: 'withdrawn',
      echo: { zh: '您已撤回该诉求。', en: 'You have withdrawn this request.' },
    },
    merged: {
      title: { zh: '已并案', en: 'merged' },
      end: 'merged',
      echo: {
        zh: '您的诉求已并入同一事项一并办理。',
        en: 'Your request is handled together with another about the same matter.',
      },
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
    split: {
      title: { zh: '已拆分', en: 'split' },
      end: 'split',
      echo: { zh: '您的诉求已拆分为多件分别办理。', en: 'Your request is handled in separate parts.' },
    },
    forceClosed: {
      title: { zh: '强制结案', en: 'closed by order' },
      end: 'forceClosed',
      echo: {
        zh: '因客观条件限制，该件由上级决定结案，理由已随件告知。',
        en: 'Closed by decision of the supervisor; the reason is given with it.',
      },
      on: appeals,
    },
  },
  everywhere: {
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
