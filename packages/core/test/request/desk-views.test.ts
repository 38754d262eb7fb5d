import { createHuiyin, defaultLifecycle, memoryStorage } from '@huiyin/core'
import { extendLifecycle } from '@huiyin/core/plugin'
import { cityActors as actors, cityGrid, seedCity } from '@huiyin/testkit'
import { expect, it } from 'vitest'
import type { OpenState } from '../../src/request/lifecycle/definition.js'
import { titleOf } from '../../src/request/views/title-of.js'

it('which states a view holds says the lifecycle: a second check of a place’s own is among what is to be checked', async () => {
  const checking = defaultLifecycle.states.checking as OpenState
  const states = {
    reviewing: { ...checking, title: { zh: '复核中', en: 'checked a second time' } },
    checking: { ...checking, on: { ...checking.on, check: { target: 'reviewing' } } },
  }
  const lifecycle = extendLifecycle(defaultLifecycle, { states })
  const huiyin = createHuiyin({ storage: memoryStorage(), lifecycle })
  await huiyin.start()
  await seedCity(huiyin)
  const by = { by: actors.desk }
  const { requests } = huiyin
  await requests.submit('q', { category: 'works', area: cityGrid, description: '路面塌陷。' }, { by: actors.resident })
  await requests.dispatch('q', { unit: 'housing' }, by)
  await requests.claim('q', { by: actors.housing })
  await requests.reply('q', { text: '已修复。' }, { by: actors.housing })
  const toCheck = async () => (await requests.queue({ ...by, view: 'toCheck' })).items.map(({ status }) => status.code)
  expect(await toCheck()).toEqual(['checking'])
  await requests.check('q', { passed: true }, by)
  expect(await toCheck()).toEqual(['reviewing'])
  await requests.check('q', { passed: true }, by)
  expect(await toCheck()).toEqual([])
  await huiyin.stop()
})

it('a title is 24 characters as people count them, on one line', () => {
  expect(titleOf('  路灯\n\n不亮，　很危险  ')).toBe('路灯 不亮， 很危险')
  expect(titleOf('👨‍👩‍👧'.repeat(30))).toBe('👨‍👩‍👧'.repeat(24))
  expect(titleOf('𠮷'.repeat(25))).toBe('𠮷'.repeat(24))
  expect(titleOf('')).toBe('')
})
