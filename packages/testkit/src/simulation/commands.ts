import type { Actor, InputOf, RequestAction, RequestFacts } from '@huiyin/core'
import { cityActors } from '../city.js'
import type { SeededRandom } from '../seeded-random.js'
import { simulatedGrids } from './city-changes.js'
import { stateMapping } from './deploys.js'
import { surveyText } from './surveys.js'

/** A command on a request. */
export interface Wish {
  readonly action: RequestAction
  readonly input: object
  readonly by: Actor
}

type Role = keyof typeof cityActors
type Choice = {
  [Action in RequestAction]: readonly [
    weight: number,
    action: Action,
    by: Role | 'requester' | 'unit',
    inputs: readonly (InputOf<Action> & object)[],
  ]
}[RequestAction]

const dispatch: Choice = [
  6,
  'dispatch',
  'desk',
  [{}, {}, { unit: 'water' }, { unit: 'housing', coHandlers: ['water'] }, { pool: ['housing', 'water', 'centre'] }],
]
const reply: Choice = [7, 'reply', 'unit', [{ text: '已处理完毕。' }]]
const withdraw: Choice = [0.5, 'withdraw', 'requester', [{}]]
const reclassify: Choice = [
  0.5,
  'reclassify',
  'desk',
  [{ category: 'works' }, { category: 'leak' }, { area: '370281001002001' }],
]
const forceClose: Choice = [0.4, 'forceClose', 'chief', [{ reason: '客观条件限制' }]]
const transfer: Choice = [1, 'transfer', 'unit', [{ unit: 'water' }, { unit: 'housing' }]]
const correct: Choice = [0.7, 'correct', 'requester', [{ description: '家中很冷。' }, { person: { address: '三楼' } }]]
const supplement: Choice = [0.7, 'supplement', 'requester', [{ text: '补充：只有一间不热。' }]]
const split: Choice = [
  0.5,
  'split',
  'desk',
  [{ parts: [{ category: 'heating', description: '甲' }, { category: 'leak', description: '乙' }] }], // biome-ignore format: one line
]
const handling: readonly Choice[] = [
  [1, 'requestExtension', 'unit', [{ by: { workingDays: 2 }, reason: '需多部门协调' }]],
  [1, 'decideExtension', 'chief', [{ granted: true }, { granted: false }]],
  [1, 'assign', 'unit', [{}, { to: 'officer-7', reason: '片区负责人跟进' }, { to: null }]],
  [1, 'assignCoHandler', 'unit', [{ unit: 'water' }, { unit: 'centre' }]],
  [0.5, 'reveal', 'unit', [{ fields: ['name', 'phone'], reason: '约定上门时间' }]],
  [1, 'coReply', 'water', [{ unit: 'water', text: '已配合。' }]],
  [1.5, 'suspend', 'unit', [{ reasonCode: 'season' }, { reasonCode: 'awaiting-requester' }]],
  [4, 'act', 'unit', [{ command: 'survey', unit: 'water', text: surveyText }]],
]

