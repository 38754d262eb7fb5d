import { describe, expect, it } from 'vitest'
import { countTests } from './vitest-counts.mjs'

describe('counting tests', () => {
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] }

  it('counts a file that does not load, an error outside of tests, and a missing report as failures', () => {
    const broken = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countTests(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 1 })
    expect(countTests(broken, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 })
    expect(countTests(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 })
    expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})
