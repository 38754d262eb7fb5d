import type { Bilingual } from '../../contracts/text.js'
import { defineRefusals } from '../../import/refusal.js'

/** Every reason for which freezing is refused. */
export const frozenRefusals = defineRefusals<{
  'freeze-not-permitted': { actor: string; needs: readonly string[]; who: Bilingual }
  'period-not-over': { to: string; cutoffHour: number }
  'figures-already-frozen': { id: string; digest: string; frozenAt: number }
}>(
  {
    'freeze-not-permitted': {
      zh: (d) => `您无权固化考核数据；需要：该区域的${d.who.zh}。`,
      en: (d) => `You may not freeze these figures; it takes ${d.who.en} of the area.`,
    },
    'period-not-over': {
      zh: (d) => `统计周期至 ${d.to} ${d.cutoffHour} 时方结束，未结束的周期不能固化。`,
      en: (d) => `The period ends on ${d.to} at ${d.cutoffHour}:00; figures can be frozen after that.`,
    },
    'figures-already-frozen': {
      zh: () => '该周期的数据已固化，且与现在的数据不同；固化的数据不能更改。',
      en: () =>
        'The figures of this period are frozen already and differ from the present ones; frozen figures cannot be changed.',
    },
  },
  {
    'freeze-not-permitted': 'forbidden',
    'figures-already-frozen': 'conflict',
  },
)
