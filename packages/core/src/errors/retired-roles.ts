import type { Bilingual } from '../contracts/text.js'

/** Roles of former editions. A place cannot use their names for something else: grants that still name them would come to mean it. */
export const retiredRoles: Readonly<Record<string, Bilingual>> = {
  admin: {
    zh: '角色 admin 已拆分，请按所做之事改授：systemAdmin（导入与调整区划、目录、日历、时限，维护投递）、securityAdmin（删除文本，查看个人信息）、auditor（审计）、evaluator（固化考核数据）、dispatcher 或 supervisor（办理诉求）',
    en: 'the role admin was divided: grant what the person does, systemAdmin (imports and changes areas, catalogue, calendar and limits, operates deliveries), securityAdmin (erases texts, looks at personal data), auditor (verifies the record), evaluator (freezes figures), dispatcher or supervisor (works on requests)',
  },
}

/** Why a role of a former edition is not one any more, with its successors; `undefined` for any other name. */
export function retiredRole(name: unknown): Bilingual | undefined {
  return typeof name === 'string' && Object.hasOwn(retiredRoles, name) ? retiredRoles[name] : undefined
}
