import { describe, expect, it } from 'vitest'
import { tellProgress } from './progress.js'

function told(terminal: boolean) {
  let now = 0
  const written: string[] = []
  const progress = tellProgress('核验 verifying', { write: (text) => written.push(text), terminal, now: () => now })
  const wait = (ms: number) => {
    now += ms
  }
  return { progress, written, wait }
}

describe('progress', () => {
  it('on a terminal is one line that is written over, ten times a second at the most, and stands at the end', () => {
    const { progress, written, wait } = told(true)
    for (let done = 1; done <= 100; done++) {
      progress.at(done, 100)
      wait(10)
    }
    progress.end()
    expect(written).toHaveLength(11)
    expect(written.slice(0, -1).every((text) => text.startsWith('\r') && !text.includes('\n'))).toBe(true)
    expect(written.at(-1)).toBe('\r\u001b[K核验 verifying 100 / 100 (1.0 s)\n')
  })

  it('elsewhere is a line every two seconds and one at the end', () => {
    const { progress, written, wait } = told(false)
    for (let done = 1; done <= 5; done++) {
      wait(1000)
      progress.at(done, undefined, '份记录 records')
    }
    progress.end()
    expect(written).toEqual([
      '核验 verifying 2 份记录 records (2.0 s)\n',
      '核验 verifying 4 份记录 records (4.0 s)\n',
      '核验 verifying 5 份记录 records (5.0 s)\n',
    ])
  })

  it('says nothing when there was nothing to tell', () => {
    for (const terminal of [true, false]) {
      const { progress, written } = told(terminal)
      progress.end()
      expect(written).toEqual([])
    }
  })
})
