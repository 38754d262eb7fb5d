import { z } from 'zod'

/**
 * Why personal data must be erased, as 《个人信息保护法》第四十七条 lists it: the purpose is achieved or it is no longer needed; the time it is to be
 * kept has passed; consent was withdrawn; it was processed unlawfully; another law demands it.
 */
export const erasureBases = ['purposeAchieved', 'retentionEnded', 'consentWithdrawn', 'unlawful', 'otherLaw'] as const

/** What texts are erased for. */
export const erasureInputs = {
  eraseTexts: z.strictObject({
    /** The ground for erasing that art. 47 of the Personal Information Protection Law lists. 删除依据（《个人信息保护法》第四十七条）。 */
    basis: z.enum(erasureBases),
  }),
} as const
