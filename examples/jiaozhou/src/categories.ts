import { type Field, fields } from './fields.ts'
import type { Bilingual } from './units.ts'

/** What a request is about. Two levels: a group has no parent, a leaf has one; requests carry leaves. */
export interface Category {
  readonly code: string
  readonly name: Bilingual
  readonly parent?: string
  /** The result is something a grid worker can look at, so it is checked on the spot before the request is closed (核查). */
  readonly preClosingCheck?: boolean
  /** What can be looked at can be photographed: the unit shows with its answer what it did (办理佐证). */
  readonly proofRequired?: boolean
  /** What it asks for besides words, by name (要素). */
  readonly fields?: Readonly<Record<string, Field>>
}

type Leaf = readonly [code: string, zh: string, en: string, check?: 'check']

function group(code: string, zh: string, en: string, leaves: readonly Leaf[]): Category[] {
  return [
    { code, name: { zh, en } },
    ...leaves.map(([leaf, zhLeaf, enLeaf, check]) => ({
      code: leaf,
      name: { zh: zhLeaf, en: enLeaf },
      parent: code,
      ...(fields[leaf] && { fields: fields[leaf] }),
      ...(check ? { preClosingCheck: true, proofRequired: true } : {}),
    })),
  ]
}

export const categories: readonly Category[] = [
  ...group('housing', '住房物业', 'Housing and property', [
    ['property-management', '物业管理', 'Property management', 'check'],
    ['property-fees', '物业收费', 'Property fees'],
    ['property-repairs', '房屋维修', 'Building repairs', 'check'],
    ['property-lift', '电梯故障', 'Lift out of order', 'check'],
    ['property-parking', '小区停车', 'Parking in a compound'],
    ['property-title', '交房办证', 'Handover and title deeds'],
  ]),
  ...group('supply', '水电气暖', 'Water, power, gas and heating', [
    ['heating-cold-home', '供热不热', 'Home not warm'],
    ['heating-fees', '供热收费', 'Heating fees'],
    ['water-outage', '供水故障', 'Water supply failure'],
    ['gas-service', '燃气服务', 'Gas service'],
    ['power-outage', '供电故障', 'Power failure'],
  ]),
  ...group('roads', '道路交通', 'Roads and traffic', [
    ['road-damage', '道路破损', 'Damaged road', 'check'],
    ['street-light', '路灯', 'Street light', 'check'],
    ['manhole-cover', '井盖缺损', 'Manhole cover', 'check'],
    ['drainage', '排水积水', 'Drainage', 'check'],
    ['traffic-signal', '信号灯与标线', 'Signals and markings', 'check'],
    ['illegal-parking', '车辆违停', 'Illegal parking'],
    ['bus-service', '公交客运', 'Bus service'],
  ]),
  ...group('sanitation', '市容环卫', 'City appearance and sanitation', [
    ['waste-collection', '垃圾清运', 'Waste collection', 'check'],
    ['public-toilet', '公厕管理', 'Public toilet', 'check'],
    ['street-vending', '占道经营', 'Trading on the roadway', 'check'],
    ['illegal-building', '违法建设', 'Illegal building', 'check'],
    ['greening', '绿化养护', 'Greenery', 'check'],
  ]),
  ...group('environment', '环境保护', 'Environment', [
    ['noise', '噪音扰民', 'Noise'],
    ['construction-noise', '施工扰民', 'Building-site noise'],
    ['fumes', '油烟异味', 'Fumes and smells'],
    ['river-pollution', '河道污染', 'Polluted river', 'check'],
  ]),
  ...group('neighbourhood', '邻里安全', 'Neighbours and safety', [
    ['neighbour-dispute', '邻里纠纷', 'Dispute between neighbours'],
    ['corridor-clutter', '楼道堆物', 'Things left in corridors', 'check'],
    ['charging-hazard', '飞线充电', 'Charging cables from windows', 'check'],
    ['dog-keeping', '养犬扰民', 'Dogs'],
  ]),
  ...group('rural', '农业农村', 'Farming and villages', [
    ['rural-toilet', '农村改厕', 'Rural toilet renovation', 'check'],
    ['irrigation', '农田灌溉', 'Irrigation'],
    ['village-road', '村内道路', 'Village road', 'check'],
    ['land-contract', '土地承包', 'Land contract'],
  ]),
  ...group('livelihood', '民生保障', 'Livelihood', [
    ['social-insurance', '社保咨询', 'Social insurance enquiry'],
    ['wage-arrears', '拖欠工资', 'Unpaid wages'],
    ['minimum-living', '低保救助', 'Subsistence allowance'],
    ['elderly-care', '养老服务', 'Care of the elderly'],
    ['school-enrolment', '入学入园', 'School enrolment'],
    ['medical-service', '医疗服务', 'Medical service'],
    ['epidemic-control', '疫情防控', 'Epidemic control'],
  ]),
  ...group('market', '市场与其他', 'Market and others', [
    ['consumer-dispute', '消费纠纷', 'Consumer dispute'],
    ['food-safety', '食品安全', 'Food safety'],
    ['other', '其他', 'Others'],
  ]),
]

/** The codes a request may carry. */
export const leaves: readonly Category[] = categories.filter(({ parent }) => parent !== undefined)
