import type { ActionOf } from '../authority/permissions.js'
import type { Bilingual } from '../contracts/text.js'
import { defineRefusals } from '../import/refusal.js'

/** What is done with contacts: as the table of permissions names it, and what the system alone does. */
export type ContactAction = ActionOf<'contacts'> | 'useConsent'

const doing: Readonly<Record<ContactAction, Bilingual>> = {
  change: { zh: '更改此人的联系方式', en: 'change how this person is reached' },
  consent: { zh: '记录此人的同意', en: 'record a consent of this person' },
  useConsent: { zh: '使用此人的授权', en: 'use a consent of this person' },
  erase: { zh: '删除此人的联系方式', en: 'erase how this person is reached' },
  read: { zh: '查看此人的联系方式', en: 'read how this person is reached' },
  reveal: { zh: '查看此人的姓名和地址', en: 'see name and addresses of this person' },
  changeRecipients: { zh: '更改收件人', en: 'change who receives messages there' },
  readRecipients: { zh: '查看收件人', en: 'read who receives messages there' },
}

/** Every reason for which something about contacts is refused. */
export const contactRefusals = defineRefusals<{
  'contact-not-permitted': { actor: string; action: ContactAction; needs: readonly string[]; who: Bilingual }
  'contact-unknown': { person: string }
  'address-unknown': { via: string }
  'consent-not-given': { to: string }
}>(
  {
    'contact-not-permitted': {
      zh: (d) => `您无权${doing[d.action].zh}；需要：${d.who.zh}。`,
      en: (d) => `You may not ${doing[d.action].en}; it takes ${d.who.en}.`,
    },
    'contact-unknown': {
      zh: (d) => `没有登记 ${d.person} 的联系方式。`,
      en: (d) => `Nothing is recorded of how ${d.person} is reached.`,
    },
    'address-unknown': {
      zh: (d) => `此人没有登记 ${d.via}。`,
      en: (d) => `This person has no address of the kind ${d.via}.`,
    },
    'consent-not-given': {
      zh: (d) => `此人没有对 ${d.to} 的有效同意，或授权次数已用完。`,
      en: (d) => `This person has not agreed to ${d.to}, has withdrawn it, or the grants are used up.`,
    },
  },
  {
    'contact-not-permitted': 'forbidden',
    'contact-unknown': 'missing',
    'address-unknown': 'missing',
  },
)
