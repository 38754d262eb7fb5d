import { describe, expect, it } from 'vitest'
import { knownNames } from './known-names.js'

describe('an unknown name', () => {
  it.each([
    ['complete', 'completed'],
    ['Completed', 'completed'],
    ['compelted', 'completed'],
    ['clam', 'claim'],
    ['comp', 'completed'],
  ])('that is nearly a known one is met with it: %s', (name, meant) => {
    const known = ['accepted', 'completed', 'claim']
    expect(knownNames(name, known)).toEqual({
      zh: `是否指 ${meant}？可用：accepted、completed、claim`,
      en: `did you mean ${meant}? known: accepted, completed, claim`,
    })
  })
  it('that is like no other is met with those there are, and with how many when they are many', () => {
    expect(knownNames('nonsense', ['a', 'b']).en).toBe('known: a, b')
    expect(knownNames(undefined, []).zh).toBe('可用：无')
    const many = Array.from({ length: 110 }, (_, n) => `measure-${n}`)
    expect(knownNames('nonsense', many).en).toMatch(/measure-99 and 10 more$/)
    expect(knownNames('nonsense', many).zh).toMatch(/等 110 个$/)
  })
})
