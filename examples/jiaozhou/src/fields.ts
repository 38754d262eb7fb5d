import type { Bilingual } from './units.ts'

/** What a category asks for besides words. */
export interface Field {
  readonly title: Bilingual
  readonly type: 'text' | 'choice'
  readonly options?: readonly { readonly code: string; readonly title: Bilingual }[]
}

/** By leaf category and name. None is required: a dark lamp is mended without its number too. */
export const fields: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  'street-light': { lampNumber: { title: { zh: '灯杆编号', en: 'number of the lamp post' }, type: 'text' } },
  'property-lift': { liftCode: { title: { zh: '电梯救援识别码', en: 'rescue code of the lift' }, type: 'text' } },
  'manhole-cover': {
    network: {
      title: { zh: '管线类别', en: 'kind of network' },
      type: 'choice',
      options: [
        { code: 'sewer', title: { zh: '雨污水', en: 'sewer' } },
        { code: 'water', title: { zh: '供水', en: 'water' } },
        { code: 'power', title: { zh: '电力', en: 'power' } },
        { code: 'telecom', title: { zh: '通信', en: 'telecommunication' } },
      ],
    },
  },
}
