// Random walks through the pure domain of requests: commands sensible and senseless, by whoever, at any hour. What they bring about is what a command
// can bring about.
import { type SeededRandom, seededRandom } from '@huiyin/testkit'
import {
  at,
  contextAt,
  dispatcher,
  fold,
  handler,
  partner,
  resident,
  sealed,
  sla,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { createAuthority } from '../src/authority/authority.js'
import { defaultPermissions, mergePermissions } from '../src/authority/permissions.js'
import { defaultRoles } from '../src/authority/roles.js'
import type { Actor } from '../src/contracts/actor.js'
import { defaultRatingPolicy } from '../src/rating/policy.js'
import { defaultAttachmentPolicy } from '../src/request/attachments/policy.js'
import { type RequestAction, type RequestCommand, requestInputs } from '../src/request/commands.js'
import { nextMoment } from '../src/request/decide/clocks.js'
import { decide } from '../src/request/decide/index.js'
import type { RequestFacts } from '../src/request/facts.js'
import { defaultLifecycle } from '../src/request/lifecycle/default.js'
import { extendLifecycle } from '../src/request/lifecycle/extend.js'
import { lifecycleTable } from '../src/request/lifecycle/table.js'
import { conditions } from '../src/request/rules/conditions.js'
import { laws } from '../src/request/rules/index.js'
import { issued } from './own-commands.js'

const hour = 3_600_000
const actions = Object.keys(requestInputs) as RequestAction[]
const deputy: Actor = { ...supervisor, id: 'deputy' }
const involved: Actor = { ...supervisor, id: 'involved', grants: [...supervisor.grants, ...handler.grants] }
// Of a small place, where one person does the work of several desks, as far as these may be joined.
const allRound: Actor = {
  id: 'all-round',
  kind: 'staff',
  grants: ['dispatcher', 'supervisor', 'gridLead', 'securityAdmin'].map((role) => ({ role, area: '370281' })),
}
const gridWorker: Actor = { id: 'grid', kind: 'staff', grants: [{ role: 'gridWorker', area: '370281001001' }] }
const actors = [resident, dispatcher, handler, partner, supervisor, deputy, involved, allRound, gridWorker, system]

// A place's own: a command of its own, so that `act` leads somewhere, and a rating that may be tried again when it is closed.
const lifecycle = lifecycleTable(
  extendLifecycle(defaultLifecycle, {
    on: { reported: { confirm: {} }, closed: { rate: { laws: ['gradeOnScale', 'ratingWindow', 'ratingOnce'] } } },
  }),
  laws,
  conditions,
)

const withConfirm = createAuthority(
  defaultRoles,
  mergePermissions(defaultPermissions, { requests: { confirm: ['dispatcher'] } }),
)

// Less than by default of what comes with time: walks are short.
const rating = {
  ...defaultRatingPolicy,
  superviseAfterFailedRounds: 1,
  maxSuspensions: 1,
  maxSupplements: 1,
  maxReopenAsks: 1,
}

// The unit sees soon whether a request is its own.
const limits = { ...sla, policy: { ...sla.policy, returnWithin: { workingHours: 8 } } }

// What a resident decides alone: whoever else tries is refused.
const alone: ReadonlySet<string> = new Set(['submit', 'rate', 'withdraw', 'correct', 'askReopen'])

// Most walks should come far: what ends a request is tried less often.
const endings: ReadonlySet<string> = new Set(['decline', 'void', 'withdraw', 'merge', 'split', 'forceClose'])

// The way a request usually goes: with it now and then, more walks come to their last rounds.
const onward: Readonly<Record<string, RequestAction>> = {
  ...{ reported: 'dispatch', unclaimed: 'dispatch', reassigning: 'dispatch', dispatched: 'claim', offered: 'claim' },
  ...{ handling: 'reply', rectifying: 'reply', checking: 'check', awaitingRating: 'rate', closed: 'askReopen' },
}

const unit = (random: SeededRandom) => random.pick(['housing', 'water', 'town', 'nobody'])
const pools = [
  ['housing', 'water'],
  ['water', 'town', 'housing'],
  ['housing', 'nobody'],
]
const area = (random: SeededRandom) => random.pick(['370281001001001', '370281001', '999999'])
const urgency = (random: SeededRandom) => random.pick(['urgent', 'critical', 'soon'])
const category = (random: SeededRandom) => random.pick(['heating', 'works', 'nothing'])

const picture = (random: SeededRandom) => ({
  ref: `kxyz.f${random.pick([1, 2, 3, 4, 5])}.${'0'.repeat(32)}`,
  type: random.chance(0.9) ? 'image/jpeg' : 'image/svg+xml',
  size: random.chance(0.9) ? 1000 : 10 ** 9,
  digest: `sm3:${'0'.repeat(64)}`,
})
const pictures = (random: SeededRandom, often = 0.2) => (random.chance(often) ? { attachments: [picture(random)] } : {})

// Few files a request, and works are answered with proof alone.
const policy = { ...defaultAttachmentPolicy, maxFiles: 3 }
const usual = contextAt(0, system).responsibilities
const responsibilities: typeof usual = {
  ...usual,
  lists: {
    channels: [{ code: 'hotline', name: { zh: '热线', en: 'hotline' } }],
    declineReasons: [{ code: 'elsewhere', name: { zh: '不属受理范围', en: 'elsewhere' } }],
  },
  category: (code) => {
    const found = usual.category(code)
    return found && { ...found, proofRequired: code === 'works' }
  },
}
// A store that has lost a file, or none at all, now and then.
const kept = (random: SeededRandom): { readonly attachments?: { policy: typeof policy; unknown?: string } } => {
  const drawn = random.pick(['kept', 'kept', 'kept', 'kept', 'lost', 'none'])
  if (drawn === 'none') return { attachments: undefined as never }
  return { attachments: { policy, ...(drawn === 'lost' && { unknown: '0' }) } }
}

function inputOf(random: SeededRandom, action: RequestAction, facts: RequestFacts | undefined): object {
  switch (action) {
    case 'submit':
      return {
        channel: random.chance(0.95) ? 'hotline' : 'pigeon',
        ...(random.chance(0.1) && { confidential: true }),
        category: category(random),
        area: area(random),
        description: sealed,
        person: { name: sealed, ...(random.chance(0.8) && { phone: sealed }) },
        ...(random.chance(0.2) && { urgency: urgency(random) }),
        ...(random.chance(0.2) && { occurredAt: random.pick([at('2022-01-03 10:00'), at('2032-12-31 10:00')]) }),
      }
    case 'dispatch':
      if (random.chance(0.3)) return { pool: random.pick(pools) }
      return random.chance(0.5) ? {} : { unit: unit(random), coHandlers: [unit(random)] }
    case 'claim':
      return random.chance(0.2) ? { unit: unit(random) } : {}
    case 'answerOnTheSpot':
      return { text: sealed, ...(random.chance(0.5) && { unit: unit(random) }) }
    case 'decline':
      return { reasonCode: random.pick(['elsewhere', 'whim']), reason: sealed }
    case 'merge':
      return { into: random.pick(['q-1', 'q-2', 'q-3']) }
    case 'split':
      return { parts: [0, 1].map(() => ({ category: category(random), area: area(random), description: sealed })) }
    case 'transfer':
    case 'assignCoHandler':
      return { unit: unit(random) }
    case 'assign':
      return random.pick([{}, { to: 'officer' }, { to: 'engineer', reason: sealed }, { to: null }])
    case 'note':
      return { text: sealed }
    case 'reveal':
      return { fields: random.pick([['phone'], ['address', 'name']]), reason: sealed }
    case 'supplement':
      return { text: sealed, ...pictures(random) }
    case 'attach':
      return {
        attachments: [picture(random)],
        ...(random.chance(0.5) && { step: random.pick(['report', 'check', 'proof']) }),
      }
    case 'eraseAttachment':
      return { ref: facts?.attachments?.at(-1)?.ref ?? picture(random).ref, reason: sealed }
    case 'correct':
      return { description: { ref: `t.${facts?.version}`, commitment: 'c' }, person: {} }
    case 'coReply':
      return { unit: unit(random), text: sealed }
    case 'reply':
      return { text: sealed, ...pictures(random, 0.6) }
    case 'check':
      return { passed: random.chance(0.7), ...pictures(random) }
    case 'act':
      return issued(random.pick(['confirm', 'unheardOf']))
    case 'rate':
      return {
        grade: random.pick([0, 1, 2, 3, 5]),
        ...(random.chance(0.2) && { reasons: [random.pick(['too-slow', 'whim'])] }),
      }
    case 'followUp':
      return random.pick([
        { reached: false },
        { reached: true },
        { reached: true, contacted: true, solved: 'solved', satisfied: 'satisfied' },
        { reached: true, contacted: true, solved: 'unsolved', satisfied: 'dissatisfied' },
      ])
    case 'suspend':
      return { reasonCode: random.pick(['season', 'awaiting-requester', 'holiday']) }
    case 'requestExtension':
      return { by: random.pick([{ workingDays: 1 }, { workingDays: 200 }]), reason: sealed }
    case 'decideExtension':
      return { granted: random.chance(0.5) }
    case 'decideReopen':
      return { granted: random.chance(0.5), reason: sealed }
    case 'reclassify':
      return random.pick([
        { category: category(random) },
        { urgency: random.pick([urgency(random), null]) },
        { area: area(random) },
      ])
    case 'appeal':
      return { about: random.pick(['overdue', 'rating', 'return']), reason: sealed }
    case 'reviewAppeal':
      return { appeal: facts?.appeals.at(-1)?.id ?? 'a9', approve: random.chance(0.7) }
    case 'eraseTexts':
      return { basis: 'retentionEnded' }
    case 'askReopen':
    case 'reopen':
    case 'returnBack':
      return { reasonCode: random.pick(['not-our-duty', 'whim']), reason: sealed }
    case 'forceClose':
    case 'void':
      return { reason: sealed }
    default:
      return {}
  }
}

// What time asks for, as a process that looks would find it.
function dueCommands(facts: RequestFacts | undefined, now: number): readonly RequestCommand[] {
  return Object.values(facts?.clocks ?? {}).flatMap((clock): readonly RequestCommand[] => {
    const moment = nextMoment(clock)
    if (moment === undefined || moment > now) return []
    const name = clock.breachedAt !== undefined ? 'escalate' : now >= clock.dueAt ? 'expire' : 'warn'
    return [{ name, input: { clock: clock.clock } }]
  })
}

/** What a command of a walk came to: the types of its events, or the code of the refusal. */
export interface Step {
  readonly action: RequestAction
  readonly events: readonly string[]
  readonly refusal?: string
}

/** The commands of one walk, the same for the same seed. */
export function walk(seed: number): readonly Step[] {
  const random = seededRandom(seed)
  const others = [undefined, { open: false }, { open: true, category: 'heating' }, { open: true, category: 'works' }]
  // Some walks keep every deadline, some miss most.
  const pace = random.pick([
    [0, 0.1, 0.5, 1],
    [0, 0.1, 1, 3, 24, 24 * 4, 24 * 20],
  ])
  let now = at('2022-01-04 10:00')
  let facts: RequestFacts | undefined
  const steps: Step[] = []
  const issue = (by: Actor, command: RequestCommand) => {
    const other = facts && random.pick(others)
    const decision = decide(facts, command, {
      ...contextAt(now, by, {
        lifecycle,
        textRefs: ['t.1'],
        rating,
        sla: limits,
        authority: withConfirm,
        responsibilities,
        ...kept(random),
      }),
      ...(other && { other: { ...facts, id: 'q-2', ...other } as RequestFacts }),
    })
    if ('refusal' in decision) return { events: [], refusal: decision.refusal.code }
    facts = fold(facts, decision, now, by)
    return { events: decision.events.map(({ type }) => type) }
  }
  for (let step = 0; step < 60; step++) {
    now += random.pick(pace) * hour
    if (random.chance(0.6)) for (const command of dueCommands(facts, now)) issue(system, command)
    const possible = facts ? lifecycle.commands(facts.status).filter((name) => name !== 'confirm') : ['submit']
    const allowed = possible.filter((name) => !endings.has(name) || random.chance(0.1)) as RequestAction[]
    const next = random.chance(0.15) ? onward[facts?.status ?? ''] : undefined
    const action = next ?? random.pick(allowed.length > 0 && random.chance(0.9) ? allowed : actions)
    const command = { name: action, input: inputOf(random, action, facts) } as RequestCommand
    // Whoever may, as a rule: three are asked before it is left at a no.
    for (let asked = 0; asked < 3; asked++) {
      const came = issue(alone.has(action) && random.chance(0.7) ? resident : random.pick(actors), command)
      steps.push({ action, ...came })
      if (came.refusal !== 'not-permitted') break
    }
  }
  return steps
}
