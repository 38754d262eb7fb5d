import { createHuiyin, isHuiyinError, memoryStorage } from '@huiyin/core'
import { definePlugin } from '@huiyin/core/plugin'
import {
  awaitingRating,
  dispatcher,
  handler,
  handling,
  partner,
  resident,
  scenario,
  sealed,
  supervisor,
  system,
} from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'
import { createAuthority } from '../../src/authority/authority.js'
import { defaultPermissions, mergePermissions } from '../../src/authority/permissions.js'
import { defaultRoles } from '../../src/authority/roles.js'
import type { Actor } from '../../src/contracts/actor.js'
import { issued } from '../own-commands.js'

const everything: Actor = {
  id: 'root',
  kind: 'staff',
  grants: ['dispatcher', 'supervisor', 'gridLead', 'systemAdmin'].map((role) => ({ role, area: '*' })),
}
const create = (permissions: object) =>
  createHuiyin({ storage: memoryStorage(), permissions: { requests: permissions as never } })
const town = '370281001'
const grid = '370281001001001'
const worker: Actor = { id: 'worker', kind: 'staff', grants: [{ role: 'gridWorker', area: grid }] }

describe('nobody stands in for who decides alone', () => {
  it('a resident rates and withdraws for themself: nobody of the staff does, not of the whole city, and not the system', () => {
    for (const by of [everything, system, dispatcher, supervisor, handler]) {
      expect(awaitingRating().refusal(by, 'rate', { grade: 5 })).toBe('not-permitted')
      expect(handling('2022-01-04 10:00').at('2022-01-20 10:00').refusal(by, 'withdraw', {})).toBe('not-permitted')
    }
    expect(awaitingRating().refusal(resident, 'rate', { grade: 5 })).toBeUndefined()
    expect(handling().refusal(resident, 'withdraw', {})).toBeUndefined()
  })
  it('the unit that is charged appeals: nobody else does, and not the system', () => {
    const rated = () => awaitingRating().do(resident, 'rate', { grade: 1 })
    for (const by of [everything, system, partner])
      expect(rated().refusal(by, 'appeal', { about: 'rating', reason: sealed })).toBe('not-permitted')
    expect(rated().refusal(handler, 'appeal', { about: 'rating', reason: sealed })).toBeUndefined()
  })
  it('what a place gives to the requester alone is theirs alone too', () => {
    const own = { confirm: ['requester'], look: ['dispatcher'] }
    const authority = createAuthority(defaultRoles, mergePermissions(defaultPermissions, { requests: own }))
    const act = (by: Actor, command: string) => {
      const decision = scenario().decide(by, { name: 'act', input: issued(command) }, { authority })
      return 'refusal' in decision ? decision.refusal.code : undefined
    }
    for (const by of [everything, system]) {
      expect(act(by, 'confirm')).toBe('not-permitted')
      expect(act(by, 'look')).toBe('wrong-state')
    }
    expect(act(resident, 'confirm')).toBe('wrong-state')
  })
  it('a table that puts somebody in their place is refused when Huiyin is created', () => {
    for (const [command, parties] of [
      ['rate', ['requester', 'dispatcher']],
      ['withdraw', ['supervisor']],
      ['appeal', ['unit']],
    ] as const) {
      const made = () => create({ [command]: parties })
      expect(made).toThrow(`${command} takes no stand-in`)
    }
    expect(() => create({ rate: [] })).not.toThrow()
  })
  it('a table that names what is no party, no list or a command of the system is refused when Huiyin is created', () => {
    const faulty: readonly (readonly [object, string])[] = [
      [{ dispatch: ['dispacher'] }, 'dispatch names the unknown parties dispacher; did you mean dispatcher?'],
      [{ dispatch: ['admin'] }, 'dispatch names the unknown parties admin; the role admin was divided: grant'],
      [{ dispatch: 'dispatcher' }, 'dispatch is not a list of parties'],
      [{ expire: ['supervisor'] }, 'expire is issued by the system alone'],
      [{ act: ['supervisor'] }, 'act has the permission of the command that it names'],
    ]
    for (const [table, words] of faulty) {
      const error = (() => {
        try {
          return create(table)
        } catch (caught) {
          return caught
        }
      })()
      expect(isHuiyinError(error, 'configuration')).toBe(true)
      expect(String(error)).toContain(words)
    }
    expect(definePlugin({ id: 'none', setup: () => ({}) }).id).toBe('none')
  })
})