// Likely commands for each state, so that histories go deep. Laws refuse the rest.
const usual: Readonly<Record<string, readonly Choice[]>> = {
  reported: [
    dispatch, withdraw, reclassify, split, correct,
    [1, 'answerOnTheSpot', 'desk', [{ text: '当场答复。' }]],
    [0.3, 'decline', 'desk', [{ reasonCode: 'scope', reason: '不属受理范围' }]],
    [0.3, 'void', 'desk', [{ reason: '重复录入' }]],
  ], // biome-ignore format: a table
  dispatched: [
    [8, 'claim', 'unit', [{}]],
    [1.5, 'returnBack', 'unit', [{ reason: '非本单位职责' }]],
    transfer, reclassify, withdraw, forceClose, correct,
  ], // biome-ignore format: a table
  offered: [
    [6, 'claim', 'unit', [{}]],
    [3, 'returnBack', 'unit', [{ reason: '非本单位职责' }]],
    [1, 'dispatch', 'desk', [{}, { pool: ['water', 'centre'] }]],
    reclassify, withdraw, forceClose, correct,
  ], // biome-ignore format: a table
  unclaimed: [dispatch, reclassify, withdraw, split],
  reassigning: [dispatch, reclassify, withdraw, split],
  handling: [reply, transfer, ...handling, forceClose, withdraw],
  suspended: [
    [4, 'resume', 'unit', [{}]],
    [4, 'supplement', 'requester', [{ text: '已补充证明。' }]],
    reclassify,
    forceClose,
  ],
  checking: [[5, 'check', 'chief', [{ passed: true }, { passed: false }]], forceClose],
  awaitingRating: [
    [5, 'rate', 'requester', [{ grade: 5 }, { grade: 3 }, { grade: 1 }]],
    [
      2,
      'followUp',
      'desk',
      [
        { reached: false },
        { reached: true, solved: 'solved', satisfied: 'satisfied' },
        { reached: true, solved: 'unsolved', satisfied: 'dissatisfied' },
      ],
    ],
  ],
  rectifying: [reply, ...handling, forceClose],
  closed: [
    [
      1,
      'appeal',
      'unit',
      [
        { about: 'overdue', reason: '不可抗力' },
        { about: 'return', reason: '非职责' },
      ],
    ],
    [2, 'askReopen', 'requester', [{ reason: '暖气又不热了。' }]],
    [
      3,
      'decideReopen',
      'desk',
      [
        { granted: true, reason: '情况属实。' },
        { granted: false, reason: '已答复清楚。' },
      ],
    ],
    [0.3, 'reopen', 'desk', [{ reason: '抽查发现未整改到位。' }]],
  ],
  merged: [
    [1, 'unmerge', 'desk', [{}]],
    [4, 'rate', 'requester', [{ grade: 5 }, { grade: 3 }, { grade: 1 }]],
  ],
}
const always: readonly Choice[] = [
  [0.7, 'urge', 'desk', [{}]],
  [0.5, 'supervise', 'chief', [{}]],
  [0.4, 'note', 'desk', [{ text: '已电话提醒。' }]],
  supplement,
  [0.3, 'reviewAppeal', 'deputy', [{ appeal: 'a1', approve: true }]],
]

// Each command of staff has a different actor, so that events show which command caused them.
function actorOf(role: Choice[2], facts: RequestFacts, no: number): Actor {
  if (role === 'requester') return { id: facts.requester, kind: 'resident', grants: [] }
  if (role === 'unit') {
    const candidates = facts.owner.role === 'candidates' ? facts.owner.units : []
    const unit = facts.unit ?? candidates[no % candidates.length] ?? 'housing'
    return { id: `${unit}-${no}`, kind: 'staff', grants: [{ role: 'unitHead', unit }] }
  }
  return { ...cityActors[role], id: `${role}-${no}` }
}

// Files come by themselves or with what they belong to, and are erased again now and then.
function pictureWish(facts: RequestFacts, no: number, random: SeededRandom, picture: (by: Actor) => object): Wish {
  const kept = facts.attachments?.filter(({ erasedAt }) => erasedAt === undefined) ?? []
  if (kept.length > 0 && random.chance(0.4)) {
    const { ref } = random.pick(kept)
    return { action: 'eraseAttachment', input: { ref, reason: '拍到了他人。' }, by: actorOf('desk', facts, no) }
  }
  const by = actorOf(random.pick(['requester', 'unit'] as const), facts, no)
  const attachments = [picture(by)]
  if (by.kind === 'staff' && random.chance(0.5))
    return { action: 'reply', input: { text: '已处理完毕。', attachments }, by }
  return { action: 'attach', input: { attachments }, by }
}

/** A random command for this request now. */
export function wishFor(
  facts: RequestFacts,
  others: readonly string[],
  no: number,
  random: SeededRandom,
  picture: (by: Actor) => object,
): Wish {
  if (random.chance(0.08)) return pictureWish(facts, no, random, picture)
  if (others.length > 1 && facts.open && random.chance(0.04)) {
    const into = random.pick(others)
    return { action: 'merge', input: { into }, by: actorOf('desk', facts, no) }
  }
  const status = random.chance(0.9) ? facts.status : random.pick(Object.keys(usual))
  const choices = [...(usual[stateMapping[status] ?? status] ?? []), ...always]
  const [, action, role, inputs] = random.weighted(choices.map((choice) => [choice, choice[0]] as const))
  return { action, input: random.pick<object>(inputs), by: actorOf(role, facts, no) }
}

/** A new request by a resident who has none yet. */
export function submitWish(no: number, random: SeededRandom): Wish {
  return {
    action: 'submit',
    input: {
      category: random.pick(['heating', 'works', 'leak']),
      area: random.pick(simulatedGrids),
      description: '家中不热。',
    },
    by: { id: `res-${no}`, kind: 'resident', grants: [] },
  }
}
