import type { Law } from '../context.js'
import { answerToRate } from './answer-to-rate.js'
import { appealFact } from './appeal-fact.js'
import { appealReview } from './appeal-review.js'
import { appealWindow } from './appeal-window.js'
import { areaKnown } from './area-known.js'
import { assigneeChanged } from './assignee-changed.js'
import { assigneeFree } from './assignee-free.js'
import { assigneeOfUnit } from './assignee-of-unit.js'
import { attachmentLimit } from './attachment-limit.js'
import { attachmentStep } from './attachment-step.js'
import { candidateNamed } from './candidate-named.js'
import { categoryKnown } from './category-known.js'
import { claimWindow } from './claim-window.js'
import { coHandlerKnown } from './co-handler-known.js'
import { coHandlerNew } from './co-handler-new.js'
import { coHandlersDone } from './co-handlers-done.js'
import { correctionLimit } from './correction-limit.js'
import { extensionBeforeExpiry } from './extension-before-expiry.js'
import { extensionCap } from './extension-cap.js'
import { extensionDecidable } from './extension-decidable.js'
import { extensionPending } from './extension-pending.js'
import { filesKept } from './files-kept.js'
import { followUpComplete } from './follow-up-complete.js'
import { followUpWindow } from './follow-up-window.js'
import { gradeOnScale } from './grade-on-scale.js'
import { mergeTarget } from './merge-target.js'
import { notClaimedYet } from './not-claimed-yet.js'
import { overdueStays } from './overdue-stays.js'
import { partsKnown } from './parts-known.js'
import { pauseReason } from './pause-reason.js'
import { poolKnown } from './pool-known.js'
import { proofGiven } from './proof-given.js'
import { ratingOnce } from './rating-once.js'
import { ratingWindow } from './rating-window.js'
import { reopenDecidable } from './reopen-decidable.js'
import { reopenLimit } from './reopen-limit.js'
import { reopenPending } from './reopen-pending.js'
import { reopenWindow } from './reopen-window.js'
import { returnLimit } from './return-limit.js'
import { returnWindow } from './return-window.js'
import { revealInHandling } from './reveal-in-handling.js'
import { revealSomething } from './reveal-something.js'
import { revealWithheld } from './reveal-withheld.js'
import { supervisionLadder } from './supervision-ladder.js'
import { supplementLimit } from './supplement-limit.js'
import { suspensionBeforeExpiry } from './suspension-before-expiry.js'
import { suspensionLimit } from './suspension-limit.js'
import { transferLimit } from './transfer-limit.js'
import { unitChanged } from './unit-changed.js'
import { unitKnown } from './unit-known.js'
import { urgeOnceADay } from './urge-once-a-day.js'
import { urgencyKnown } from './urgency-known.js'

/** Every law of a request, by the name the lifecycle uses. */
export const laws = {
  answerToRate,
  appealFact,
  appealReview,
  appealWindow,
  areaKnown,
  assigneeChanged,
  assigneeFree,
  assigneeOfUnit,
  attachmentLimit,
  attachmentStep,
  candidateNamed,
  categoryKnown,
  claimWindow,
  coHandlerKnown,
  coHandlerNew,
  coHandlersDone,
  correctionLimit,
  extensionBeforeExpiry,
  extensionCap,
  extensionDecidable,
  extensionPending,
  filesKept,
  followUpComplete,
  followUpWindow,
  gradeOnScale,
  mergeTarget,
  notClaimedYet,
  overdueStays,
  partsKnown,
  pauseReason,
  proofGiven,
  poolKnown,
  ratingOnce,
  ratingWindow,
  reopenDecidable,
  reopenLimit,
  reopenPending,
  reopenWindow,
  returnLimit,
  returnWindow,
  revealInHandling,
  revealSomething,
  revealWithheld,
  supervisionLadder,
  supplementLimit,
  suspensionBeforeExpiry,
  suspensionLimit,
  transferLimit,
  unitChanged,
  unitKnown,
  urgencyKnown,
  urgeOnceADay,
} satisfies Readonly<Record<string, Law>>
