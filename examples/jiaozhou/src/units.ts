import { divisions } from './grids.ts'

/** A name in both languages, for whatever a person reads. */
export interface Bilingual {
  readonly zh: string
  readonly en: string
}

/** A handling unit 承办单位, to which requests can be dispatched. */
export interface Unit {
  readonly id: string
  readonly name: Bilingual
  readonly kind: 'department' | 'town' | 'utility'
  /** Code of the area the unit answers for; absent: the whole city. */
  readonly area?: string
}

function department(id: string, zh: string, en: string): Unit {
  return { id, name: { zh, en }, kind: 'department' }
}

function utility(id: string, zh: string, en: string): Unit {
  return { id, name: { zh, en }, kind: 'utility' }
}

const cityUnits: readonly Unit[] = [
  department('governance-centre', '市社会治理网格化服务中心', 'Grid Governance Service Centre'),
  department('housing-bureau', '市住房和城乡建设局', 'Housing and Construction Bureau'),
  department('enforcement-bureau', '市综合行政执法局', 'Urban Administrative Enforcement Bureau'),
  department('public-security-bureau', '市公安局', 'Public Security Bureau'),
  department('traffic-police', '市公安局交警大队', 'Traffic Police Brigade'),
  department('fire-brigade', '市消防救援大队', 'Fire and Rescue Brigade'),
  department('market-bureau', '市市场监督管理局', 'Market Regulation Bureau'),
  department('civil-affairs-bureau', '市民政局', 'Civil Affairs Bureau'),
  department('agriculture-bureau', '市农业农村局', 'Agriculture and Rural Affairs Bureau'),
  department('water-bureau', '市水务局', 'Water Affairs Bureau'),
  department('transport-bureau', '市交通运输局', 'Transport Bureau'),
  department('education-bureau', '市教育和体育局', 'Education and Sports Bureau'),
  department('health-bureau', '市卫生健康局', 'Health Bureau'),
  department('human-resources-bureau', '市人力资源和社会保障局', 'Human Resources and Social Security Bureau'),
  department('natural-resources-bureau', '市自然资源局', 'Natural Resources Bureau'),
  department('environment-bureau', '生态环境局胶州分局', 'Ecology and Environment Bureau, Jiaozhou Branch'),
  utility('water-company', '供水公司', 'Water Supply Company'),
  utility('heating-company', '供热公司', 'Heating Company'),
  utility('gas-company', '燃气公司', 'Gas Company'),
  utility('power-company', '供电公司', 'Power Supply Company'),
]

/** English names of the towns; the Chinese ones come with the divisions. */
const townNames: Readonly<Record<string, string>> = {
  '370281001': "Fu'an Subdistrict",
  '370281002': 'Zhongyun Subdistrict',
  '370281004': 'Sanlihe Subdistrict',
  '370281006': 'Jiulong Subdistrict',
  '370281007': 'Jiaodong Subdistrict',
  '370281008': 'Jiaobei Subdistrict',
  '370281009': 'Jiaoxi Subdistrict',
  '370281010': 'Jiaolai Subdistrict',
  '370281102': 'Ligezhuang Town',
  '370281105': 'Puji Town',
  '370281108': 'Licha Town',
  '370281111': 'Yanghe Town',
  '370281400': 'Jiaozhou Economic and Technological Development Zone',
  '370281401': 'Dagu River Ecological Resort',
}

/** A street has an office 办事处, a town a people's government 人民政府, a zone a management committee 管理委员会. */
function bodyOf(name: string): string {
  if (name.endsWith('街道')) return `${name}办事处`
  return name.endsWith('镇') ? `${name}人民政府` : `${name}管理委员会`
}

/** The id of the unit that governs a town, street or zone. */
export function townUnit(area: string): string {
  return `town-${area}`
}

const townUnits: readonly Unit[] = divisions
  .filter(({ level }) => level === 'town')
  .map(({ code, name }) => ({
    id: townUnit(code),
    name: { zh: bodyOf(name), en: townNames[code] ?? name },
    kind: 'town',
    area: code,
  }))

/** Twenty of the city and one for each of the fourteen towns, streets and zones. */
export const units: readonly Unit[] = [...cityUnits, ...townUnits]
