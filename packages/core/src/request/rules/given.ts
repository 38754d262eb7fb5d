/**
 * Laws and conditions that do not stand in the way for ever: whoever issues the command answers them by what is in it, or time does. A lifecycle's way to an
 * end may go through them. All others are about facts that may never change.
 */
export const given: ReadonlySet<string> = new Set([
  'categoryKnown',
  'checkPassed',
  'coHandlersDone',
  'dissatisfied',
  'followUpComplete',
  'followUpNegative',
  'followUpPositive',
  'gradeOnScale',
  'partsKnown',
  'proofGiven',
  'poolKnown',
  'reopenGranted',
  'toPool',
  'unitKnown',
  'urgencyKnown',
])
