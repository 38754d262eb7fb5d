import { requestInputs } from '@huiyin/core'
import type { OwnCommands } from '@huiyin/core/plugin'
import type { ReadRecord } from './read-back.js'
import type { World } from './world.js'

/** What a unit writes about a survey. It belongs in the vault. */
export const surveyText = '三楼王女士家漏水。'

/** A command that every process of the simulated city has besides those of the library. */
export const ownCommands = {
  survey: {
    title: { zh: '现场勘查', en: 'survey' },
    who: ['unit'],
    from: ['handling', 'rectifying'],
    // As a co-handler's answer: whose it is, and a text.
    input: requestInputs.coReply.omit({ attachments: true }),
    event: 'survey.done',
    words: {
      staff: { zh: '已现场勘查', en: 'was surveyed' },
      resident: { zh: '已现场勘查', en: 'Surveyed on site' },
    },
  },
} as const satisfies OwnCommands

interface SurveyData {
  readonly unit?: unknown
  readonly text?: { readonly ref?: unknown }
}

/** What an own command says is in its event, but for texts, which are in the vault; and its resident is told. */
export function checkSurveys(read: readonly ReadRecord[], { violate }: World): void {
  for (const { record, changes } of read)
    for (const { events, deliveries } of changes)
      for (const { seq, bytes } of events) {
        const { type, data } = JSON.parse(bytes) as { readonly type: string; readonly data: SurveyData }
        if (type !== ownCommands.survey.event) continue
        const isSaid = data.unit === 'water' && typeof data.text?.ref === 'string'
        if (!isSaid || bytes.includes(surveyText.slice(1)))
          violate('acknowledged', `event ${seq} of ${record.id} does not say what was surveyed, or keeps its text`)
        if (!deliveries.some(({ event, destination }) => event === seq && destination === 'residents'))
          violate('owed', `${record.id} was surveyed by event ${seq}, and nothing was written for its resident`)
      }
}
