import { describe, expect, it } from 'vitest'
import { barOf } from './bars.mjs'
import { changedLines } from './changed.mjs'

const diff = `diff --git a/packages/core/src/sla/limit.ts b/packages/core/src/sla/limit.ts
--- a/packages/core/src/sla/limit.ts
+++ b/packages/core/src/sla/limit.ts
@@ -3 +3,2 @@ export const x
-a
+b
+c
@@ -9,2 +10,0 @@
-d
-e
diff --git a/gone.ts b/gone.ts
--- a/gone.ts
+++ /dev/null
@@ -1,2 +0,0 @@
-x
`

describe('the lines of a change', () => {
  it('are those added or edited in files that are still there', () => {
    expect(changedLines(diff)).toEqual([{ file: 'packages/core/src/sla/limit.ts', from: 3, to: 4 }])
  })
})

describe('what is mutated', () => {
  it('is the code that decides and reckons, without tests and data', () => {
    expect(barOf('packages/core/src/request/rules/unit-known.ts')).toBe('request/rules/')
    expect(barOf('packages/core/src/request/authorise.ts')).toBe('request/authorise')
    expect(barOf('packages/core/src/sla/limit.test.ts')).toBeUndefined()
    expect(barOf('packages/core/src/calendar/notices/2026.ts')).toBeUndefined()
    expect(barOf('packages/core/src/index.ts')).toBeUndefined()
    expect(barOf('scripts/mutation.mjs')).toBeUndefined()
  })
})
