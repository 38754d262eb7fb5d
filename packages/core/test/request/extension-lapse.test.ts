import { handler, handling, resident, sealed, supervisor } from '@huiyin/testkit/scenario'
import { describe, expect, it } from 'vitest'

describe('an extension nobody decided before the unit answered', () => {
  const rectifying = () =>
    handling()
      .do(handler, 'requestExtension', { by: { workingDays: 2 }, reason: sealed })
      .do(handler, 'reply', { text: sealed })
      .do(resident, 'rate', { grade: 1 })

  it('lapses with the answer, so that it cannot be granted to a deadline that no longer runs', () => {
    expect(rectifying().facts.extensions[0]?.decision).toBe('lapsed')
    expect(rectifying().refusal(supervisor, 'decideExtension', { granted: true })).toBe('extension-not-pending')
  })
  it('bars no other in the rectification', () => {
    expect(
      rectifying().refusal(handler, 'requestExtension', { by: { workingDays: 1 }, reason: sealed }),
    ).toBeUndefined()
  })
})