describe('in whose name staff act', () => {
  const answer = (by: Actor, unit?: string) =>
    scenario().refusal(by, 'answerOnTheSpot', { text: sealed, ...(unit !== undefined && { unit }) })

  it('a grid worker answers in the name of the responsible unit, or of one they handle for', () => {
    expect(answer(worker)).toBeUndefined()
    expect(answer(worker, 'housing')).toBeUndefined()
    expect(answer(worker, 'water')).toBe('not-permitted')
    const ofWater = { ...worker, grants: [...worker.grants, { role: 'handler', unit: 'water' }] }
    expect(answer(ofWater, 'water')).toBeUndefined()
    expect(answer(ofWater, 'town')).toBe('not-permitted')
  })
  it('who dispatches in the area may name any unit, as they may dispatch to it', () => {
    expect(answer(dispatcher, 'water')).toBeUndefined()
  })
  it('says in whose name it may not be', () => {
    const decision = scenario().decide(worker, { name: 'answerOnTheSpot', input: { text: sealed, unit: 'water' } })
    expect(decision).toMatchObject({
      refusal: { details: { needs: ['dispatcher', 'unit'], area: grid, units: ['water'] } },
    })
  })
  it('a co-handler answers for a unit of its own, also one with several', () => {
    const helping = handling().do(handler, 'assignCoHandler', { unit: 'water' }).do(handler, 'assignCoHandler', {
      unit: 'town',
    })
    expect(helping.refusal(partner, 'coReply', { unit: 'town', text: sealed })).toBe('not-permitted')
    expect(helping.refusal(partner, 'coReply', { unit: 'water', text: sealed })).toBeUndefined()
  })
})

describe('a refusal for want of permission says what was needed, and what is missing', () => {
  const refused = (by: Actor, name: 'dispatch' | 'claim' | 'rate' | 'eraseTexts', walk = scenario()) => {
    const input = name === 'rate' ? { grade: 5 } : name === 'eraseTexts' ? { basis: 'otherLaw' } : {}
    const decision = walk.decide(by, { name, input } as never)
    if (!('refusal' in decision)) throw new Error('accepted')
    return decision.refusal
  }
  const elsewhere: Actor = { id: 'desk-2', kind: 'staff', grants: [{ role: 'dispatcher', area: '370281002' }] }

  it('to a dispatcher of another street: the area', () => {
    expect(refused(elsewhere, 'dispatch')).toEqual({
      code: 'not-permitted',
      kind: 'forbidden',
      details: {
        action: 'dispatch',
        actor: 'desk-2',
        needs: ['dispatcher', 'supervisor'],
        missing: 'area',
        area: grid,
      },
      message: {
        zh: `您无权派单；需要：${grid} 的派单席、${grid} 的督办人。您的职责范围不含该区域。`,
        en: `You may not dispatch; it takes the dispatch desk of ${grid} or a supervisor of ${grid}. What you are in charge of does not cover that area.`,
      },
    })
  })
  it('to a grant that names no area: the area too', () => {
    const nowhere: Actor = { id: 'desk-3', kind: 'staff', grants: [{ role: 'dispatcher' }] }
    expect(refused(nowhere, 'dispatch').details).toMatchObject({ missing: 'area', area: grid })
  })
  it('to a handler of another unit: the unit', () => {
    const walk = scenario().do(dispatcher, 'dispatch', {})
    expect(refused(partner, 'claim', walk)).toMatchObject({
      details: { needs: ['unit'], missing: 'unit', units: ['housing'] },
      message: {
        zh: '您无权认领；需要：承办单位（housing）。您不属于该单位。',
        en: 'You may not claim; it takes the handling unit (housing). You do not handle for that unit.',
      },
    })
  })
  it('to staff without the role: the role', () => {
    expect(refused(dispatcher, 'eraseTexts').details).toMatchObject({
      needs: ['securityAdmin'],
      missing: 'role',
      area: grid,
    })
  })
  it('to whoever would stand in: the person', () => {
    expect(refused(everything, 'rate', awaitingRating())).toMatchObject({
      details: { needs: ['requester'], missing: 'person' },
      message: { en: 'You may not rate; it takes the requester. Nobody can stand in for them.' },
    })
  })
  it('to a resident neither the area nor the unit, and not for grants they hold', () => {
    const serving: Actor = { id: 'res-2', kind: 'resident', grants: [{ role: 'dispatcher', area: town }] }
    for (const by of [resident, serving])
      expect(refused(by, 'dispatch').details).toEqual({
        action: 'dispatch',
        actor: by.id,
        needs: ['dispatcher', 'supervisor'],
        missing: 'role',
      })
  })
})
