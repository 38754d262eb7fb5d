import type { ShownStates } from './standing-at.js'

/** What the states of the default lifecycle are called and where they lie in the loop. A page that shows a request needs no more of it. */
export const defaultStates = {
  reported: {
    title: { zh: '已上报，待受理派单', en: 'reported, waiting to be accepted and dispatched' },
    step: 'report',
  },
  dispatched: {
    title: { zh: '已派单，待认领', en: 'dispatched, waiting to be claimed' },
    step: 'claim',
  },
  offered: {
    title: { zh: '已派多家单位，待认领', en: 'offered to several units, waiting to be claimed' },
    step: 'claim',
  },
  unclaimed: {
    title: { zh: '无单位认领，待重新派单', en: 'claimed by no unit, waiting to be dispatched again' },
    step: 'claim',
  },
  reassigning: {
    title: { zh: '退回，待改派', en: 'returned, waiting to be dispatched again' },
    step: 'claim',
  },
  handling: {
    title: { zh: '已认领，办理中', en: 'claimed, being handled' },
    step: 'handle',
  },
  suspended: {
    title: { zh: '挂账，暂停计时', en: 'suspended, the clock stands still' },
    step: 'handle',
  },
  checking: {
    title: { zh: '已答复，结案前核查中', en: 'answered, checked before closing' },
    step: 'feedback',
  },
  awaitingRating: {
    title: { zh: '已办结，待评价', en: 'completed, waiting for the rating' },
    step: 'rate',
  },
  rectifying: {
    title: { zh: '不满意，整改中', en: 'dissatisfied, being rectified' },
    step: 'rectify',
  },
  closed: {
    title: { zh: '已结案', en: 'closed' },
    end: 'closed',
    echo: { zh: '您的诉求已办结归档，感谢您的监督。', en: 'Your request is closed. Thank you for keeping watch.' },
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
  },
} as const satisfies ShownStates
